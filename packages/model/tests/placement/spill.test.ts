import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BackingStore, evaluatePlacement, evaluateWithSpill, type PlacementProblem } from '../../src/index.js';
import { problemAndPlan } from './arbitrary.js';
import { device, plan, point, problem, stage } from './fixtures.js';

const storesOf = (of: PlacementProblem, store: BackingStore) => of.pools.map(() => store);

describe('evaluateWithSpill', () => {
  const store: BackingStore = { byteRate: 2, joulePerByte: 0.25 };
  // Two stages of 10 B on one device with room for 16 B of weights beside 1 B of runtime and 3 B of KV.
  const tight = problem({
    stages: [
      stage({ weightByte: 10, prefillByte: 10, decodeBytePerPass: 10, promptKvByte: 1 }),
      stage({ weightByte: 10, prefillByte: 10, decodeBytePerPass: 10, rowKvByte: 1 }),
    ],
    devices: [device({ runtimeByte: 1, points: [point({ activePowerW: 3 })] })],
    pools: [{ name: 'memory', usableByte: 20, byteRate: 1e12 }],
    request: { neededSamples: [0, 1], decodeSteps: [4, 4], rowsPerStep: [1, 2] },
  });
  const chosen = plan(tight, { waveSize: 2 });

  it('keeps what it can pinned and streams the rest each pass', () => {
    const { evaluation, missShare, streamedByte } = evaluateWithSpill(tight, chosen, 'pinned', [store]);
    // 16 B of 20 B stay: every pass of a stage brings 2 B, in 1 s.
    expect(missShare).toEqual([1 - 16 / 20]);
    expect(streamedByte).toBeCloseTo(4 + 4 * 4, 12);
    expect(evaluation.seconds.prefill).toBeCloseTo(20 + 2, 12);
    expect(evaluation.seconds.decode).toBeCloseTo(4 * (20 + 2), 12);
    expect(evaluation.breakdown.links).toBeCloseTo(20 * 0.25, 12);
    expect(evaluation.breakdown.active).toBeCloseTo(3 * 5 * 22, 12);
    expect(evaluation.violation).toBe(0);
    expect(evaluation.memoryPressure).toEqual([24 / 20]);
    expect(evaluatePlacement(tight, chosen).violation).toBeCloseTo(0.2, 12);
  });

  it('streams everything under LRU', () => {
    const { evaluation, missShare, streamedByte } = evaluateWithSpill(tight, chosen, 'lru', [store]);
    expect(missShare).toEqual([1]);
    expect(streamedByte).toBe(5 * 20);
    expect(evaluation.latencyS).toBeCloseTo(5 * (20 + 10), 12);
  });

  it('streams no more than a pass reads', () => {
    const sparse = { ...tight, stages: tight.stages.map((one) => ({ ...one, decodeBytePerPass: 4, prefillByte: 5 })) };
    const { streamedByte } = evaluateWithSpill(sparse, chosen, 'lru', [store]);
    expect(streamedByte).toBe(2 * 5 + 4 * 8);
  });

  it('still refuses what cannot stream: runtime and KV', () => {
    const small = { ...tight, pools: [{ name: 'memory', usableByte: 2, byteRate: 1e12 }] };
    const { evaluation, missShare } = evaluateWithSpill(small, chosen, 'pinned', [store]);
    expect(missShare).toEqual([1]);
    expect(evaluation.violation).toBeCloseTo(4 / 2 - 1, 12);
  });

  it('changes nothing where everything fits, and else costs more, LRU most', () => {
    fc.assert(
      fc.property(problemAndPlan(), ({ problem: of, plan: anyPlan }) => {
        const stores = storesOf(of, { byteRate: 1e9, joulePerByte: 1e-9 });
        const plain = evaluatePlacement(of, anyPlan);
        const pinned = evaluateWithSpill(of, anyPlan, 'pinned', stores);
        const lru = evaluateWithSpill(of, anyPlan, 'lru', stores);
        const fits = plain.memoryPressure.every((pressure) => pressure <= 1);
        if (fits) {
          expect(pinned.evaluation).toEqual(plain);
          expect(lru.evaluation).toEqual(plain);
        }
        expect(pinned.evaluation.latencyS).toBeGreaterThanOrEqual(plain.latencyS);
        expect(lru.evaluation.latencyS).toBeGreaterThanOrEqual(pinned.evaluation.latencyS * (1 - 1e-12));
        expect(lru.streamedByte).toBeGreaterThanOrEqual(pinned.streamedByte * (1 - 1e-12));
        expect(pinned.evaluation.breakdown.links).toBeGreaterThanOrEqual(plain.breakdown.links);
        const faster = evaluateWithSpill(of, anyPlan, 'pinned', storesOf(of, { byteRate: 2e9, joulePerByte: 1e-9 }));
        expect(faster.evaluation.latencyS).toBeLessThanOrEqual(pinned.evaluation.latencyS * (1 + 1e-12));
      }),
    );
  });

  it('charges each device with the store of its own pool', () => {
    const two = problem({
      stages: [stage({ weightByte: 8, prefillByte: 8, decodeBytePerPass: 8 })],
      devices: [device(), device({ pool: 1 })],
      pools: [
        { name: 'a', usableByte: 4, byteRate: 1e12 },
        { name: 'b', usableByte: 2, byteRate: 1e12 },
      ],
    });
    const apart = plan(two, { prefillDevice: [0], decodeDevice: [1] });
    const stores = [
      { byteRate: 4, joulePerByte: 1 },
      { byteRate: 6, joulePerByte: 10 },
    ];
    const { evaluation, missShare, streamedByte } = evaluateWithSpill(two, apart, 'pinned', stores);
    expect(missShare).toEqual([0.5, 0.75]);
    expect(streamedByte).toBe(4 + 6);
    expect(evaluation.seconds.prefill).toBe(8 + 1);
    expect(evaluation.seconds.decode).toBe(8 + 1);
    expect(evaluation.breakdown.links).toBe(4 + 60);
  });

  it('refuses stores and policies that cannot be', () => {
    expect(() => evaluateWithSpill(tight, chosen, 'pinned', [])).toThrow(
      /backing is an array of 0 but must be an array of 1/,
    );
    expect(() => evaluateWithSpill(tight, chosen, 'pinned', [{ ...store, byteRate: 0 }])).toThrow(
      /backing\[0\]\.byteRate is 0/,
    );
    const costly = [{ ...store, joulePerByte: -1 }];
    expect(() => evaluateWithSpill(tight, chosen, 'pinned', costly)).toThrow(/backing\[0\]\.joulePerByte is -1/);
    expect(() => evaluateWithSpill(tight, chosen, 'random' as 'lru', [store])).toThrow(/policy is "random"/);
    expect(() => evaluateWithSpill(tight, { ...chosen, waveSize: 3 }, 'lru', [store])).toThrow(/plan\.waveSize is 3/);
  });
});
