import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeCycleBounds,
  type PlacementPlan,
  type PlacementProblem,
  seededRandom,
  simulateDecodeCycleS,
} from '../../src/index.js';
import { sharedRates } from '../../src/placement/simulate/shared-rates.js';
import { integerBetween, randomPlacementProblem, randomPlan, repeat } from '../../src/testing/index.js';
import { problemAndPlan } from './arbitrary.js';
import { device, plan, point, problem, stage } from './fixtures.js';

/** A plan whose devices each hold one run of stages, cut into micro-batches; pools are given bandwidth for all of them. */
function tandem(): fc.Arbitrary<{ seed: number; problem: PlacementProblem; plan: PlacementPlan }> {
  return fc.nat().map((seed) => {
    const random = seededRandom(seed, 'tandem');
    const drawn = randomPlacementProblem(random, { devices: 4, stages: 12, samples: 8 });
    const order = drawn.devices.map((_, index) => index).sort(() => random.uniform() - 0.5);
    const cuts = repeat(order.length - 1, () => random.integer(drawn.stages.length + 1)).sort((a, b) => a - b);
    const where = drawn.stages.map((_, index) => order[cuts.filter((cut) => cut <= index).length]);
    const waveSize = drawn.request.neededSamples.length;
    return {
      seed,
      problem: { ...drawn, pools: drawn.pools.map((pool) => ({ ...pool, byteRate: 1e15 })) },
      plan: {
        prefillDevice: where,
        decodeDevice: where,
        point: drawn.devices.map(({ points }) => random.integer(points.length)),
        waveSize,
        microBatches: integerBetween(random, 1, waveSize),
      },
    };
  });
}

describe('the decode cycle, against a discrete-event simulation', () => {
  it('is exact where each device is visited once and pools have room: far within 2 %', () => {
    fc.assert(
      fc.property(tandem(), ({ problem: of, plan: chosen }) => {
        const { formulaS, isExact, mostS } = decodeCycleBounds(of, chosen);
        const simulatedS = simulateDecodeCycleS(of, chosen);
        expect(isExact).toBe(true);
        expect(Math.abs(simulatedS / formulaS - 1)).toBeLessThan(1e-9);
        expect(mostS).toBeGreaterThanOrEqual(formulaS * (1 - 1e-12));
      }),
    );
  });

  it('is a lower bound on any plan, and the upper bound holds', () => {
    fc.assert(
      fc.property(problemAndPlan(), ({ problem: of, plan: chosen }) => {
        const { formulaS, mostS, isExact } = decodeCycleBounds(of, chosen);
        const simulatedS = simulateDecodeCycleS(of, chosen);
        expect(simulatedS).toBeGreaterThanOrEqual(formulaS * (1 - 1e-9));
        expect(simulatedS).toBeLessThanOrEqual(mostS * (1 + 1e-9));
        if (isExact) expect(Math.abs(simulatedS / formulaS - 1)).toBeLessThan(1e-9);
      }),
    );
  });

  it('is within 2 % on 98 of 100 plans drawn, and exact on 95, as docs/physics.md says', () => {
    // A fixed set, so that the share is a fact.
    const errors = repeat(500, (seed) => {
      const random = seededRandom(seed, 'pipeline');
      const of = randomPlacementProblem(random, { devices: 4, stages: 12, samples: 8 });
      const chosen = randomPlan(random, of);
      return simulateDecodeCycleS(of, chosen) / decodeCycleBounds(of, chosen).formulaS - 1;
    });
    expect(errors.filter((error) => error <= 1e-9).length / errors.length).toBeGreaterThan(0.95);
    expect(errors.filter((error) => error <= 0.02).length / errors.length).toBeGreaterThan(0.98);
  });
});

describe('a pipeline of two devices', () => {
  const oneSecond = stage({ decodeFlopPerRow: 1 });
  const two = problem({
    stages: [oneSecond, oneSecond],
    devices: [device(), device()],
    request: { neededSamples: [0, 0, 0, 1], decodeSteps: [1, 1, 1, 1], rowsPerStep: [1, 2, 3, 4] },
  });
  const split = plan(two, { decodeDevice: [0, 1], waveSize: 4 });

  it('keeps both busy once there are two micro-batches', () => {
    // Four rows at a second a row and stage: eight seconds alone; two micro-batches overlap on two devices.
    expect(simulateDecodeCycleS(two, split)).toBeCloseTo(8, 9);
    expect(simulateDecodeCycleS(two, { ...split, microBatches: 2 })).toBeCloseTo(4, 9);
    expect(simulateDecodeCycleS(two, { ...split, microBatches: 4 })).toBeCloseTo(4, 9);
  });

  it('waits for the link, and for the token to come back', () => {
    const link = { latencyS: 0.5, byteRate: 2, joulePerByte: 0 };
    const slow = {
      ...two,
      stages: [stage({ decodeFlopPerRow: 1, decodeCrossingBytePerRow: 1 }), oneSecond],
      links: [
        [link, link],
        [link, link],
      ],
    };
    // 4 s + (0.5 s + 4 B / 2 B/s) + 4 s + 0.5 s.
    expect(simulateDecodeCycleS(slow, split)).toBeCloseTo(11, 9);
    expect(decodeCycleBounds(slow, split)).toEqual({ formulaS: 11, mostS: 11, isExact: true });
  });

  it('runs consecutive stages of a device without giving it back, overheads included', () => {
    const slow = point({ stageOverheadS: [0, 0.25], rowOverheadS: [0, 0.5] });
    const one = { ...two, devices: [device({ points: [slow] }), device()] };
    const alone = plan(one, { decodeDevice: [0, 0], waveSize: 2 });
    // Twice: 0.25 s + two rows of 0.5 s + two rows of 1 s.
    expect(simulateDecodeCycleS(one, alone)).toBeCloseTo(2 * (0.25 + 1 + 2), 9);
    expect(simulateDecodeCycleS(one, alone, { warmUp: 1, measured: 1 })).toBeCloseTo(6.5, 9);
  });

  it('is slower than the formula when a device is visited twice, and the bounds say so', () => {
    // Device 0 holds the first and the last stage: its second visits queue behind first visits.
    const visits = problem({
      stages: [stage({ decodeFlopPerRow: 1 }), stage({ decodeFlopPerRow: 1 }), stage({ decodeFlopPerRow: 2 })],
      devices: [device(), device()],
      request: { neededSamples: [0, 1], decodeSteps: [1, 1], rowsPerStep: [1, 2] },
    });
    const there = plan(visits, { decodeDevice: [0, 1, 0], waveSize: 2, microBatches: 2 });
    const bounds = decodeCycleBounds(visits, there);
    expect(bounds).toEqual({ formulaS: 6, mostS: 8, isExact: false });
    const simulatedS = simulateDecodeCycleS(visits, there);
    expect(simulatedS).toBeGreaterThanOrEqual(6 - 1e-9);
    expect(simulatedS).toBeLessThanOrEqual(8);
    // One micro-batch meets no queue.
    expect(decodeCycleBounds(visits, { ...there, microBatches: 1 }).isExact).toBe(true);
  });

  it('shares a pool that cannot feed both', () => {
    const traffic = stage({ decodeBytePerPass: 1 });
    const starved = problem({
      stages: [traffic, traffic],
      devices: [device(), device()],
      pools: [{ name: 'memory', usableByte: 1e12, byteRate: 1 }],
      request: { neededSamples: [0, 1], decodeSteps: [1, 1], rowsPerStep: [1, 2] },
    });
    const both = plan(starved, { decodeDevice: [0, 1], waveSize: 2, microBatches: 2 });
    // Two streams at half a byte per second each: as slow as one after the other.
    expect(simulateDecodeCycleS(starved, both)).toBeCloseTo(4, 9);
    expect(decodeCycleBounds(starved, both)).toEqual({ formulaS: 4, mostS: 4, isExact: false });
    const roomy = { ...starved, pools: [{ name: 'memory', usableByte: 1e12, byteRate: 2 }] };
    expect(simulateDecodeCycleS(roomy, both)).toBeCloseTo(2, 9);
    expect(decodeCycleBounds(roomy, both)).toEqual({ formulaS: 2, mostS: 2, isExact: true });
    // A device that could read faster than its pool gives reads at the pool's rate, stage by stage.
    const narrow = { ...starved, pools: [{ name: 'memory', usableByte: 1e12, byteRate: 0.5 }] };
    const alone = decodeCycleBounds(narrow, { ...both, microBatches: 1 });
    expect(alone).toEqual({ formulaS: 4, mostS: 4, isExact: true });
    const mixed = {
      ...narrow,
      stages: [stage({ decodeBytePerPass: 1 }), stage({ decodeFlopPerRow: 1 })],
    };
    // 1 B at 0.5 B/s, then two rows of 1 s of arithmetic: the pool's mean rate alone would hide the first.
    const serial = plan(mixed, { decodeDevice: [0, 1], waveSize: 2, microBatches: 1 });
    expect(decodeCycleBounds(mixed, serial)).toEqual({ formulaS: 4, mostS: 4, isExact: true });
    expect(simulateDecodeCycleS(mixed, serial)).toBeCloseTo(4, 9);
  });

  it('frees bandwidth when traffic ends before its arithmetic', () => {
    const mixed = problem({
      stages: [stage({ decodeFlopPerRow: 3, decodeBytePerPass: 1 }), stage({ decodeBytePerPass: 2 })],
      devices: [device({ points: [point({ byteRate: [1, 2] })] }), device({ points: [point({ byteRate: [1, 2] })] })],
      pools: [{ name: 'memory', usableByte: 1e12, byteRate: 2 }],
      request: { neededSamples: [0, 1], decodeSteps: [1, 1], rowsPerStep: [1, 2] },
    });
    const both = plan(mixed, { decodeDevice: [0, 1], waveSize: 2, microBatches: 2 });
    // Device 0 computes for 3 s a pass; its byte moves in the first second beside device 1's, which has the pool for itself then.
    expect(simulateDecodeCycleS(mixed, both)).toBeCloseTo(6, 9);
  });

  it('refuses a wrong plan and no rounds', () => {
    expect(() => simulateDecodeCycleS(two, { ...split, microBatches: 5 })).toThrow(/plan\.microBatches is 5/);
    expect(() => decodeCycleBounds(two, { ...split, microBatches: 5 })).toThrow(/plan\.microBatches is 5/);
    expect(() => simulateDecodeCycleS(two, split, { warmUp: 0 })).toThrow(/warmUp is 0/);
    expect(() => simulateDecodeCycleS(two, split, { measured: 0.5 })).toThrow(/measured is 0\.5/);
  });
});

describe('sharedRates', () => {
  const pool = (byteRate: number) => ({ name: 'memory', usableByte: 1, byteRate });

  it('gives the modest what they want and the rest equal shares', () => {
    const streams = [
      { pool: 0, byteRate: 100 },
      { pool: 0, byteRate: 1 },
      undefined,
      { pool: 1, byteRate: 7 },
      { pool: 0, byteRate: 50 },
    ];
    expect(sharedRates(streams, [pool(21), pool(9)])).toEqual([10, 1, 0, 7, 10]);
    expect(sharedRates(streams, [pool(121), pool(3)])).toEqual([70, 1, 0, 3, 50]);
    expect(sharedRates([undefined], [pool(1)])).toEqual([0]);
  });
});
