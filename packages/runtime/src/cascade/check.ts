import type { Sample } from '../engine/wave.js';

/** `unknown`: the check had nothing to judge, for example no worked step. */
export type Verdict = 'accept' | 'reject' | 'unknown';

export interface CheckResult {
  readonly check: string;
  /** Copied from the check, so that a recorded result can be judged without the check that made it. */
  readonly exact: boolean;
  readonly verdict: Verdict;
  /** Why, in words: the step that fails and what it should be. */
  readonly detail: string;
}

/** Judges one sample without a model. `exact` checks are sound as far as they go; others are hints. */
export interface Check {
  readonly name: string;
  readonly exact: boolean;
  run(sample: Sample, question: string): CheckResult;
}
