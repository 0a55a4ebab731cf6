import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine, Placement, WaveRequest } from '../../src/engine/wave.js';
import { verifyPlan } from '../../src/evaluation/verify-plan.js';
import { ONE, OTHER, REFERENCE, type TestEngine, tinyEngine } from '../support/tiny-llama.js';

const GPU: Placement = { deviceId: 'gpu', pointName: 'default' };
const BASE = 1000;

/**
 * An engine whose greedy token at a place is a function of the tokens before it; the device `gpu` prefers another where it is told
 * to. Log-probabilities: −1 for the token preferred, −1.5 for the runner-up on the CPU, −1.25 on the GPU.
 */
function twoMinds(differsAt: (tokens: readonly number[], row: number) => boolean, endsAt = 20): Engine {
  const preferred = (tokens: readonly number[]): number => BASE + ((tokens.length * 7 + (tokens.at(-1) ?? 0)) % 13);
  const sampleWave: Engine['sampleWave'] = async (request: WaveRequest) => {
    const onGpu = request.decode.deviceId === 'gpu';
    const samples = request.sampleIndices.map((sampleIndex, row) => {
      const tokenIds: number[] = [];
      const logProbabilities: number[] = [];
      const forced = request.forced?.[row];
      const length = forced?.length ?? Math.min(request.sampling.maxNewTokens, endsAt);
      while (tokenIds.length < length) {
        const own = preferred(tokenIds) + (onGpu && differsAt(tokenIds, row) ? 1 : 0);
        const tokenId = forced?.[tokenIds.length] ?? own;
        logProbabilities.push(tokenId === own ? -1 : onGpu ? -1.25 : -1.5);
        tokenIds.push(tokenId);
      }
      const { questionId, decode } = request;
      const rest = { seed: 0, text: '', finishReason: 'length' as const, deviceId: decode.deviceId };
      return { questionId, sampleIndex, tokenIds, logProbabilities, ...rest };
    });
    return { samples, activity: [], wallS: 0, restarts: 0 };
  };
  return {
    sampleWave,
    endQuestion: async () => {},
    keepOnly: async () => {},
    processIds: () => new Map(),
    kvStrategies: () => new Map(),
    close: async () => {},
  };
}

const questions = ['a', 'b'].map((id) => ({ id, promptTokenIds: [1, 2, 3] }));
const plan = { prefill: GPU, decode: GPU, waveSize: 3 };

describe('with devices of two minds', () => {
  it('finds the first question, sample and token that differ, and by how much either side prefers its own', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 19 }), fc.integer({ min: 0, max: 2 }), async (position, row) => {
        const engine = twoMinds((tokens, at) => tokens.length === position && at >= row);
        const options = { engine, plan, reference: ONE, questions, maxNewTokens: 20 };
        const { firstDifference, samples } = await verifyPlan(options);
        expect(samples).toBe(6);
        expect(firstDifference).toMatchObject({ questionId: 'a', sampleIndex: row, position });
        const { referenceTokenId, planTokenId, referenceGap, planGap } = firstDifference ?? {};
        expect(planTokenId).toBe((referenceTokenId ?? 0) + 1);
        // Asked with one row, a plan whose row 0 agrees finds the reference's token as likely as the reference does.
        expect(referenceGap).toBe(0.5);
        expect(planGap).toBe(row === 0 ? 0.25 : 0);
      }),
    ));

  it('compares everything there is when they agree', async () => {
    const engine = twoMinds(() => false, 12);
    const options = { engine, plan, reference: ONE, questions, maxNewTokens: 20 };
    expect(await verifyPlan(options)).toEqual({
      reference: ONE,
      equalTokens: 2 * 3 * 12,
      samples: 6,
      largestLogProbabilityDifference: 0,
      firstDifference: null,
    });
  });
});

describe('with device processes', () => {
  let tiny: TestEngine;
  beforeAll(async () => {
    tiny = await tinyEngine();
  });
  afterAll(() => tiny.engine.close());

  it('a plan in pieces decodes what one device does', async () => {
    const split = {
      microBatches: 2,
      pieces: [
        { firstLayer: 0, endLayer: 1, prefill: ONE, decode: ONE },
        { firstLayer: 1, endLayer: 2, prefill: OTHER, decode: OTHER },
      ],
    };
    const asked = REFERENCE.prompts.map(({ text, promptTokenIds }) => ({ id: text, promptTokenIds }));
    const { firstDifference, equalTokens, samples } = await verifyPlan({
      engine: tiny.engine,
      plan: { prefill: ONE, decode: OTHER, split, waveSize: 4 },
      reference: ONE,
      questions: asked,
      maxNewTokens: 12,
    });
    expect(firstDifference).toBeNull();
    expect(samples).toBe(4 * asked.length);
    expect(equalTokens).toBeGreaterThan(samples);
  });
});
