import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { erlangB, evaluatePlacement, evaluateWithPreemption, seededRandom } from '../../src/index.js';
import { problemAndPlan } from './arbitrary.js';
import { device, plan, point, problem, stage } from './fixtures.js';

describe('evaluateWithPreemption', () => {
  // One device: 10 B of weights, 2 B of runtime, 3 B of prompt KV, then blocks of 2 B for rows of 8 B at their longest.
  const tight = problem({
    stages: [
      stage({
        weightByte: 10,
        prefillFlop: 5,
        promptKvByte: 3,
        rowKvByte: 8,
        decodeFlopPerRow: 1,
        prefillCrossingByte: 4,
      }),
    ],
    devices: [device({ runtimeByte: 2, points: [point({ joulePerFlop: 2 })] })],
    pools: [{ name: 'memory', usableByte: 22, byteRate: 1e12 }],
    request: { neededSamples: [0, 0, 0, 1], decodeSteps: [3, 3, 3, 3], rowsPerStep: [1, 2, 3, 4] },
  });
  const chosen = plan(tight, { waveSize: 2 });
  const allocator = { blockByte: 2, meanFill: 0.5 };

  it('turns rows away as Erlang-B says and pays their prefill again', () => {
    const { evaluation, pools, repeatedPrefills } = evaluateWithPreemption(tight, chosen, allocator);
    // ⌊(22 − 15)/2⌋ = 3 blocks; two rows of four blocks, half of them on average: 4 offered.
    const blocking = erlangB(3, 4);
    expect(pools).toEqual([{ freeBlocks: 3, offeredBlocks: 4, blocking }]);
    // Two waves of two rows.
    const repeats = (4 * blocking) / (1 - blocking);
    expect(repeatedPrefills).toBeCloseTo(repeats, 12);
    expect(evaluation.seconds.prefill).toBeCloseTo(5 * (1 + repeats), 12);
    expect(evaluation.seconds.decode).toBe(2 * 3 * 2);
    expect(evaluation.breakdown.switching).toBeCloseTo(2 * (5 * (1 + repeats) + 12), 12);
    expect(evaluation.violation).toBe(0);
    expect(evaluatePlacement(tight, chosen).violation).toBeCloseTo(31 / 22 - 1, 12);
  });

  it('repeats crossings and KV moves with the prefill', () => {
    const link = { latencyS: 1, byteRate: 2, joulePerByte: 1 };
    const two = problem({
      stages: [
        stage({ promptKvByte: 6, prefillCrossingByte: 4 }),
        stage({ prefillByte: 3, rowKvByte: 10, decodeBytePerPass: 1 }),
      ],
      devices: [device(), device({ points: [point({ joulePerByte: 1 })] })],
      pools: [{ name: 'memory', usableByte: 20, byteRate: 1e12 }],
      links: [
        [link, link],
        [link, link],
      ],
      request: { neededSamples: [0, 1], decodeSteps: [1, 1], rowsPerStep: [1, 2] },
    });
    const moved = plan(two, { prefillDevice: [0, 1], decodeDevice: [1, 1], waveSize: 2 });
    const plain = evaluatePlacement(two, moved);
    const { evaluation, repeatedPrefills } = evaluateWithPreemption(two, moved, { blockByte: 1, meanFill: 1 });
    expect(repeatedPrefills).toBeGreaterThan(0);
    const times = 1 + repeatedPrefills;
    // Prefill 1 s, crossing 1 s + 2 s, 3 s; KV move 1 s + 3 s.
    expect(plain.seconds).toEqual({ prefill: 7, kvMove: 4, decode: plain.seconds.decode });
    expect(evaluation.seconds.prefill).toBeCloseTo(7 * times, 9);
    expect(evaluation.seconds.kvMove).toBeCloseTo(4 * times, 9);
    expect(evaluation.seconds.decode).toBe(plain.seconds.decode);
    expect(evaluation.breakdown.links).toBeCloseTo(10 * times, 9);
    expect(evaluation.breakdown.traffic).toBeCloseTo(3 * times + 1, 9);
  });

  it('never ends without a block for its rows', () => {
    const none = { ...tight, pools: [{ name: 'memory', usableByte: 16, byteRate: 1e12 }] };
    const { evaluation, pools, repeatedPrefills } = evaluateWithPreemption(none, chosen, allocator);
    expect(pools[0]).toEqual({ freeBlocks: 0, offeredBlocks: 4, blocking: 1 });
    expect(repeatedPrefills).toBe(Number.POSITIVE_INFINITY);
    expect(evaluation).toEqual(evaluatePlacement(none, chosen));
    const less = { ...tight, pools: [{ name: 'memory', usableByte: 1, byteRate: 1e12 }] };
    expect(evaluateWithPreemption(less, chosen, allocator).pools[0].freeBlocks).toBe(0);
  });

  it('expects as many repeats as rows that try until they get in', () => {
    const { pools, repeatedPrefills } = evaluateWithPreemption(tight, chosen, allocator);
    const random = seededRandom(5, 'tries');
    const rows = 40_000;
    let repeats = 0;
    for (let row = 0; row < rows; row += 1) {
      while (random.uniform() < pools[0].blocking) repeats += 1;
    }
    const { blocking } = pools[0];
    const perRow = repeatedPrefills / 4;
    // Variance of a geometric count is B/(1 − B)²; four standard errors.
    const slack = (4 * Math.sqrt(blocking)) / (1 - blocking) / Math.sqrt(rows);
    expect(Math.abs(repeats / rows - perRow)).toBeLessThan(slack);
  });

  it('changes nothing while memory is plentiful, and never makes a plan cheaper', () => {
    fc.assert(
      fc.property(
        problemAndPlan(),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        ({ problem: of, plan: anyPlan }, meanFill) => {
          const plain = evaluatePlacement(of, anyPlan);
          const roomy = { ...of, pools: of.pools.map((pool) => ({ ...pool, usableByte: 1e15 })) };
          const blocks = { blockByte: 1e6, meanFill };
          expect(evaluateWithPreemption(roomy, anyPlan, blocks).repeatedPrefills).toBe(0);
          expect(evaluateWithPreemption(roomy, anyPlan, blocks).evaluation).toEqual(evaluatePlacement(roomy, anyPlan));
          const { evaluation, repeatedPrefills, pools } = evaluateWithPreemption(of, anyPlan, blocks);
          expect(repeatedPrefills).toBeGreaterThanOrEqual(0);
          expect(evaluation.latencyS).toBeGreaterThanOrEqual(plain.latencyS);
          pools.forEach(({ blocking, offeredBlocks }) => {
            expect(blocking >= 0 && blocking <= 1).toBe(true);
            if (offeredBlocks === 0) expect(blocking).toBe(0);
          });
        },
      ),
    );
  });

  it('refuses an allocator that cannot be', () => {
    expect(() => evaluateWithPreemption(tight, chosen, { ...allocator, blockByte: 0 })).toThrow(
      /allocator\.blockByte is 0/,
    );
    expect(() => evaluateWithPreemption(tight, chosen, { ...allocator, meanFill: 0 })).toThrow(
      /allocator\.meanFill is 0/,
    );
    expect(() => evaluateWithPreemption(tight, chosen, { ...allocator, meanFill: 2 })).toThrow(
      /meanFill is 2 but must be in/,
    );
    expect(() => evaluateWithPreemption(tight, { ...chosen, waveSize: 5 }, allocator)).toThrow(/plan\.waveSize is 5/);
  });
});
