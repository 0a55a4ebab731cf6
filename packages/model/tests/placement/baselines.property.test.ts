import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkPlan,
  evaluatePlacement,
  greedyV1Plan,
  highestRatePoint,
  type PlacementPlan,
  type PlacementProblem,
  standardBatchedPlan,
  standardPlan,
} from '../../src/index.js';
import { problemAndPlan } from './arbitrary.js';
import { device, NONE, point, problem, stage } from './fixtures.js';

const onOneDevice = (of: PlacementProblem, index: number, waveSize: number): PlacementPlan => ({
  prefillDevice: of.stages.map(() => index),
  decodeDevice: of.stages.map(() => index),
  point: of.devices.map(highestRatePoint),
  waveSize,
  microBatches: 1,
});

describe('standard plans', () => {
  it.each([
    ['standardPlan', standardPlan, () => 1],
    ['standardBatchedPlan', standardBatchedPlan, (of: PlacementProblem) => of.request.neededSamples.length],
  ] as const)('%s: no single-device plan of its kind is feasible and faster', (_, baseline, waveSizeOf) => {
    fc.assert(
      fc.property(problemAndPlan(), ({ problem: of }) => {
        const chosen = evaluatePlacement(of, baseline(of));
        const others = of.devices.map((_device, index) =>
          evaluatePlacement(of, onOneDevice(of, index, waveSizeOf(of))),
        );
        const feasible = others.filter((other) => other.violation === 0);
        if (feasible.length > 0) {
          expect(chosen.violation).toBe(0);
          expect(chosen.latencyS).toBe(Math.min(...feasible.map((other) => other.latencyS)));
        } else {
          expect(chosen.violation).toBe(Math.min(...others.map((other) => other.violation)));
        }
      }),
    );
  });
});

describe('greedyV1Plan', () => {
  it('has the right shape always, and is feasible when memory is plentiful and nothing else binds', () => {
    fc.assert(
      fc.property(problemAndPlan(), ({ problem: of }) => {
        checkPlan(of, greedyV1Plan(of));
        const roomy: PlacementProblem = {
          ...of,
          wholePhases: false,
          pools: of.pools.map((pool) => ({ ...pool, usableByte: 1e15 })),
          powerDomains: of.powerDomains.map((domain) => ({ ...domain, capW: NONE })),
          thermalDomains: of.thermalDomains.map((domain) => ({ ...domain, limitK: NONE })),
          bounds: { energyJ: NONE, latencyS: NONE, powerW: NONE },
        };
        expect(evaluatePlacement(roomy, greedyV1Plan(roomy)).violation).toBe(0);
        const everything = of.stages.map(() => of.devices.map(() => true));
        const whole: PlacementProblem = { ...roomy, wholePhases: true, allowed: [everything, everything] };
        expect(evaluatePlacement(whole, greedyV1Plan(whole)).violation).toBe(0);
      }),
    );
  });

  const fast = device({ name: 'gpu', points: [point({ flopRate: [100, 100], joulePerByte: 2, activePowerW: 1 })] });
  const frugal = device({
    name: 'npu',
    pool: 1,
    points: [
      point({ name: 'low', flopRate: [5, 5], joulePerByte: 0.1 }),
      point({ name: 'high', flopRate: [10, 10], joulePerByte: 1, activePowerW: 0.5 }),
    ],
  });
  const two = problem({
    stages: [stage({ weightByte: 10 }), stage({ weightByte: 10 }), stage({ weightByte: 10 })],
    devices: [fast, frugal],
    pools: [
      { name: 'vram', usableByte: 100, byteRate: 1 },
      { name: 'ram', usableByte: 25, byteRate: 1 },
    ],
  });

  it('sends prefill to the rate and decode to the joules per byte, at the highest rate', () => {
    const chosen = greedyV1Plan(two);
    expect(chosen.point).toEqual([0, 1]);
    expect(chosen.prefillDevice).toEqual([0, 0, 0]);
    // 1 + 0.5/1 J/B beats 2 + 1/1; its pool holds two stages of three.
    expect(chosen.decodeDevice).toEqual([1, 1, 0]);
  });

  it('respects prohibitions, and places a whole phase as one', () => {
    const everything = [0, 1, 2].map(() => [true, true]);
    const pinned = { ...two, allowed: [everything, [[true, false], ...everything.slice(1)]] as const };
    expect(greedyV1Plan(pinned).decodeDevice).toEqual([0, 1, 1]);
    expect(greedyV1Plan({ ...two, wholePhases: true }).decodeDevice).toEqual([0, 0, 0]);
  });

  it('runs over where nothing has room, and the evaluator says so', () => {
    const tight = { ...two, pools: two.pools.map((pool) => ({ ...pool, usableByte: 5 })) };
    expect(evaluatePlacement(tight, greedyV1Plan(tight)).violation).toBeGreaterThan(0);
  });
});
