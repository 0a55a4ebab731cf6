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
  /** True when the cascade did not run the check, since it did not pay; `detail` says why. */
  readonly skipped?: true | undefined;
  /** What running it took (s, measured), and the energy charged for it (J); absent where nobody measured. */
  readonly timeS?: number | undefined;
  readonly energyJ?: number | null | undefined;
}

/** Judges one sample without a model. `exact` checks are sound as far as they go; others are hints. */
export interface Check {
  /** With its arguments: results and what is learnt of the check are kept under it. */
  readonly name: string;
  readonly exact: boolean;
  /** Free checks say whether a sample can be read at all; the cascade never weighs them. */
  readonly free?: true;
  /** How this task's answers are read from a text, canonical; the default is what follows the last `####`. */
  readonly readAnswer?: (text: string) => string | undefined;
  /** Whether an answer counts as the reference; the default is equality. For grading only: checks never see references. */
  readonly matchesReference?: (answer: string, reference: string) => boolean;
  run(sample: Sample, question: string): CheckResult | Promise<CheckResult>;
}

/** A check that answers at once. */
export interface ImmediateCheck extends Check {
  run(sample: Sample, question: string): CheckResult;
}
