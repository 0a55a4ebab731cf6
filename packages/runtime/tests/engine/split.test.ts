import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Piece, SplitPlan } from '../../src/engine/split-plan.js';
import { isRunning, until } from '../support/processes.js';
import {
  GREEDY,
  LIVELY,
  ONE,
  OTHER,
  REFERENCE,
  requestOf,
  type TestEngine,
  tinyEngine,
} from '../support/tiny-llama.js';

const ALL = [0, 1, 2, 3, 4, 5, 6, 7];

let tiny: TestEngine;
beforeAll(async () => {
  // Pieces run as exported, so the whole model is to do the same.
  const supervisor = { deathsBeforeQuarantine: 1000, deathsBeforePoison: 1000, backoffS: 0.001 };
  tiny = await tinyEngine({ sharePrompt: false, supervisor });
});
afterAll(() => tiny.engine.close());

const places = [ONE, OTHER] as const;
const piece = (layer: number, prefill: number, decode: number): Piece => ({
  firstLayer: layer,
  endLayer: layer + 1,
  prefill: places[prefill] ?? ONE,
  decode: places[decode] ?? ONE,
});
const HALVES: SplitPlan = { pieces: [piece(0, 0, 0), piece(1, 1, 1)], microBatches: 2 };

it.each(REFERENCE.prompts)('cut over two processes, gives the greedy tokens of "$text"', async (prompt) => {
  const { text, promptTokenIds, greedyTokenIds, greedyText } = prompt;
  const request = requestOf({ questionId: text, promptTokenIds, sampling: GREEDY, split: HALVES });
  const { samples } = await tiny.engine.sampleWave(request);
  expect(samples[0]).toMatchObject({ tokenIds: greedyTokenIds, text: greedyText, finishReason: 'length' });
});

it('draws the same samples in pieces as in one, wherever they are and however the wave is cut', async () => {
  const side = fc.constantFrom(0, 1);
  await fc.assert(
    fc.asyncProperty(
      fc.nat(),
      fc.string(),
      fc.shuffledSubarray(ALL, { minLength: 1 }),
      fc.tuple(side, side, side, side),
      fc.integer({ min: 1, max: 9 }),
      fc.boolean(),
      async (runSeed, questionId, sampleIndices, [a, b, c, d], microBatches, keepPrompt) => {
        const split = { pieces: [piece(0, a, b), piece(1, c, d)], microBatches };
        const wave = { runSeed, questionId, sampleIndices, keepPrompt };
        const whole = await tiny.engine.sampleWave(requestOf(wave));
        for (let repetition = 0; repetition < 2; repetition += 1) {
          const part = await tiny.engine.sampleWave(requestOf({ ...wave, split }));
          part.samples.forEach((sample, index) => {
            const { logProbabilities, ...same } = whole.samples[index] ?? { logProbabilities: [] };
            expect(sample).toMatchObject(same);
            sample.logProbabilities.forEach((value, position) => {
              expect(value).toBeCloseTo(logProbabilities[position] ?? Number.NaN, 5);
            });
          });
        }
        await tiny.engine.endQuestion(questionId);
      },
    ),
    { numRuns: 15 },
  );
});

describe('what the pieces did', () => {
  it('is told by piece and phase, the prompt read once', async () => {
    const sampling = { ...GREEDY, maxNewTokens: 5 };
    const request = requestOf({ questionId: 'stages', sampleIndices: [0, 1, 2], sampling, split: HALVES });
    const first = await tiny.engine.sampleWave(request);
    expect(first.stages).toMatchObject([
      {
        piece: 0,
        firstLayer: 0,
        endLayer: 1,
        phase: 'prefill',
        ...ONE,
        passes: 1,
        tokens: request.promptTokenIds.length,
      },
      {
        piece: 1,
        firstLayer: 1,
        endLayer: 2,
        phase: 'prefill',
        ...OTHER,
        passes: 1,
        tokens: request.promptTokenIds.length,
      },
      // Two micro-batches, four steps each.
      { piece: 0, phase: 'decode', ...ONE, passes: 8, tokens: 12 },
      { piece: 1, phase: 'decode', ...OTHER, passes: 8, tokens: 12 },
    ]);
    const whole = await tiny.engine.sampleWave(requestOf({ questionId: 'whole', sampleIndices: [0, 1, 2], sampling }));
    expect(whole.stages).toMatchObject([
      { piece: 0, firstLayer: 0, endLayer: 2, phase: 'prefill', ...ONE, passes: 1 },
      { piece: 0, firstLayer: 0, endLayer: 2, phase: 'decode', ...ONE, passes: 4, tokens: 12 },
    ]);
    const second = await tiny.engine.sampleWave(request);
    expect(second.stages?.map(({ phase }) => phase)).toEqual(['decode', 'decode']);
    const tokens = second.activity.map(({ deviceId, tokens: fed }) => [deviceId, fed]);
    expect(tokens).toEqual([
      ['cpu', 12],
      ['cpu-other', 12],
    ]);
  });

  it('moves each piece’s cache once when it decodes elsewhere', async () => {
    const split: SplitPlan = { pieces: [piece(0, 0, 1), piece(1, 0, 1)], microBatches: 1 };
    const request = requestOf({ questionId: 'moved', split });
    const devices = async (): Promise<string[]> =>
      ((await tiny.engine.sampleWave(request)).stages ?? []).map((stage) => `${stage.deviceId} ${stage.phase}`);
    expect(await devices()).toEqual(['cpu prefill', 'cpu prefill', 'cpu-other decode', 'cpu-other decode']);
    expect(await devices()).toEqual(['cpu-other decode', 'cpu-other decode']);
  });
});

it.each(['cpu/one', 'cpu-other/one'])(
  'replays a wave when the process of %s is killed in mid-question',
  async (name) => {
    for (let attempt = 0; ; attempt += 1) {
      const sampling = { ...LIVELY, maxNewTokens: 200 };
      const wave = requestOf({ questionId: `killed ${name} ${attempt}`, sampleIndices: ALL, sampling, split: HALVES });
      const expected = await tiny.engine.sampleWave(wave);
      const key = [...tiny.engine.processIds().keys()].find((id) => id.startsWith(`${name} layers`)) ?? '';
      const processId = tiny.engine.processIds().get(key) ?? 0;
      let hit = false;
      const told = new Map<number, number[]>();
      const result = await tiny.engine.sampleWave(wave, {
        onToken: ({ sampleIndex, tokenId }) => {
          told.set(sampleIndex, [...(told.get(sampleIndex) ?? []), tokenId]);
          if (!hit) process.kill(processId, 'SIGKILL');
          hit = true;
        },
      });
      expect(result.samples).toEqual(expected.samples);
      for (const { sampleIndex, tokenIds } of result.samples) expect(told.get(sampleIndex)).toEqual(tokenIds);
      if (result.restarts === 0) continue; // the wave was over first
      expect(result.restarts).toBe(1);
      await until(() => !isRunning(processId));
      return;
    }
  },
);

it('keeps only the processes that a plan uses, and starts the others again when they are needed', async () => {
  const { engine } = await tinyEngine();
  try {
    const whole = requestOf({ sampling: GREEDY });
    const cut = requestOf({ sampling: GREEDY, split: HALVES });
    const { samples } = await engine.sampleWave(whole);
    await engine.sampleWave(cut);
    const [processId] = [...engine.processIds()].flatMap(([name, id]) => (name === 'cpu/one' ? [id] : []));
    await engine.keepOnly([cut]);
    expect([...engine.processIds().keys()].every((name) => name.includes(' layers '))).toBe(true);
    expect(engine.processIds().size).toBe(2);
    expect(isRunning(processId ?? 0)).toBe(false);
    expect((await engine.sampleWave(whole)).samples).toEqual(samples);
    await engine.keepOnly([]);
    expect(engine.processIds().size).toBe(0);
  } finally {
    await engine.close();
  }
});

it('ends early when told, and keeps what was drawn', async () => {
  const wave = requestOf({
    questionId: 'ended',
    sampleIndices: ALL,
    sampling: { ...LIVELY, maxNewTokens: 200 },
    split: HALVES,
  });
  const whole = await tiny.engine.sampleWave(wave);
  const controller = new AbortController();
  const part = await tiny.engine.sampleWave(wave, { signal: controller.signal, onToken: () => controller.abort() });
  expect(part.samples.some(({ finishReason }) => finishReason === 'cancelled')).toBe(true);
  part.samples.forEach(({ tokenIds }, index) => {
    expect(whole.samples[index]?.tokenIds.slice(0, tokenIds.length)).toEqual(tokenIds);
  });
});

it.each([
  ['a missing layer', [piece(0, 0, 0)]],
  ['a gap', [piece(1, 0, 0)]],
  ['an empty piece', [{ ...piece(0, 0, 0), endLayer: 0 }, piece(1, 0, 0)]],
  ['a layer too many', [piece(0, 0, 0), piece(1, 0, 0), piece(2, 0, 0)]],
])('refuses a plan with %s', async (_, pieces) => {
  const split = { pieces, microBatches: 1 };
  await expect(tiny.engine.sampleWave(requestOf({ split }))).rejects.toMatchObject({ kind: 'input-invalid' });
});
