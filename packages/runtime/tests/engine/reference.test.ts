import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  GREEDY,
  ONE,
  OTHER,
  promptOf,
  REFERENCE,
  requestOf,
  type TestEngine,
  TWO,
  tinyBundle,
  tinyEngine,
} from '../support/tiny-llama.js';

let tiny: TestEngine;
beforeAll(async () => {
  tiny = await tinyEngine();
});
afterAll(() => tiny.engine.close());

describe('through the binding', () => {
  it('gives the same greedy tokens', async () => {
    const portable = await tinyEngine({ driver: 'node-binding' });
    try {
      for (const { text, promptTokenIds, greedyTokenIds } of REFERENCE.prompts) {
        const request = requestOf({ questionId: text, promptTokenIds, sampling: GREEDY });
        expect((await portable.engine.sampleWave(request)).samples[0]).toMatchObject({ tokenIds: greedyTokenIds });
      }
    } finally {
      await portable.engine.close();
    }
  });
});

describe('keys and values', () => {
  it('are shared where that is proved, and kept per row where the caller asks for the exported graph', async () => {
    const { promptTokenIds, greedyTokenIds } = promptOf(0);
    const request = requestOf({ promptTokenIds, sampleIndices: [0, 1, 2, 3], sampling: GREEDY });
    for (const [sharePrompt, name] of [
      [true, 'shared-prompt'],
      [false, 'plain'],
    ] as const) {
      const { engine } = await tinyEngine({ sharePrompt });
      try {
        expect(engine.kvStrategies().size).toBe(0);
        const { samples } = await engine.sampleWave(request);
        for (const sample of samples) expect(sample.tokenIds).toEqual(greedyTokenIds);
        const [strategy] = engine.kvStrategies().values();
        expect(strategy).toMatchObject({ name });
        expect(strategy?.why).toMatch(sharePrompt ? /proved against the exported graph/ : /asked for/);
      } finally {
        await engine.close();
      }
    }
  });
});

describe('against transformers', () => {
  it.each(REFERENCE.prompts)(
    'greedy tokens and text of "$text"',
    async ({ text, promptTokenIds, greedyTokenIds, greedyText }) => {
      for (const [prefill, decode] of [
        [ONE, ONE],
        [TWO, TWO],
        [ONE, OTHER],
      ] as const) {
        const { samples } = await tiny.engine.sampleWave(
          requestOf({ questionId: text, promptTokenIds, sampling: GREEDY, prefill, decode }),
        );
        expect(samples[0]).toMatchObject({ tokenIds: greedyTokenIds, text: greedyText, finishReason: 'length' });
      }
    },
  );

  it.each(REFERENCE.prompts)('prompt ids of "$text"', async ({ text, promptTokenIds }) => {
    const { tokenizer } = await tinyBundle();
    expect(tokenizer.encodePrompt(text)).toEqual(promptTokenIds);
  });

  it.each(REFERENCE.prompts)('log-probabilities after "$text"', async ({ text, promptTokenIds, firstLogits }) => {
    const sampleIndices = Array.from({ length: 16 }, (_, index) => index);
    const sampling = { ...GREEDY, temperature: 1.5, maxNewTokens: 1 };
    const { samples } = await tiny.engine.sampleWave(
      requestOf({ questionId: text, promptTokenIds, sampleIndices, sampling }),
    );
    const highest = Math.max(...firstLogits);
    const normaliser = highest + Math.log(firstLogits.reduce((sum, logit) => sum + Math.exp(logit - highest), 0));
    expect(new Set(samples.map((sample) => sample.tokenIds[0])).size).toBeGreaterThan(1);
    for (const { tokenIds, logProbabilities } of samples) {
      const expected = (firstLogits[tokenIds[0] ?? -1] ?? Number.NaN) - normaliser;
      expect(logProbabilities).toHaveLength(1);
      expect(Math.abs((logProbabilities[0] ?? Number.NaN) - expected)).toBeLessThan(1e-3);
    }
  });
});

describe('what a device did', () => {
  it('counts passes, tokens and bytes by phase', async () => {
    const { weightByte } = await tinyBundle();
    const promptTokenIds = requestOf().promptTokenIds;
    const wave = requestOf({ questionId: 'count', sampleIndices: [0, 1, 2], sampling: { ...GREEDY, maxNewTokens: 3 } });
    const { activity } = await tiny.engine.sampleWave(wave);
    // 2 layers × (K and V) × 2 heads × 8 numbers × 4 B
    const positionByte = 256;
    const prompt = promptTokenIds.length;
    expect(activity).toMatchObject([
      { ...ONE, phase: 'prefill', passes: 1, tokens: prompt, trafficByte: weightByte + prompt * positionByte },
      {
        ...ONE,
        phase: 'decode',
        passes: 2,
        tokens: 6,
        // The prompt is read once for all rows; 32 positions of suffix are reserved per row, one is written.
        trafficByte: 2 * (weightByte + (prompt + 3 * (32 + 1)) * positionByte),
      },
    ]);
    for (const part of activity) expect(Math.min(part.busyS, part.cpuS)).toBeGreaterThan(0);
  });

  it('reads a kept prompt once, another one every time', async () => {
    const phases = async (questionId: string, keepPrompt: boolean): Promise<string[]> =>
      (await tiny.engine.sampleWave(requestOf({ questionId, keepPrompt }))).activity.map(({ phase }) => phase);
    expect(await phases('kept', true)).toEqual(['prefill', 'decode']);
    expect(await phases('kept', true)).toEqual(['decode']);
    await tiny.engine.endQuestion('kept');
    expect(await phases('kept', true)).toEqual(['prefill', 'decode']);
    expect(await phases('plain', false)).toEqual(['prefill', 'decode']);
    expect(await phases('plain', false)).toEqual(['prefill', 'decode']);
  });

  it('moves a prompt between devices once', async () => {
    const phases = async (): Promise<string[]> =>
      (await tiny.engine.sampleWave(requestOf({ questionId: 'moved', prefill: OTHER, decode: ONE }))).activity.map(
        ({ deviceId, phase }) => `${deviceId} ${phase}`,
      );
    expect(await phases()).toEqual(['cpu-other prefill', 'cpu decode']);
    expect(await phases()).toEqual(['cpu decode']);
  });
});
