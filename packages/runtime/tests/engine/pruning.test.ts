import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lowestWindowMean } from '../../src/cascade/judge-sample.js';
import type { Sample } from '../../src/engine/wave.js';
import { LIVELY, ONE, OTHER, promptOf, requestOf, type TestEngine, tinyEngine } from '../support/tiny-llama.js';

let tiny: TestEngine;
beforeAll(async () => {
  tiny = await tinyEngine();
});
afterAll(() => tiny.engine.close());

const ALL = [0, 1, 2, 3, 4, 5, 6, 7];
const WINDOW = 4;

async function draw(changes: Parameters<typeof requestOf>[0]): Promise<readonly Sample[]> {
  return (await tiny.engine.sampleWave(requestOf({ sampleIndices: ALL, ...changes }))).samples;
}

/** First length at which the last full window is under the bar. */
function endsAt({ logProbabilities }: Sample, bar: number): number | undefined {
  for (let length = WINDOW; length < logProbabilities.length; length += 1) {
    const mean = logProbabilities.slice(length - WINDOW, length).reduce((sum, value) => sum + value, 0) / WINDOW;
    if (mean < bar) return length;
  }
  return undefined;
}

describe('pruning in flight', () => {
  it('ends shaky traces where their window falls under the bar, and leaves the others bit for bit as they were', async () => {
    for (const runSeed of [7, 8, 9]) {
      const free = await draw({ runSeed });
      const lowest = free.map(({ logProbabilities }) => lowestWindowMean(logProbabilities, WINDOW) ?? 0);
      const bar = [...lowest].sort((left, right) => left - right)[3] ?? 0;
      const pruned = await draw({ runSeed, pruneBelow: { window: WINDOW, bar } });
      const ends = free.map((sample) => endsAt(sample, bar));
      expect(ends.filter((end) => end !== undefined).length).toBeGreaterThanOrEqual(1);
      expect(ends.filter((end) => end === undefined).length).toBeGreaterThanOrEqual(1);
      pruned.forEach((sample, index) => {
        const whole = free[index];
        const end = ends[index];
        expect(sample.tokenIds).toEqual(whole?.tokenIds.slice(0, end));
        if (end === undefined) expect(sample).toEqual(whole);
        else expect(sample.finishReason).toBe('pruned');
        // Neither do the rows that end change before they end.
        expect(sample.logProbabilities).toEqual(whole?.logProbabilities.slice(0, end));
      });
    }
  });

  it('costs fewer tokens fed through the device, and nothing when no trace is shaky', async () => {
    const bar = -1e9;
    expect(await draw({ pruneBelow: { window: WINDOW, bar } })).toEqual(await draw({}));
    const request = requestOf({ sampleIndices: ALL });
    const fed = async (changes: object) =>
      (await tiny.engine.sampleWave({ ...request, ...changes })).activity
        .filter(({ phase }) => phase === 'decode')
        .reduce((sum, { tokens }) => sum + tokens, 0);
    expect(await fed({ pruneBelow: { window: 1, bar: 0 } })).toBeLessThan(await fed({}));
  });

  it.each([
    ['a window of none', { window: 0, bar: -1 }],
    ['a bar above certainty', { window: 4, bar: 0.5 }],
    ['a bar that is no number', { window: 4, bar: Number.NaN }],
  ])('refuses %s', async (_, pruneBelow) => {
    await expect(draw({ pruneBelow })).rejects.toMatchObject({ kind: 'input-invalid' });
  });
});

describe('forced tokens', () => {
  it('get the log-probabilities they had when they were drawn', async () => {
    const drawn = await draw({});
    for (const decode of [ONE, OTHER]) {
      const forced = drawn.map(({ tokenIds }) => tokenIds);
      const scored = await draw({ forced, runSeed: 99, sampling: { ...LIVELY, maxNewTokens: 1 }, decode });
      scored.forEach((sample, index) => {
        expect(sample.tokenIds).toEqual(forced[index]);
        sample.logProbabilities.forEach((value, position) => {
          expect(value).toBeCloseTo(drawn[index]?.logProbabilities[position] ?? Number.NaN, 5);
        });
      });
    }
  });

  it('are less likely after another prompt than the greedy continuation of that prompt', async () => {
    const [first, second] = [promptOf(0), promptOf(1)];
    const request = { promptTokenIds: second.promptTokenIds, questionId: 'other', sampleIndices: [0, 1] };
    const [own, foreign] = await draw({ ...request, forced: [second.greedyTokenIds, first.greedyTokenIds] });
    const sum = (sample: Sample | undefined) =>
      sample?.logProbabilities.reduce((total, value) => total + value, 0) ?? 0;
    expect(sum(own)).toBeGreaterThan(sum(foreign));
  });

  it.each([
    ['fewer than samples', [[1]]],
    ['an empty one', [[1], []]],
    ['a token outside the vocabulary', [[1], [300]]],
    ['more than the model has positions for', [[1], new Array<number>(255).fill(5)]],
  ])('refuses %s', async (_, forced) => {
    await expect(draw({ sampleIndices: [0, 1], forced })).rejects.toMatchObject({ kind: 'input-invalid' });
  });
});
