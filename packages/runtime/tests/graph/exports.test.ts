import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { InferenceSession } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import type { Decoder } from '../../src/engine/decoder.js';
import { DecoderSession } from '../../src/engine/decoder-session.js';
import { nodeBindingDriver } from '../../src/engine/driver/node-binding-driver.js';
import type { DriverSession } from '../../src/engine/driver/session-driver.js';
import { SharedPromptSession } from '../../src/engine/shared-prompt-session.js';
import { attentionPair } from '../../src/graph/attention-pair.js';
import { externalDataOptions, findDecoder, readOnnxModel, splitStages } from '../../src/graph/index.js';
import { proveAttention } from '../../src/graph/prove-attention.js';
import { PROOF_LENGTHS, type Provable, proveRewrite } from '../../src/graph/prove-rewrite.js';
import { sharePrompt } from '../../src/graph/shared-prompt.js';

const EXPORTS = fileURLToPath(new URL('../fixtures/exports', import.meta.url));

const OPTIONS = { provider: 'cpu', threads: 1, spinUs: 0 } as const;

interface Recorded {
  readonly promptTokenIds: readonly number[];
  readonly greedyTokenIds: readonly number[];
}

/** Every exported file with what transformers, or the Python ONNX Runtime for reduced precision, generated from it. */
const FILES = readdirSync(EXPORTS).flatMap((family) => {
  const reference: { files: Record<string, Recorded[]> } = JSON.parse(
    readFileSync(`${EXPORTS}/${family}/reference.json`, 'utf8'),
  );
  return Object.entries(reference.files).map(([file, recorded]) => ({ family, file, recorded }));
});

async function open(path: string) {
  const model = sharePrompt(await readOnnxModel(path));
  const { kvHeads, headSize, caches } = model;
  const shape = { layers: caches.length / 2, kvHeads, headSize };
  const original = await nodeBindingDriver.open(path, OPTIONS);
  const rewritten = await nodeBindingDriver.open({ bytes: model.bytes, directory: model.directory }, OPTIONS);
  return {
    model,
    original: new DecoderSession(original, path, shape),
    rewritten: new SharedPromptSession(rewritten, model),
    close: async () => {
      await Promise.all([original.release(), rewritten.release()]);
    },
  };
}

function mostLikely(logits: Float32Array, row: number, vocabulary: number): number {
  const values = logits.subarray(row * vocabulary, (row + 1) * vocabulary);
  return values.indexOf(Math.max(...values));
}

/** Greedy tokens of each of `rows` identical rows. */
async function generate(decoder: Decoder, prompt: readonly number[], count: number, rows: number): Promise<number[][]> {
  const state = await decoder.prefill(prompt);
  const wave = await decoder.wave(state, rows);
  const tokens: number[][] = Array.from({ length: rows }, () => [mostLikely(state.logits, 0, state.logits.length)]);
  for (let step = 1; step < count; step += 1) {
    const { logits, vocabulary } = await wave.step(tokens.map((row) => row.at(-1) ?? 0));
    tokens.forEach((row, index) => {
      row.push(mostLikely(logits, index, vocabulary));
    });
  }
  return tokens;
}

describe.each(FILES)('$family/$file', ({ family, file, recorded }) => {
  const path = `${EXPORTS}/${family}/onnx/${file}`;
  // One activation scale for the whole batch: a row depends on its neighbours, before and after the rewrite alike.
  const rows = file === 'model_quantized.onnx' ? 1 : 3;

  it('generates what the reference did, as exported and with a shared prompt', async () => {
    const { original, rewritten, close } = await open(path);
    for (const { promptTokenIds, greedyTokenIds } of recorded) {
      const expected = Array.from({ length: rows }, () => [...greedyTokenIds]);
      for (const decoder of [original, rewritten]) {
        expect(await generate(decoder, promptTokenIds, greedyTokenIds.length, rows)).toEqual(expected);
      }
    }
    await close();
  });

  it('is proved equal on random tokens', async () => {
    const { model, original, rewritten, close } = await open(path);
    const { roundsActivations } = model;
    expect(roundsActivations).toBe(/q4|quantized/.test(file));
    const proof = await proveRewrite({ original, rewritten, roundsActivations, vocabulary: 290, maxPositions: 256 });

    expect(proof).toMatchObject({ holds: true, finished: true, lengths: [1, 31, 32, 64, 127], batches: [1, 8, 32] });
    expect(proof.allowed).toBeLessThanOrEqual(0.1 * proof.largestLogit);
    if (file === 'model.onnx') expect(proof.allowed).toBeLessThanOrEqual(1e-4 * proof.largestLogit);
    // Rows of a wave do not depend on how many there are, except where one activation scale spans them all.
    if (file !== 'model_quantized.onnx') expect(proof.rewrittenRowDifference).toBeLessThanOrEqual(proof.allowed);
    await close();
  });

  it('has its attention proved without the weights, and a position too few or too many found out', async () => {
    const pair = attentionPair(await readOnnxModel(path));
    const exported = await nodeBindingDriver.open({ bytes: pair.exported, directory: pair.directory }, OPTIONS);
    const session = await nodeBindingDriver.open({ bytes: pair.rewritten, directory: pair.directory }, OPTIONS);
    const prove = (rewritten: DriverSession, lengths: readonly number[] = PROOF_LENGTHS) =>
      proveAttention({ pair, exported, rewritten, heads: 4, lengths });
    const proof = await prove(session);
    expect(proof).toMatchObject({ attentionHolds: true });
    expect(proof.largestOutput).toBeGreaterThan(0.1);
    /** The rewrite with the visibility of one position of every pass turned over. */
    const wrongAt = (position: (width: number) => number): DriverSession => ({
      ...session,
      inputs: session.inputs,
      run: (feeds, fetches) => {
        const mask = feeds.get('qeil.mask');
        if (mask === undefined) throw new Error('no mask');
        const numbers = new Float32Array(mask.bytes.slice().buffer);
        const width = mask.dims[1] ?? 0;
        numbers[position(width)] = (numbers[position(width)] ?? 0) < -1 ? 0 : -1e9;
        return session.run(
          new Map([...feeds, ['qeil.mask', { ...mask, bytes: new Uint8Array(numbers.buffer) }]]),
          fetches,
        );
      },
    });
    expect(
      await prove(
        wrongAt(() => 0),
        [31],
      ),
    ).toMatchObject({ attentionHolds: false });
    expect(
      await prove(
        wrongAt((width) => width - 2),
        [31],
      ),
    ).toMatchObject({ attentionHolds: false });
    await Promise.all([exported.release(), session.release()]);
  });

  it('is found to have two layers and can be cut between them', async () => {
    const model = await readOnnxModel(path);
    const { layers } = findDecoder(model);
    expect(layers.map(({ key, value }) => [key.past, value.past])).toEqual([
      ['past_key_values.0.key', 'past_key_values.0.value'],
      ['past_key_values.1.key', 'past_key_values.1.value'],
    ]);
    const [front, back] = splitStages(model, [1]);
    expect(front?.activationOutput).toBe(back?.activationInput);
    for (const stage of [front, back]) {
      if (stage === undefined) throw new Error('a stage is missing');
      const session = await InferenceSession.create(stage.bytes, {
        extra: externalDataOptions(stage.directory),
        logSeverityLevel: 3,
      });
      await session.release();
    }
  });
});

it('a proof that runs out of time proves nothing', async () => {
  const { original, rewritten, close } = await open(`${EXPORTS}/llama/onnx/model.onnx`);
  let timeS = 0;
  const nowS = (): number => {
    timeS += 1;
    return timeS;
  };
  const options = {
    original,
    rewritten,
    roundsActivations: false,
    vocabulary: 290,
    maxPositions: 256,
    lengths: [1, 31],
    batches: [1, 8],
    nowS,
  };
  expect(await proveRewrite({ ...options, limitS: 2 })).toMatchObject({ holds: false, finished: false });
  expect(await proveRewrite({ ...options, limitS: 10 })).toMatchObject({ holds: true, finished: true });
  await close();
});

it('a broken rewrite is not proved', async () => {
  const { original, rewritten, close } = await open(`${EXPORTS}/llama/onnx/model.onnx`);
  const forgetful: Provable = {
    prefill: (tokens) => rewritten.prefill(tokens),
    wave: (prompt, rows) =>
      rewritten.wave(
        { ...prompt, cache: prompt.cache.map(() => prompt.cache[0] ?? prompt.cache) as typeof prompt.cache },
        rows,
      ),
  };
  const proof = await proveRewrite({
    original,
    rewritten: forgetful,
    roundsActivations: false,
    vocabulary: 290,
    maxPositions: 256,
  });
  expect(proof.holds).toBe(false);
  await close();
});

/** A decoder whose every logit of a step is off by so much, which may depend on the number of rows. */
function shifted(decoder: Provable, by: (rows: number) => number): Provable {
  return {
    prefill: (tokens) => decoder.prefill(tokens),
    wave: async (prompt, rows) => {
      const wave = await decoder.wave(prompt, rows);
      return {
        step: async (tokens) => {
          const { logits, vocabulary } = await wave.step(tokens);
          return { logits: logits.map((value) => value + by(rows)), vocabulary };
        },
        keep: (staying) => wave.keep(staying),
        stepCacheByte: 0,
      };
    },
  };
}

it('a rewrite off by more than the exported graph is from itself is not proved', async () => {
  const { original, close } = await open(`${EXPORTS}/llama/onnx/model.onnx`);
  const off = (by: number): Provable => shifted(original, () => by);
  const options = {
    original,
    roundsActivations: false,
    vocabulary: 290,
    maxPositions: 256,
    lengths: [31],
    batches: [1, 8],
  };
  const exact = await proveRewrite({ ...options, rewritten: off(0) });
  expect(exact).toMatchObject({ holds: true, largestDifference: 0 });
  expect(await proveRewrite({ ...options, rewritten: off(3 * exact.allowed) })).toMatchObject({ holds: false });
  expect(await proveRewrite({ ...options, rewritten: off(Number.NaN) })).toMatchObject({ holds: false });
  await close();
});

it('a rewrite whose rows depend on their number is not proved', async () => {
  const { original, close } = await open(`${EXPORTS}/llama/onnx/model_q4.onnx`);
  const leaning = shifted(original, (rows) => 1e-3 * rows);
  const options = {
    original,
    roundsActivations: true,
    vocabulary: 290,
    maxPositions: 256,
    lengths: [31],
    batches: [1, 8],
  };
  const proof = await proveRewrite({ ...options, rewritten: leaning });
  expect(proof.largestDifference).toBeLessThanOrEqual(proof.allowed);
  expect(proof.holds).toBe(false);
  await close();
});
