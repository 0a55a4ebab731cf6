import { checkPlacementProblem, encodePlacementProblem, type PlacementProblem } from '@qeil/model';
import { flatPlanWidth } from './flat-plan.js';
import { compiledPgsam } from './low-level.js';
import { translatingErrors } from './thrown.js';

/** Evaluates many plans of one problem by the evaluator that the search uses. */
export interface BatchEvaluator {
  /**
   * Entries of one flat plan: a device per stage in prefill, the same in decode, an operating point per device, wave size,
   * micro-batches; all as indices but the last two.
   */
  readonly planWidth: number;
  /**
   * @param plans - flat plans, one after another
   * @returns per plan energy (J), latency (s), under-utilisation, violation
   * @throws {PgsamPlanError} if an entry is out of its range or the last plan is cut short
   */
  evaluate(plans: Uint32Array): Float64Array;
  /** Gives its memory back; it may not be used afterwards. */
  [Symbol.dispose](): void;
}

/**
 * For comparing other optimisers with this package's on equal terms. The problem is encoded once.
 *
 * @param keepTimes - keep the times of stages once computed, as the search does; false computes every plan from nothing, with the
 *   same bits
 * @throws {InvalidValueError} of `@qeil/model`, if the problem is not valid
 * @throws {PgsamProblemError} if there is more of something than the search accepts (65,535 of anything)
 */
export function batchEvaluator(problem: PlacementProblem, keepTimes = true): BatchEvaluator {
  checkPlacementProblem(problem);
  const { PlacementEvaluator } = compiledPgsam();
  const compiled = translatingErrors(() => new PlacementEvaluator(encodePlacementProblem(problem), keepTimes));
  return {
    planWidth: flatPlanWidth(problem),
    evaluate: (plans) => translatingErrors(() => compiled.evaluate(plans)),
    [Symbol.dispose]: () => compiled.free(),
  };
}
