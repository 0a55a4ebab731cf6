import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dominates,
  evaluatePlacement,
  hypervolume,
  nonDominated,
  type PlacementPlan,
  type PlacementProblem,
  type StageWork,
  seededRandom,
} from '../../src/index.js';
import { randomPlacementProblem } from '../../src/testing/index.js';
import { problemAndPlan } from './arbitrary.js';
import { NONE } from './fixtures.js';

function expectClose(actual: number, expected: number, relative = 1e-12): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(relative * Math.max(Math.abs(actual), Math.abs(expected)));
}

const scaledStage = (stage: StageWork, flop: number, byte: number): StageWork => ({
  name: stage.name,
  weightByte: stage.weightByte * byte,
  prefillFlop: stage.prefillFlop * flop,
  prefillByte: stage.prefillByte * byte,
  decodeFlopPerRow: stage.decodeFlopPerRow * flop,
  decodeBytePerPass: stage.decodeBytePerPass * byte,
  decodeBytePerRow: stage.decodeBytePerRow * byte,
  promptKvByte: stage.promptKvByte * byte,
  rowKvByte: stage.rowKvByte * byte,
  prefillCrossingByte: stage.prefillCrossingByte * byte,
  decodeCrossingBytePerRow: stage.decodeCrossingBytePerRow * byte,
});

/** The same machine and work with FLOP and bytes counted in other units. */
function renamed(problem: PlacementProblem, flop: number, byte: number): PlacementProblem {
  return {
    ...problem,
    stages: problem.stages.map((stage) => scaledStage(stage, flop, byte)),
    devices: problem.devices.map((device) => ({
      ...device,
      runtimeByte: device.runtimeByte * byte,
      points: device.points.map((point) => ({
        ...point,
        flopRate: [point.flopRate[0] * flop, point.flopRate[1] * flop] as const,
        byteRate: [point.byteRate[0] * byte, point.byteRate[1] * byte] as const,
        joulePerFlop: point.joulePerFlop / flop,
        joulePerByte: point.joulePerByte / byte,
      })),
    })),
    pools: problem.pools.map((pool) => ({
      ...pool,
      usableByte: pool.usableByte * byte,
      byteRate: pool.byteRate * byte,
    })),
    links: problem.links.map((row) =>
      row.map((link) => ({ ...link, byteRate: link.byteRate * byte, joulePerByte: link.joulePerByte / byte })),
    ),
  };
}

describe('laws of the evaluator', () => {
  it('does not change when FLOP and bytes are renamed', () => {
    fc.assert(
      fc.property(problemAndPlan(), ({ problem, plan }) => {
        // Powers of two: exact.
        expect(evaluatePlacement(renamed(problem, 4, 8), plan)).toEqual(evaluatePlacement(problem, plan));
      }),
    );
  });

  it('does not change when devices are renumbered', () => {
    fc.assert(
      fc.property(problemAndPlan(), fc.nat(), ({ problem, plan }, seed) => {
        const random = seededRandom(seed, 'order');
        const order = problem.devices.map((_, device) => device);
        for (let last = order.length - 1; last > 0; last -= 1) {
          const other = random.integer(last + 1);
          [order[last], order[other]] = [order[other], order[last]];
        }
        const place = (device: number) => order.indexOf(device);
        const shuffled: PlacementProblem = {
          ...problem,
          devices: order.map((device) => problem.devices[device]),
          links: order.map((from) => order.map((to) => problem.links[from][to])),
          allowed: [
            problem.allowed[0].map((row) => order.map((device) => row[device])),
            problem.allowed[1].map((row) => order.map((device) => row[device])),
          ],
        };
        const moved: PlacementPlan = {
          ...plan,
          prefillDevice: plan.prefillDevice.map(place),
          decodeDevice: plan.decodeDevice.map(place),
          point: order.map((device) => plan.point[device]),
        };
        const before = evaluatePlacement(problem, plan);
        const after = evaluatePlacement(shuffled, moved);
        // Sums run in another order.
        expectClose(after.energyJ, before.energyJ);
        expectClose(after.latencyS, before.latencyS);
        expect(after.underUtilisation).toBeCloseTo(before.underUtilisation, 12);
        expect(after.violation).toBeCloseTo(before.violation, 9);
      }),
    );
  });

  it('adds over any cutting of the work: a stage in parts on one device costs what it costs whole', () => {
    fc.assert(
      fc.property(
        problemAndPlan(),
        fc.nat(),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
        (drawn, which, shares) => {
          // A part has no overhead of its own here: overheads are per stage, so cutting a real stage costs them again.
          const problem: PlacementProblem = {
            ...drawn.problem,
            devices: drawn.problem.devices.map((device) => ({
              ...device,
              points: device.points.map((point) => ({
                ...point,
                stageOverheadS: [0, 0] as const,
                rowOverheadS: [0, 0] as const,
              })),
            })),
          };
          const { plan } = drawn;
          const index = which % problem.stages.length;
          const total = shares.reduce((sum, share) => sum + share, 0);
          const cut = <Item>(
            items: readonly Item[],
            part: (item: Item, share: number, isLast: boolean) => Item,
          ): Item[] =>
            items.flatMap((item, at) =>
              at === index
                ? shares.map((share, number) => part(item, share / total, number === shares.length - 1))
                : [item],
            );
          const parted: PlacementProblem = {
            ...problem,
            // What crosses to the next stage leaves the last part.
            stages: cut(problem.stages, (stage, share, isLast) => ({
              ...scaledStage(stage, share, share),
              prefillCrossingByte: isLast ? stage.prefillCrossingByte : 0,
              decodeCrossingBytePerRow: isLast ? stage.decodeCrossingBytePerRow : 0,
            })),
            allowed: [cut(problem.allowed[0], (row) => row), cut(problem.allowed[1], (row) => row)],
            // Moving KV in parts would pay the latency again.
            links: problem.links.map((row) => row.map((link) => ({ ...link, latencyS: 0 }))),
          };
          const whole = { ...problem, links: parted.links };
          const same: PlacementPlan = {
            ...plan,
            prefillDevice: cut(plan.prefillDevice, (device) => device),
            decodeDevice: cut(plan.decodeDevice, (device) => device),
          };
          const before = evaluatePlacement(whole, plan);
          const after = evaluatePlacement(parted, same);
          expectClose(after.energyJ, before.energyJ, 1e-11);
          expectClose(after.latencyS, before.latencyS, 1e-11);
          expect(after.memoryPressure[0]).toBeCloseTo(before.memoryPressure[0], 9);
        },
      ),
    );
  });

  it('stays at ambient where nothing is drawn or heat leaves freely', () => {
    fc.assert(
      fc.property(problemAndPlan(), ({ problem, plan }) => {
        const free = {
          ...problem,
          thermalDomains: problem.thermalDomains.map((one) => ({ ...one, resistanceKPerW: 0 })),
        };
        evaluatePlacement(free, plan).thermal.forEach(({ temperatureK, loopGain }, domain) => {
          expect(temperatureK).toBe(problem.thermalDomains[domain].ambientK);
          expect(loopGain).toBe(0);
        });
        const still: PlacementProblem = {
          ...problem,
          thermalDomains: problem.thermalDomains.map(({ leakage: _, ...one }) => one),
          devices: problem.devices.map((device) => ({
            ...device,
            sleepPowerW: 0,
            points: device.points.map((point) => ({ ...point, joulePerFlop: 0, joulePerByte: 0, activePowerW: 0 })),
          })),
        };
        evaluatePlacement(still, plan).thermal.forEach(({ temperatureK, phi }, domain) => {
          expect(temperatureK).toBe(problem.thermalDomains[domain].ambientK);
          expect(phi).toBe(1);
        });
      }),
    );
  });

  it('goes to the rooflines at both ends of intensity', () => {
    fc.assert(
      fc.property(problemAndPlan({ devices: 1, stages: 4, samples: 4 }), ({ problem, plan }) => {
        const bare: PlacementProblem = {
          ...problem,
          devices: problem.devices.map((device) => ({
            ...device,
            points: device.points.map((point) => ({
              ...point,
              stageOverheadS: [0, 0] as const,
              rowOverheadS: [0, 0] as const,
            })),
          })),
          pools: problem.pools.map((pool) => ({ ...pool, byteRate: 1e18 })),
        };
        const { flopRate, byteRate } = bare.devices[0].points[plan.point[0]];
        const sum = (of: (stage: StageWork) => number) => bare.stages.reduce((total, stage) => total + of(stage), 0);
        const noTraffic = evaluatePlacement(
          { ...bare, stages: bare.stages.map((stage) => scaledStage(stage, 1, 0)) },
          plan,
        );
        expectClose(noTraffic.seconds.prefill, sum((stage) => stage.prefillFlop) / flopRate[0]);
        const noArithmetic = evaluatePlacement(
          { ...bare, stages: bare.stages.map((stage) => scaledStage(stage, 0, 1)) },
          plan,
        );
        expectClose(noArithmetic.seconds.prefill, sum((stage) => stage.prefillByte) / byteRate[0]);
        expect(noArithmetic.underUtilisation).toBe(1);
      }),
    );
  });
});

describe('pinning', () => {
  /** Every plan of a small problem. */
  function* allPlans(problem: PlacementProblem): Generator<PlacementPlan> {
    const { stages, devices, request } = problem;
    const placements = devices.length ** stages.length;
    const placement = (number: number) =>
      stages.map((_, stage) => Math.floor(number / devices.length ** stage) % devices.length);
    const point = devices.map(() => 0);
    for (let prefill = 0; prefill < placements; prefill += 1) {
      for (let decode = 0; decode < placements; decode += 1) {
        for (let waveSize = 1; waveSize <= request.neededSamples.length; waveSize += 1) {
          const where = { prefillDevice: placement(prefill), decodeDevice: placement(decode) };
          yield { ...where, point, waveSize, microBatches: 1 };
        }
      }
    }
  }

  const front = (problem: PlacementProblem) => {
    const feasible = [...allPlans(problem)]
      .map((plan) => evaluatePlacement(problem, plan))
      .filter(({ violation }) => violation === 0)
      .map(({ energyJ, latencyS, underUtilisation }) => [energyJ, latencyS, underUtilisation]);
    return nonDominated(feasible, (objectives) => objectives);
  };

  it('can only worsen the front', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (seed, pins) => {
        const drawn = randomPlacementProblem(seededRandom(seed, 'pin'), { devices: 3, stages: 3, samples: 3 });
        const everything = drawn.stages.map(() => drawn.devices.map(() => true));
        const free: PlacementProblem = {
          ...drawn,
          allowed: [everything, everything],
          wholePhases: false,
          bounds: { energyJ: NONE, latencyS: NONE, powerW: NONE },
        };
        const random = seededRandom(pins, 'pins');
        const pinned = drawn.stages.map(() => random.integer(drawn.devices.length + 1));
        const allowed = pinned.map((pin) =>
          drawn.devices.map((_, device) => pin === drawn.devices.length || pin === device),
        );
        const all = front(free);
        const some = front({ ...free, allowed: [everything, allowed] });
        for (const point of some) {
          const isCovered = all.some(
            (other) => dominates(other, point) || other.every((value, axis) => value === point[axis]),
          );
          expect(isCovered).toBe(true);
        }
        if (all.length > 0) {
          const reference = [0, 1, 2].map(
            (axis) => 1.1 * Math.max(...[...all, ...some].map((point) => point[axis])) + 1e-9,
          );
          expect(hypervolume(some, reference)).toBeLessThanOrEqual(hypervolume(all, reference) * (1 + 1e-12));
        }
      }),
      { numRuns: 40 },
    );
  });
});
