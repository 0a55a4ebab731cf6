import { type PlacementPlan, type PlacementProblem, seededRandom } from '@qeil/model';
import { type RandomProblemSize, randomPlacementProblem, randomPlan } from '@qeil/model/testing';
import fc from 'fast-check';

/** A problem and a plan from one fresh seed; a failure prints the seed, which gives both back. */
export function problemAndPlan(
  size?: RandomProblemSize,
): fc.Arbitrary<{ seed: number; problem: PlacementProblem; plan: PlacementPlan }> {
  return fc.nat().map((seed) => {
    const random = seededRandom(seed, 'problem and plan');
    const problem = randomPlacementProblem(random, size);
    return { seed, problem, plan: randomPlan(random, problem) };
  });
}

const NONE = Number.POSITIVE_INFINITY;

/**
 * A moderate problem with feasible plans, always the same for the same seed. The constraints of random problems are drawn to
 * cut, and most cut everything away; here memory alone binds, and not everywhere.
 */
export function problemOf(seed: number, size: RandomProblemSize = { devices: 4, stages: 14, samples: 8 }) {
  const problem = randomPlacementProblem(seededRandom(seed, 'pgsam'), size);
  return {
    ...problem,
    pools: problem.pools.map((pool) => ({ ...pool, usableByte: 5 * pool.usableByte })),
    powerDomains: problem.powerDomains.map((domain) => ({ ...domain, capW: NONE })),
    thermalDomains: problem.thermalDomains.map((domain) => ({ ...domain, limitK: NONE })),
    bounds: { energyJ: NONE, latencyS: NONE, powerW: NONE },
  };
}
