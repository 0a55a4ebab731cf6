import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { InferenceSession } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import type { Decoder } from '../../src/engine/decoder.js';
import { DecoderSession } from '../../src/engine/decoder-session.js';
import { SharedPromptSession } from '../../src/engine/shared-prompt-session.js';
import { externalDataOptions, findDecoder, readOnnxModel, splitStages } from '../../src/graph/index.js';
import { proveRewrite } from '../../src/graph/prove-rewrite.js';
import { sharePrompt } from '../../src/graph/shared-prompt.js';

const EXPORTS = fileURLToPath(new URL('../fixtures/exports', import.meta.url));

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
  const options: InferenceSession.SessionOptions = { intraOpNumThreads: 1, logSeverityLevel: 3 };
  const original = await InferenceSession.create(path, options);
  const rewritten = await InferenceSession.create(model.bytes, {
    ...options,
    extra: externalDataOptions(model.directory),
  });
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
  const wave = decoder.wave(state, rows);
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
    const { original, rewritten, model, close } = await open(path);
    const rounded = model.quantised || model.cacheType === 'float16';
    const proof = await proveRewrite({ original, rewritten, vocabulary: 290, maxPositions: 256, rounded });
    expect(proof.lengths).toEqual([1, 31, 32, 64, 127]);
    // Whole-batch activation scales turn rounding into steps; such files may fail the proof and then run as exported.
    if (file !== 'model_quantized.onnx') expect(proof).toMatchObject({ holds: true });
    await close();
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

it('a broken rewrite is not proved', async () => {
  const { original, rewritten, close } = await open(`${EXPORTS}/llama/onnx/model.onnx`);
  const forgetful: Decoder = {
    positionByte: rewritten.positionByte,
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
    vocabulary: 290,
    maxPositions: 256,
    rounded: false,
  });
  expect(proof.holds).toBe(false);
  await close();
});
