import {
  evaluatePlacement,
  type PlacementEvaluation,
  type PlacementProblem,
  standardBatchedPlan,
  standardPlan,
} from '@qeil/model';
import { evaluateRepeatedPrefill, withFixedBudget } from '../planning/repeated-prefill.js';

/** A meaning of "standard inference", which the paper does not define: all on one device, the whole budget drawn. */
export interface StandardReading {
  readonly label: string;
  /** `anew`: samples one after another, the prompt prefilled for each; `kept`: prefilled once; `batch`: all in one batch. */
  readonly samples: 'anew' | 'kept' | 'batch';
  /** Index of the device; the fastest that holds the model when left out. */
  readonly device?: number;
}

export const USUAL_STANDARD: StandardReading = {
  label: 'one after another, prompt prefilled for each',
  samples: 'anew',
};

/** Readings on the fastest device. */
export const STANDARD_READINGS: readonly StandardReading[] = [
  USUAL_STANDARD,
  { label: 'one after another, prompt kept', samples: 'kept' },
  { label: 'all in one batch', samples: 'batch' },
];

/** What standard inference costs in one reading; its violation says whether it can be. */
export function evaluateStandard(problem: PlacementProblem, { samples, device }: StandardReading): PlacementEvaluation {
  const fixed = withFixedBudget(problem);
  const fastest = samples === 'batch' ? standardBatchedPlan(fixed) : standardPlan(fixed);
  const everywhere = fixed.stages.map(() => device ?? 0);
  const plan = device === undefined ? fastest : { ...fastest, prefillDevice: everywhere, decodeDevice: everywhere };
  return samples === 'anew' ? evaluateRepeatedPrefill(fixed, plan) : evaluatePlacement(fixed, plan);
}
