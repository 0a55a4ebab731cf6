import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchEvaluator, evaluatePlacementInWasm, flatToPlan, PgsamPlanError, planToFlat } from '../src/index.js';
import { problemAndPlan } from './arbitrary.js';

describe('batchEvaluator', () => {
  it('costs every plan of a batch as evaluatePlacementInWasm does', () => {
    fc.assert(
      fc.property(problemAndPlan(), fc.integer({ min: 1, max: 5 }), ({ problem, plan }, copies) => {
        const evaluator = batchEvaluator(problem);
        const single = { ...plan, waveSize: 1, microBatches: 1 };
        const plans = Array.from({ length: copies }, (_, index) => (index % 2 === 0 ? plan : single));
        const flat = Uint32Array.from(plans.flatMap((each) => Array.from(planToFlat(each))));
        expect(flatToPlan(problem, flat, (copies - 1) * evaluator.planWidth)).toEqual(plans.at(-1));
        const expected = plans.flatMap((each) => {
          const { energyJ, latencyS, underUtilisation, violation } = evaluatePlacementInWasm(problem, each);
          return [energyJ, latencyS, underUtilisation, violation];
        });
        expect(Array.from(evaluator.evaluate(flat))).toEqual(expected);
        evaluator[Symbol.dispose]();
      }),
    );
  });

  it('refuses a plan that is cut short or points nowhere', () => {
    fc.assert(
      fc.property(problemAndPlan(), ({ problem, plan }) => {
        const evaluator = batchEvaluator(problem);
        const flat = planToFlat(plan);
        expect(() => evaluator.evaluate(flat.subarray(1))).toThrow(PgsamPlanError);
        expect(() => evaluator.evaluate(flat.map(() => 65_000))).toThrow(PgsamPlanError);
        evaluator[Symbol.dispose]();
      }),
      { numRuns: 20 },
    );
  });
});
