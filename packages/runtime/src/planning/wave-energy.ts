import { evaluatePlacement, type PlacementPlan, type PlacementProblem } from '@qeil/model';
import type { EvaluatedPlan } from './choose-plan.js';

/**
 * Expected energy of a question's first wave, its prefill included (J): that of a question which needs exactly one wave.
 *
 * @param plan - of the problem
 */
export function firstWaveEnergyJ(problem: PlacementProblem, plan: PlacementPlan): number {
  const { neededSamples } = problem.request;
  const oneWave = neededSamples.map((_, index) => (index === plan.waveSize - 1 ? 1 : 0));
  return evaluatePlacement({ ...problem, request: { ...problem.request, neededSamples: oneWave } }, plan).energyJ;
}

/**
 * The plans of a front, and smaller waves of the same placements, whose first wave is expected to stay within a budget of joules.
 * When not even one sample does, waves of one: sampling then stops before the first.
 */
export function withinWaveEnergy(
  problem: PlacementProblem,
  front: readonly EvaluatedPlan[],
  mostJ: number,
): readonly EvaluatedPlan[] {
  const sized = front.flatMap(({ plan }) =>
    Array.from({ length: plan.waveSize }, (_, index) => {
      const smaller = { ...plan, waveSize: index + 1, microBatches: Math.min(plan.microBatches, index + 1) };
      return { plan: smaller, evaluation: evaluatePlacement(problem, smaller) };
    }),
  );
  const fitting = sized.filter(({ plan }) => firstWaveEnergyJ(problem, plan) <= mostJ);
  return fitting.length > 0 ? fitting : sized.filter(({ plan }) => plan.waveSize === 1);
}
