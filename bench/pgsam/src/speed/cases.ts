import { type PlacementPlan, type PlacementProblem, type Random, seededRandom } from '@qeil/model';
import { flatToPlan } from '@qeil/pgsam-wasm';
import { neighbour } from '../arms/moves.js';
import { type Genes, PlanSpace } from '../arms/plan-space.js';
import { randomGenes } from '../arms/random-plan.js';
import { largeProblem, randomInstance } from '../instances/random-instance.js';

/** One problem with plans to evaluate, in the forms that the arms read. */
export interface SpeedCase {
  readonly name: string;
  readonly problem: PlacementProblem;
  readonly plans: readonly PlacementPlan[];
  /** The same plans, flat, one after another. */
  readonly flatPlans: Uint32Array;
}

const PLANS = 2_000;

/** Small (every plan could be visited), 32 layers with heat and points, and large. */
export function speedCases(): readonly SpeedCase[] {
  return [
    speedCase('small', randomInstance('exact', 0, 'test').problem),
    speedCase('32-layers', randomInstance('heat', 0, 'test').problem),
    speedCase('large', largeProblem()),
  ];
}

function speedCase(name: string, problem: PlacementProblem): SpeedCase {
  const rows = walk(seededRandom(1, `walk ${name}`), new PlanSpace(problem));
  const flatPlans = Uint32Array.from(rows.flatMap((row) => Array.from(row)));
  return { name, problem, flatPlans, plans: rows.map((row) => flatToPlan(problem, row)) };
}

/** Plans as a search proposes them: each a move away from the one before it or from where that one set out. */
function walk(random: Random, space: PlanSpace): Genes[] {
  let current = randomGenes(random, space);
  space.repair(current);
  return Array.from({ length: PLANS }, () => {
    const proposed = current.slice();
    neighbour(random, space, proposed);
    if (random.uniform() < 0.5) current = proposed;
    return proposed;
  });
}
