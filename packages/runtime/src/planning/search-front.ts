import { evaluatePlacement, nonDominated, type PlacementPlan, type PlacementProblem } from '@qeil/model';
import { type FrontCertificate, type LowerBounds, type SolveProgress, solvePlacement } from '@qeil/pgsam-wasm';
import type { EvaluatedPlan } from './choose-plan.js';

export interface SearchOptions {
  readonly seed: number;
  /** Plans the search may look at; its own default unless told. Small problems are enumerated whatever this says. */
  readonly evaluations?: number;
  /** Labels a proof may keep; its own default unless told, 0 tries none. */
  readonly proofLabels?: number;
  readonly onProgress?: (progress: SolveProgress) => void;
  readonly signal?: AbortSignal;
}

/** What a search found, by the reference evaluator. */
export interface SearchedFront {
  /** Feasible plans none of which beats another, by energy. */
  readonly front: readonly EvaluatedPlan[];
  /** The plan that breaks its constraints least, when the front is empty. */
  readonly closest: PlacementPlan | undefined;
  readonly certificate: FrontCertificate;
  /** What no plan can beat; undefined where that cannot be said. */
  readonly bounds: LowerBounds | undefined;
  readonly evaluations: number;
}

/**
 * Search the placements and evaluate the front once more by the reference.
 *
 * @param written - writes plans that run alike, alike
 */
export async function searchFront(
  problem: PlacementProblem,
  { seed, evaluations, proofLabels, onProgress, signal }: SearchOptions,
  written: (plan: PlacementPlan) => PlacementPlan,
): Promise<SearchedFront> {
  const solution = await solvePlacement(problem, {
    seed,
    ...(evaluations === undefined ? {} : { evaluations }),
    ...(proofLabels === undefined ? {} : { proofLabels }),
    ...(onProgress === undefined ? {} : { onProgress }),
    ...(signal === undefined ? {} : { signal }),
  });
  const plans = solution.front.map(({ plan }) => written(plan));
  return {
    front: evaluateFront(problem, plans),
    closest: solution.closest,
    certificate: solution.certificate,
    bounds: solution.bounds,
    evaluations: solution.evaluations,
  };
}

/** The feasible front of plans that cost the same one, cheapest first. */
function evaluateFront(problem: PlacementProblem, plans: readonly PlacementPlan[]): readonly EvaluatedPlan[] {
  const evaluated = plans.map((plan) => ({ plan, evaluation: evaluatePlacement(problem, plan) }));
  const feasible = evaluated.filter(({ evaluation }) => evaluation.violation === 0);
  const front = nonDominated(feasible, ({ evaluation: { energyJ, latencyS, underUtilisation } }) => [
    energyJ,
    latencyS,
    underUtilisation,
  ]);
  return front.sort((a, b) => a.evaluation.energyJ - b.evaluation.energyJ);
}

/** The first point for devices that a plan does not use. */
export function idlePointsFirst(plan: PlacementPlan): PlacementPlan {
  const used = new Set([...plan.prefillDevice, ...plan.decodeDevice]);
  return { ...plan, point: plan.point.map((point, device) => (used.has(device) ? point : 0)) };
}
