import type { Candidate } from './candidate.js';

/** In the order help shows them. */
export const STOPPING_RULE_NAMES = ['lock', 'verified', 'anytime', 'bayes', 'value', 'none'] as const;
export type StoppingRuleName = (typeof STOPPING_RULE_NAMES)[number];

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
