import fc from 'fast-check';
import { type PlacementPlan, type PlacementProblem, seededRandom } from '../../src/index.js';
import { type RandomProblemSize, randomPlacementProblem, randomPlan } from '../../src/testing/index.js';

/** A problem and a plan from one fresh seed; a failure prints the seed, which gives both back. */
export function problemAndPlan(
  size: RandomProblemSize = { devices: 4, stages: 12, samples: 8 },
): fc.Arbitrary<{ seed: number; problem: PlacementProblem; plan: PlacementPlan }> {
  return fc.nat().map((seed) => {
    const random = seededRandom(seed, 'problem and plan');
    const problem = randomPlacementProblem(random, size);
    return { seed, problem, plan: randomPlan(random, problem) };
  });
}
