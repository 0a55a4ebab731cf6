import { describe, expect, it } from 'vitest';
import { evaluatePlacement, greedyV1Plan, highestRatePoint, type PlacementProblem } from '../../src/index.js';
import { device, plan, point, problem, stage } from './fixtures.js';

/** One stage of 10 B weights, 1 B read in prefill and in each decode step, on a device of 1 B/s and 2 W: 1 s and 1 s, 4 J. */
const base = (values: Partial<PlacementProblem> = {}) =>
  problem({
    stages: [stage({ weightByte: 10, decodeBytePerPass: 1 })],
    devices: [device({ points: [point({ activePowerW: 2 })] })],
    ...values,
  });
const violationOf = (of: PlacementProblem, values = {}) => evaluatePlacement(of, plan(of, values)).violation;

describe('the violation of a plan, one constraint at a time', () => {
  const NONE = {
    energyJ: Number.POSITIVE_INFINITY,
    latencyS: Number.POSITIVE_INFINITY,
    powerW: Number.POSITIVE_INFINITY,
  };

  it('is 0 on every bound and the relative excess above it', () => {
    const { energyJ, latencyS } = evaluatePlacement(base(), plan(base()));
    expect([energyJ, latencyS]).toEqual([4, 2]);
    expect(violationOf(base({ bounds: { energyJ: 4, latencyS: 2, powerW: 2 } }))).toBe(0);
    expect(violationOf(base({ bounds: { ...NONE, energyJ: 2.5 } }))).toBeCloseTo(4 / 2.5 - 1, 12);
    expect(violationOf(base({ bounds: { ...NONE, latencyS: 1.6 } }))).toBeCloseTo(2 / 1.6 - 1, 12);
    expect(violationOf(base({ bounds: { ...NONE, powerW: 1.6 } }))).toBeCloseTo(2 / 1.6 - 1, 12);
    const all = { energyJ: 2.5, latencyS: 1.6, powerW: 1.6 };
    expect(violationOf(base({ bounds: all }))).toBeCloseTo(0.6 + 0.25 + 0.25, 12);
  });

  it('counts memory above the pool and power above the cap', () => {
    expect(violationOf(base({ pools: [{ name: 'm', usableByte: 8, byteRate: 1 }] }))).toBeCloseTo(0.25, 12);
    expect(violationOf(base({ pools: [{ name: 'm', usableByte: 10, byteRate: 1 }] }))).toBe(0);
    expect(violationOf(base({ powerDomains: [{ name: 'p', capW: 1.6 }] }))).toBeCloseTo(0.25, 12);
    expect(violationOf(base({ powerDomains: [{ name: 'p', capW: 2 }] }))).toBe(0);
  });

  it('counts the temperature above its limit, and 1 for a domain that never settles', () => {
    const domain = { name: 't', ambientK: 300, resistanceKPerW: 10, limitK: 320 };
    // 2 W over 10 K/W: 320 K.
    expect(violationOf(base({ thermalDomains: [domain] }))).toBe(0);
    expect(violationOf(base({ thermalDomains: [{ ...domain, limitK: 300 }] }))).toBeCloseTo(320 / 300 - 1, 12);
    const leakage = { referencePowerW: 1e3, referenceK: 300, activationEv: 0.5 };
    expect(violationOf(base({ thermalDomains: [{ ...domain, leakage }] }))).toBeGreaterThanOrEqual(1);
  });

  it('counts every stage on a device it may not use, and every stage apart from the first where a phase is whole', () => {
    const two = base({
      stages: [stage(), stage(), stage()],
      devices: [device(), device()],
    });
    const split = { prefillDevice: [0, 1, 1], decodeDevice: [0, 0, 1] };
    expect(violationOf(two, split)).toBe(0);
    expect(violationOf({ ...two, wholePhases: true }, split)).toBe(3);
    const first = [0, 1, 2].map(() => [true, false]);
    const all = [0, 1, 2].map(() => [true, true]);
    expect(violationOf({ ...two, allowed: [first, all] }, split)).toBe(2);
    expect(violationOf({ ...two, allowed: [all, first] }, split)).toBe(1);
  });
});

describe('the point of the highest rate', () => {
  const fastest = (...points: Parameters<typeof point>[0][]) =>
    highestRatePoint(device({ points: points.map((values) => point(values)) }));

  it('is that of prefill arithmetic, then of decode bandwidth, then the first', () => {
    expect(fastest({ flopRate: [1, 9] }, { flopRate: [2, 1] }, { flopRate: [2, 5] })).toBe(1);
    expect(fastest({ byteRate: [9, 1] }, { byteRate: [1, 2] }, { byteRate: [1, 2] })).toBe(1);
    expect(fastest({ byteRate: [1, 2] }, { byteRate: [9, 2] })).toBe(0);
    // More bandwidth does not make up for less arithmetic.
    expect(fastest({ flopRate: [2, 2] }, { flopRate: [1, 1], byteRate: [5, 5] })).toBe(0);
  });
});

describe('greedy by hand', () => {
  const stages = [0, 1, 2].map(() => stage({ weightByte: 10, rowKvByte: 3 }));
  const gpu = device({ points: [point({ flopRate: [9, 9], joulePerByte: 9 })] });
  const npu = device({ pool: 1, points: [point()] });
  const pools = (usableByte: number) => [
    { name: 'vram', usableByte: 1000, byteRate: 1 },
    { name: 'ram', usableByte, byteRate: 1 },
  ];
  const of = (values: Partial<PlacementProblem>) =>
    problem({ stages, devices: [gpu, npu], pools: pools(1000), ...values });
  const decode = (values: Partial<PlacementProblem>) => greedyV1Plan(of(values)).decodeDevice;

  it('charges a device its runtime once, with its first stage', () => {
    const heavy = { ...npu, runtimeByte: 5 };
    // 5 + 13 + 13 + 13 B.
    expect(decode({ devices: [gpu, heavy], pools: pools(44) })).toEqual([1, 1, 1]);
    expect(decode({ devices: [gpu, heavy], pools: pools(43) })).toEqual([1, 1, 0]);
    expect(decode({ devices: [gpu, heavy], pools: pools(18) })).toEqual([1, 0, 0]);
    expect(decode({ devices: [gpu, heavy], pools: pools(17) })).toEqual([0, 0, 0]);
  });

  it('holds the KV of a whole wave, and weights once where both phases run', () => {
    const request = { neededSamples: [0, 0, 1], decodeSteps: [1, 1, 1], rowsPerStep: [1, 2, 3] };
    // 10 + 3·3 B a stage.
    expect(decode({ request, pools: pools(57) })).toEqual([1, 1, 1]);
    expect(decode({ request, pools: pools(56) })).toEqual([1, 1, 0]);
    expect(greedyV1Plan(of({ request })).waveSize).toBe(3);
    const alone = { devices: [gpu], links: [[{ latencyS: 0, byteRate: 1, joulePerByte: 0 }]] };
    const both = of({
      ...alone,
      pools: [{ name: 'vram', usableByte: 39, byteRate: 1 }],
      allowed: [0, 1].map(() => stages.map(() => [true])) as never,
    });
    expect(evaluatePlacement(both, greedyV1Plan(both)).violation).toBe(0);
  });

  it('takes the lower index among equals, and ranks decode by joules per byte with what busy power adds', () => {
    expect(decode({ devices: [npu, npu].map((one) => ({ ...one, pool: 0 })) })).toEqual([0, 0, 0]);
    const slow = device({ points: [point({ flopRate: [9, 9], joulePerByte: 1, activePowerW: 4, byteRate: [9, 1] })] });
    const dear = device({ pool: 1, points: [point({ joulePerByte: 2, activePowerW: 4, byteRate: [1, 4] })] });
    // 1 + 4/1 against 2 + 4/4.
    const wide = pools(1000).map((pool) => ({ ...pool, byteRate: 9 }));
    expect(decode({ devices: [slow, dear], pools: wide })).toEqual([1, 1, 1]);
  });

  it('places a whole phase on the best-ranked device when none may run all of it', () => {
    const crossed = [
      [true, false],
      [false, true],
      [true, true],
    ];
    const chosen = greedyV1Plan(of({ wholePhases: true, allowed: [crossed, crossed] }));
    expect(chosen.prefillDevice).toEqual([0, 0, 0]);
    expect(chosen.decodeDevice).toEqual([1, 1, 1]);
  });
});
