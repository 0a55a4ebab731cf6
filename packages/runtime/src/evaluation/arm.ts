import type { StoppingRuleName } from '../cascade/stopping-rule.js';
import type { ExecutablePlan } from '../planning/executable-plan.js';

/** One way of running a data set: a plan, a budget, a stopping rule and a selection. */
export interface EvaluationArm {
  readonly name: string;
  readonly plan: ExecutablePlan;
  readonly budget: number;
  /** `none` draws the whole budget. */
  readonly rule: StoppingRuleName;
  /** `majority`: plain vote. `arde`: checks and confidence weigh in. */
  readonly selection: 'majority' | 'arde';
}
