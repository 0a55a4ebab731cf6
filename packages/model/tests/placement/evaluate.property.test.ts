import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  evaluatePlacement,
  type OperatingPoint,
  type PerPhase,
  type PlacementPlan,
  type PlacementProblem,
} from '../../src/index.js';
import { problemAndPlan } from './arbitrary.js';

const EPSILON = Number.EPSILON;

function expectClose(actual: number, expected: number, relative: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(relative * Math.max(Math.abs(actual), Math.abs(expected)));
}

function mapPoints(problem: PlacementProblem, change: (point: OperatingPoint) => OperatingPoint): PlacementProblem {
  return {
    ...problem,
    devices: problem.devices.map((device) => ({ ...device, points: device.points.map(change) })),
  };
}

const doubled = ([prefill, decode]: PerPhase): PerPhase => [2 * prefill, 2 * decode];

/** Removes what does not scale with the rates: overheads and link latencies. */
function withoutOverheads(problem: PlacementProblem): PlacementProblem {
  const bare = mapPoints(problem, (point) => ({ ...point, stageOverheadS: [0, 0], rowOverheadS: [0, 0] }));
  return { ...bare, links: bare.links.map((row) => row.map((link) => ({ ...link, latencyS: 0 }))) };
}

describe('evaluatePlacement on random problems', () => {
  it('gives parts that sum to their whole', () => {
    fc.assert(
      fc.property(problemAndPlan(), ({ problem, plan }) => {
        const { energyJ, breakdown, latencyS, seconds } = evaluatePlacement(problem, plan);
        const terms = Object.values(breakdown);
        // Each addition of positive terms rounds once: at most one epsilon per term.
        expectClose(
          energyJ,
          terms.reduce((sum, term) => sum + term, 0),
          terms.length * EPSILON,
        );
        expectClose(latencyS, seconds.prefill + seconds.kvMove + seconds.decode, 3 * EPSILON);
        expect(Math.min(...terms, ...Object.values(seconds))).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('keeps U in [0, 1], Φ in (0, 1] and the loop gain below 0.9', () => {
    fc.assert(
      fc.property(problemAndPlan(), ({ problem, plan }) => {
        const { underUtilisation, thermal, violation } = evaluatePlacement(problem, plan);
        expect(underUtilisation >= 0 && underUtilisation <= 1).toBe(true);
        expect(violation).toBeGreaterThanOrEqual(0);
        thermal.forEach(({ phi, loopGain, temperatureK }, index) => {
          // A device that prefills is busy for some time, and draws something if it draws anything when busy.
          const isHeated = problem.devices.some(
            ({ thermalDomain, points }, device) =>
              thermalDomain === index &&
              plan.prefillDevice.includes(device) &&
              points[plan.point[device]].activePowerW > 0,
          );
          if (isHeated) expect(phi).toBeGreaterThan(0);
          expect(phi).toBeLessThanOrEqual(1);
          expect(loopGain).toBeLessThan(0.9);
          expect(temperatureK).toBeGreaterThanOrEqual(problem.thermalDomains[index].ambientK);
        });
      }),
    );
  });

  it('halves the time when every rate doubles and nothing else takes time', () => {
    fc.assert(
      fc.property(problemAndPlan(), ({ problem, plan }) => {
        const bare = withoutOverheads(problem);
        const fast = mapPoints(bare, (point) => ({
          ...point,
          flopRate: doubled(point.flopRate),
          byteRate: doubled(point.byteRate),
        }));
        const twice = {
          ...fast,
          pools: fast.pools.map((pool) => ({ ...pool, byteRate: 2 * pool.byteRate })),
          links: fast.links.map((row) => row.map((link) => ({ ...link, byteRate: 2 * link.byteRate }))),
        };
        // Doubling is exact in binary, so every term halves exactly.
        expect(evaluatePlacement(twice, plan).latencyS).toBe(evaluatePlacement(bare, plan).latencyS / 2);
      }),
    );
  });

  it('does not change when seconds are renamed: rates and powers per two seconds, times in two seconds', () => {
    fc.assert(
      fc.property(problemAndPlan(), ({ problem, plan }) => {
        const half = (pair: PerPhase): PerPhase => [pair[0] / 2, pair[1] / 2];
        const scaled = mapPoints(problem, (point) => ({
          ...point,
          flopRate: doubled(point.flopRate),
          byteRate: doubled(point.byteRate),
          stageOverheadS: half(point.stageOverheadS),
          rowOverheadS: half(point.rowOverheadS),
          activePowerW: 2 * point.activePowerW,
        }));
        const renamed: PlacementProblem = {
          ...scaled,
          devices: scaled.devices.map((device) => ({ ...device, sleepPowerW: 2 * device.sleepPowerW })),
          pools: problem.pools.map((pool) => ({ ...pool, byteRate: 2 * pool.byteRate })),
          powerDomains: problem.powerDomains.map((domain) => ({ ...domain, capW: 2 * domain.capW })),
          thermalDomains: problem.thermalDomains.map(({ leakage, ...domain }) => ({
            ...domain,
            resistanceKPerW: domain.resistanceKPerW / 2,
            ...(leakage && { leakage: { ...leakage, referencePowerW: 2 * leakage.referencePowerW } }),
          })),
          links: problem.links.map((row) =>
            row.map((link) => ({ ...link, latencyS: link.latencyS / 2, byteRate: 2 * link.byteRate })),
          ),
          bounds: {
            energyJ: problem.bounds.energyJ,
            latencyS: problem.bounds.latencyS / 2,
            powerW: 2 * problem.bounds.powerW,
          },
          boardPowerW: 2 * problem.boardPowerW,
        };
        const before = evaluatePlacement(problem, plan);
        const after = evaluatePlacement(renamed, plan);
        expect(after.latencyS).toBe(before.latencyS / 2);
        expect(after.energyJ).toBe(before.energyJ);
        expect(after.underUtilisation).toBe(before.underUtilisation);
        expect(after.violation).toBe(before.violation);
        expect(after.thermal).toEqual(before.thermal);
      }),
    );
  });

  it('does not change when identical devices swap their stages', () => {
    fc.assert(
      fc.property(
        problemAndPlan({ devices: 1, stages: 12, samples: 8 }),
        fc.infiniteStream(fc.nat({ max: 2 })),
        (drawn, choices) => {
          const { problem, plan } = drawn;
          const link = { latencyS: 1e-4, byteRate: 1e9, joulePerByte: 1e-10 };
          const three = [0, 1, 2];
          const everything = problem.stages.map(() => three.map(() => true));
          const triple: PlacementProblem = {
            ...problem,
            devices: three.map(() => problem.devices[0]),
            links: three.map(() => three.map(() => link)),
            allowed: [everything, everything],
          };
          const placed: PlacementPlan = {
            ...plan,
            point: three.map(() => plan.point[0]),
            prefillDevice: problem.stages.map(() => choices.next().value),
            decodeDevice: problem.stages.map(() => choices.next().value),
          };
          const rotate = (device: number) => (device + 1) % 3;
          const rotated: PlacementPlan = {
            ...placed,
            prefillDevice: placed.prefillDevice.map(rotate),
            decodeDevice: placed.decodeDevice.map(rotate),
          };
          const before = evaluatePlacement(triple, placed);
          const after = evaluatePlacement(triple, rotated);
          // Sums over devices run in another order.
          expectClose(after.energyJ, before.energyJ, 1e-13);
          expectClose(after.latencyS, before.latencyS, 1e-13);
          expect(after.underUtilisation).toBeCloseTo(before.underUtilisation, 12);
          expect(after.violation).toBeCloseTo(before.violation, 10);
        },
      ),
    );
  });

  // Every cost parameter: raising it must not make a plan cheaper. The relative slack is rounding.
  const costs: [string, (problem: PlacementProblem, factor: number) => PlacementProblem][] = [
    ['ε_m', (p, f) => mapPoints(p, (point) => ({ ...point, joulePerByte: point.joulePerByte * f }))],
    ['ε_f', (p, f) => mapPoints(p, (point) => ({ ...point, joulePerFlop: point.joulePerFlop * f }))],
    ['π₀', (p, f) => mapPoints(p, (point) => ({ ...point, activePowerW: point.activePowerW * f }))],
    [
      'sleep power',
      (p, f) => ({ ...p, devices: p.devices.map((device) => ({ ...device, sleepPowerW: device.sleepPowerW * f })) }),
    ],
    ['board power', (p, f) => ({ ...p, boardPowerW: p.boardPowerW * f })],
    [
      'link energy',
      (p, f) => ({
        ...p,
        links: p.links.map((row) => row.map((link) => ({ ...link, joulePerByte: link.joulePerByte * f }))),
      }),
    ],
  ];
  it.each(costs)('costs no less energy when %s rises', (_, raise) => {
    const tame = { devices: 4, stages: 12, samples: 8 };
    fc.assert(
      fc.property(problemAndPlan(tame), fc.double({ min: 1, max: 1.5, noNaN: true }), ({ problem, plan }, factor) => {
        const before = evaluatePlacement(problem, plan);
        const after = evaluatePlacement(raise(problem, factor), plan);
        expect(after.energyJ).toBeGreaterThanOrEqual(before.energyJ * (1 - 1e-13));
        expect(after.latencyS).toBe(before.latencyS);
      }),
    );
  });

  it('takes no less time and does no less work when a stage grows', () => {
    fc.assert(
      fc.property(problemAndPlan(), fc.nat(), fc.double({ min: 1, max: 10, noNaN: true }), (drawn, which, factor) => {
        const { problem, plan } = drawn;
        const grown = {
          ...problem,
          stages: problem.stages.map((stage, index) =>
            index === which % problem.stages.length
              ? {
                  ...stage,
                  prefillByte: stage.prefillByte * factor,
                  decodeFlopPerRow: stage.decodeFlopPerRow * factor,
                  decodeBytePerPass: stage.decodeBytePerPass * factor,
                }
              : stage,
          ),
        };
        const before = evaluatePlacement(problem, plan);
        const after = evaluatePlacement(grown, plan);
        expect(after.latencyS).toBeGreaterThanOrEqual(before.latencyS);
        expect(after.breakdown.switching).toBeGreaterThanOrEqual(before.breakdown.switching);
        expect(after.breakdown.traffic).toBeGreaterThanOrEqual(before.breakdown.traffic);
      }),
    );
  });

  it('never leaves a device busier than the question is long', () => {
    fc.assert(
      fc.property(problemAndPlan(), ({ problem, plan }) => {
        const quiet = {
          ...mapPoints(problem, (point) => ({ ...point, joulePerFlop: 0, joulePerByte: 0, activePowerW: 1 })),
          thermalDomains: problem.thermalDomains.map(({ leakage: _, ...domain }) => domain),
        };
        const awake = {
          ...quiet,
          devices: quiet.devices.map((device) => ({ ...device, sleepPowerW: 1 })),
        };
        // With π₀ = sleep power = 1 W every device draws 1 W all the time, whatever it does.
        const { breakdown, latencyS } = evaluatePlacement(awake, plan);
        expectClose(breakdown.active + breakdown.sleep, problem.devices.length * latencyS, 1e-12);
      }),
    );
  });
});
