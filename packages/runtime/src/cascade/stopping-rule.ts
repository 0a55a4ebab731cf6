import type { Candidate } from './candidate.js';

export type StoppingRuleName = 'lock' | 'verified' | 'bayes' | 'none';

/** What a rule may look at, between waves. */
export interface SamplingState {
  readonly candidates: readonly Candidate[];
  /** Budget k. */
  readonly budget: number;
}

export interface StoppingRule {
  readonly name: StoppingRuleName;
  /** What the user may rely on when this rule stops. */
  readonly promise: string;
  /** A reason to stop, or undefined to go on. */
  stopReason(state: SamplingState): string | undefined;
}
