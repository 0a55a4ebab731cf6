import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LIVELY, ONE, OTHER, requestOf, type TestEngine, TWO, tinyBundle, tinyEngine } from '../support/tiny-llama.js';

let tiny: TestEngine;
beforeAll(async () => {
  tiny = await tinyEngine();
});
afterAll(() => tiny.engine.close());

const ALL = [0, 1, 2, 3, 4, 5, 6, 7];

it('draws the same sample alone, in any batch and order, with any threads, on one device or two', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(),
      fc.string(),
      fc.shuffledSubarray(ALL, { minLength: 1 }),
      fc.constantFrom(
        ...([
          [ONE, TWO],
          [OTHER, ONE],
          [ONE, OTHER],
          [TWO, TWO],
        ] as const),
      ),
      fc.constantFrom(LIVELY, { ...LIVELY, temperature: 0.6, minP: 0.02, repetitionPenalty: 1.2 }),
      async (runSeed, questionId, indices, [prefill, decode], sampling) => {
        const whole = await tiny.engine.sampleWave(requestOf({ runSeed, questionId, sampleIndices: ALL, sampling }));
        const part = await tiny.engine.sampleWave(
          requestOf({ runSeed, questionId, sampleIndices: indices, sampling, prefill, decode, keepPrompt: false }),
        );
        await tiny.engine.endQuestion(questionId);
        expect(part.samples.map(({ sampleIndex }) => sampleIndex)).toEqual(indices);
        for (const { deviceId: _, ...sample } of part.samples) {
          const { deviceId: __, logProbabilities, ...same } = whole.samples[sample.sampleIndex] ?? {};
          expect(sample).toMatchObject(same);
          sample.logProbabilities.forEach((value, position) => {
            expect(value).toBeCloseTo(logProbabilities?.[position] ?? Number.NaN, 5);
          });
        }
      },
    ),
    { numRuns: 25 },
  );
});

it('draws different samples for different indices, questions and runs', async () => {
  const texts = new Set<string>();
  for (const changes of [{}, { runSeed: 8 }, { questionId: 'other' }]) {
    const { samples } = await tiny.engine.sampleWave(requestOf({ sampleIndices: [0, 1], ...changes }));
    for (const { tokenIds } of samples) texts.add(tokenIds.join());
  }
  expect(texts.size).toBe(6);
});

it('stops before a stop string, and streams exactly the text', async () => {
  const free = (await tiny.engine.sampleWave(requestOf({ sampleIndices: ALL }))).samples;
  for (const { sampleIndex, text, tokenIds } of free) {
    const stop = text.slice(5, 8);
    const streamed: string[] = [];
    const { samples } = await tiny.engine.sampleWave(
      requestOf({ sampleIndices: [sampleIndex], sampling: { ...LIVELY, stop: [stop] } }),
      { onToken: (event) => streamed.push(event.text) },
    );
    expect(samples[0]?.text).toBe(text.slice(0, text.indexOf(stop)));
    expect(samples[0]?.finishReason).toBe('stop');
    expect(tokenIds.slice(0, samples[0]?.tokenIds.length)).toEqual(samples[0]?.tokenIds);
    expect(streamed.join('')).toBe(samples[0]?.text);
  }
});

it('ends at a stop token, which has no text, and at the last position', async () => {
  const bundle = await tinyBundle();
  const free = (await tiny.engine.sampleWave(requestOf())).samples[0];
  const stopId = free?.tokenIds[6] ?? -1;
  const stopping = await tinyEngine({ bundle: { ...bundle, stopTokenIds: [stopId], maxPositions: 40 } });
  try {
    const { samples } = await stopping.engine.sampleWave(
      requestOf({ sampleIndices: ALL, sampling: { ...LIVELY, maxNewTokens: 100 } }),
    );
    const end = (free?.tokenIds.indexOf(stopId) ?? 0) + 1;
    expect(samples[0]?.tokenIds).toEqual(free?.tokenIds.slice(0, end));
    expect(samples[0]?.finishReason).toBe('stop');
    expect(samples[0]?.text).toBe(bundle.tokenizer.decode(free?.tokenIds.slice(0, end - 1) ?? []));
    for (const { finishReason, tokenIds } of samples) {
      if (finishReason === 'stop') expect(tokenIds.at(-1)).toBe(stopId);
      else expect(tokenIds).toHaveLength(40 - requestOf().promptTokenIds.length);
    }
  } finally {
    await stopping.engine.close();
  }
});

it.each([
  ['an empty prompt', { promptTokenIds: [] }],
  ['a token outside the vocabulary', { promptTokenIds: [300] }],
  ['a prompt longer than the model', { promptTokenIds: new Array<number>(256).fill(5) }],
  ['a sample asked for twice', { sampleIndices: [1, 1] }],
  ['a negative index', { sampleIndices: [-1] }],
  ['an impossible temperature', { sampling: { ...LIVELY, temperature: -1 } }],
  ['NaN in sampling', { sampling: { ...LIVELY, topP: Number.NaN } }],
])('refuses %s', async (_, changes) => {
  await expect(tiny.engine.sampleWave(requestOf(changes))).rejects.toMatchObject({ kind: 'input-invalid' });
});

it('refuses a device it was not given', async () => {
  const decode = { deviceId: 'npu', pointName: 'one' };
  await expect(tiny.engine.sampleWave(requestOf({ decode }))).rejects.toMatchObject({ kind: 'device-unavailable' });
});
