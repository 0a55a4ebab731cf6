import { checkPlacementProblem } from '../placement/check-problem.js';
import { evaluatePlacement } from '../placement/evaluate.js';
import type { PlacementBounds, PlacementProblem } from '../placement/problem.js';
import type { Random } from '../random/random.js';
import { chance, integerBetween, logBetween, repeat } from './draw.js';
import { randomDevice, randomLinks, randomPool, randomPowerDomain, randomThermalDomain } from './random-machine.js';
import { randomPlan } from './random-plan.js';
import { randomRequest, randomStage } from './random-request.js';

/** Largest counts a random problem may have; each count is drawn from 1 up to these. */
export interface RandomProblemSize {
  /** Default 6. */
  readonly devices?: number;
  /** Default 40. */
  readonly stages?: number;
  /** Largest sample budget k. Default 16. */
  readonly samples?: number;
  /** Allow leakage so strong that some plans have no steady state. Default false: every plan's loop gain is below 0.9. */
  readonly runaway?: boolean;
}

const UNBOUNDED: PlacementBounds = {
  energyJ: Number.POSITIVE_INFINITY,
  latencyS: Number.POSITIVE_INFINITY,
  powerW: Number.POSITIVE_INFINITY,
};

/**
 * A random placement problem for property tests and benches: valid by construction, diverse in every field (shared pools and
 * domains, prohibitions, zero overheads, zero costs, infinite and finite bounds), the same for the same stream.
 *
 * Not every problem has a feasible plan: pools, caps, limits and bounds are drawn to cut through the space of plans.
 *
 * @example
 * const problem = randomPlacementProblem(seededRandom(1), { devices: 3, stages: 8 });
 */
export function randomPlacementProblem(random: Random, size: RandomProblemSize = {}): PlacementProblem {
  const deviceCount = integerBetween(random, 1, size.devices ?? 6);
  const stages = repeat(integerBetween(random, 1, size.stages ?? 40), (index) => randomStage(random, `stage ${index}`));
  const counts = {
    pools: integerBetween(random, 1, Math.min(3, deviceCount)),
    powerDomains: integerBetween(random, 1, deviceCount),
    thermalDomains: integerBetween(random, 1, deviceCount),
  };
  const devices = repeat(deviceCount, (index) => randomDevice(random, `device ${index}`, counts));
  const problem: PlacementProblem = {
    stages,
    devices,
    pools: repeat(counts.pools, (index) => randomPool(random, `pool ${index}`, stages)),
    powerDomains: repeat(counts.powerDomains, (index) => randomPowerDomain(random, `power domain ${index}`)),
    thermalDomains: repeat(counts.thermalDomains, (index) => {
      const members = devices.filter((device) => device.thermalDomain === index);
      return randomThermalDomain(random, `thermal domain ${index}`, members, size.runaway ?? false);
    }),
    links: randomLinks(random, deviceCount),
    request: randomRequest(random, integerBetween(random, 1, size.samples ?? 16)),
    bounds: UNBOUNDED,
    boardPowerW: chance(random, 0.3) ? 0 : logBetween(random, 0.1, 10),
    wholePhases: chance(random, 0.15),
    allowed: [randomAllowed(random, stages.length, deviceCount), randomAllowed(random, stages.length, deviceCount)],
  };
  const bounded = { ...problem, bounds: randomBounds(random, problem) };
  checkPlacementProblem(bounded);
  return bounded;
}

/** Everything allowed half of the time; otherwise single prohibitions, each stage keeping at least one device. */
function randomAllowed(random: Random, stageCount: number, deviceCount: number): boolean[][] {
  const everything = chance(random, 0.5);
  return repeat(stageCount, () => {
    const kept = random.integer(deviceCount);
    return repeat(deviceCount, (device) => everything || device === kept || chance(random, 0.85));
  });
}

/** Mostly none; else near what a random plan costs, so that plans fall on both sides. */
function randomBounds(random: Random, problem: PlacementProblem): PlacementBounds {
  const { energyJ, latencyS } = evaluatePlacement(problem, randomPlan(random, problem));
  const bound = (value: number) =>
    chance(random, 0.75) || !(value > 0) ? Number.POSITIVE_INFINITY : value * logBetween(random, 0.3, 3);
  return { energyJ: bound(energyJ), latencyS: bound(latencyS), powerW: bound(energyJ / latencyS) };
}
