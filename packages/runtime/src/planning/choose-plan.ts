import { knee, type PlacementEvaluation, type PlacementPlan } from '@qeil/model';

/** What decides among the plans of a front. */
export type PlanObjective = 'knee' | 'energy' | 'latency';

export interface EvaluatedPlan {
  readonly plan: PlacementPlan;
  readonly evaluation: PlacementEvaluation;
}

/**
 * The plan to run: the cheapest, the fastest, or the knee between the two.
 *
 * The knee is looked for among the plans that are not beaten in both energy and time. Under-utilisation shapes the front but does
 * not choose: nobody pays for it.
 *
 * @param front - feasible plans, at least one
 */
export function choosePlan(front: readonly EvaluatedPlan[], objective: PlanObjective): EvaluatedPlan {
  const [first] = front;
  if (first === undefined) throw new RangeError('choosePlan: the front is empty');
  if (objective !== 'knee') {
    const [main, other] = objective === 'energy' ? ([energyOf, latencyOf] as const) : ([latencyOf, energyOf] as const);
    return front.reduce((best, plan) => {
      const gain = main(best) - main(plan);
      return gain > 0 || (gain === 0 && other(plan) < other(best)) ? plan : best;
    }, first);
  }
  const candidates = front.filter((plan) => !front.some((other) => beats(other, plan)));
  const { index } = knee(candidates.map((plan) => [energyOf(plan), latencyOf(plan)]));
  return candidates[index] ?? first;
}

function beats(a: EvaluatedPlan, b: EvaluatedPlan): boolean {
  const [energy, latency] = [energyOf(a) - energyOf(b), latencyOf(a) - latencyOf(b)];
  return energy <= 0 && latency <= 0 && (energy < 0 || latency < 0);
}

function energyOf({ evaluation }: EvaluatedPlan): number {
  return evaluation.energyJ;
}

function latencyOf({ evaluation }: EvaluatedPlan): number {
  return evaluation.latencyS;
}
