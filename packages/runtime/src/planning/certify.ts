import type { PlacementProblem } from '@qeil/model';
import { type Certificate, certifyPlan } from '@qeil/pgsam-wasm';
import type { EvaluatedPlan, PlanObjective } from './choose-plan.js';
import type { SearchedFront } from './search-front.js';

/**
 * How sure a plan of the front is to be the best for the objective: of the energy, of the time, or, for the knee, of both at once.
 *
 * The problem's own limits on energy and time count: within them nothing may be as good as the bound says.
 */
export function certify(
  { bounds: { energyJ, latencyS } }: PlacementProblem,
  { certificate, bounds }: Pick<SearchedFront, 'certificate' | 'bounds'>,
  { evaluation }: EvaluatedPlan,
  objective: PlanObjective,
): Certificate {
  return certifyPlan(certificate, evaluation, bounds, {
    objective: objective === 'knee' ? 'both' : objective,
    limits: { energyJ, latencyS },
  });
}
