import {
  checkPlacementProblem,
  checkPlan,
  encodePlacementProblem,
  type PlacementEvaluation,
  type PlacementPlan,
  type PlacementProblem,
  type ThermalState,
} from '@qeil/model';
import { PgsamCrashedError } from './errors.js';
import { planToFlat } from './flat-plan.js';
import { compiledPgsam } from './low-level.js';
import { translatingErrors } from './thrown.js';

/**
 * What one plan costs, by the evaluator that the search uses. Equal to `evaluatePlacement` of `@qeil/model`, the reference, to
 * 1e-12 relative; of use for checking that, not for speed, as the problem is encoded anew for every plan.
 *
 * @throws {InvalidValueError} of `@qeil/model`, if the problem or the plan is not valid
 * @throws {PgsamProblemError} if there is more of something than the search accepts (65,535 of anything)
 */
export function evaluatePlacementInWasm(problem: PlacementProblem, plan: PlacementPlan): PlacementEvaluation {
  checkPlacementProblem(problem);
  checkPlan(problem, plan);
  const flat = translatingErrors(() => compiledPgsam().evaluatePlan(encodePlacementProblem(problem), planToFlat(plan)));
  const read = readerOf(flat);
  const [energyJ, latencyS, underUtilisation, violation] = [read(), read(), read(), read()];
  const [switching, traffic, active, sleep] = [read(), read(), read(), read()];
  const [leakage, links, board] = [read(), read(), read()];
  const [prefill, kvMove, decode] = [read(), read(), read()];
  return {
    energyJ,
    latencyS,
    underUtilisation,
    violation,
    breakdown: { switching, traffic, active, sleep, leakage, links, board },
    seconds: { prefill, kvMove, decode },
    waves: read(),
    memoryPressure: problem.pools.map(read),
    thermal: problem.thermalDomains.map(() => thermalState(read(), read(), read())),
  };
}

/** The flat form has no undefined; no settled temperature is NaN there. */
function thermalState(temperatureK: number, phi: number, loopGain: number): ThermalState {
  return { temperatureK: Number.isNaN(temperatureK) ? undefined : temperatureK, phi, loopGain };
}

function readerOf(flat: Float64Array): () => number {
  let position = 0;
  return () => {
    const value = flat[position];
    position += 1;
    if (value === undefined) throw new PgsamCrashedError(`evaluatePlan returned only ${flat.length} numbers`);
    return value;
  };
}
