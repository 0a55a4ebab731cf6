import type { Catalogue } from './catalogue.js';
import { type Fact, prior } from './fact.js';
import type { Prior, PriorTable } from './priors.js';
import { type Candidate, type Ledger, take } from './provenance.js';

/** What is put together at one place, handed down. */
export interface Context {
  readonly catalogue: Catalogue;
  readonly ledger: Ledger;
  readonly withPriors: boolean;
  /** Values to fill in when priors are asked for. */
  readonly priors: PriorTable;
}

/** A candidate that counts only when the caller asked for priors. */
export function when({ withPriors }: Context, candidate: Candidate): Candidate {
  return withPriors ? candidate : undefined;
}

/** The first candidate with a value; else the first, whose note may say why there is none. */
export function first(...candidates: readonly Candidate[]): Candidate {
  return candidates.find((candidate) => candidate?.value != null) ?? candidates[0];
}

/** The prior as a marked fact. */
export function asFact({ value, basis }: Prior): Fact {
  return prior(value, basis);
}

/** A share of a known value, marked as a prior. */
export function scaledBy({ value, basis }: Prior, fact: Fact): Candidate {
  return fact.value === null ? undefined : prior(fact.value * value, `${basis}; capacity: ${fact.source}`);
}

/** A bound that may be absent. */
export function orNone({ ledger, withPriors }: Context, path: string, what: string, fact: Fact): number {
  const none: Fact = prior(Number.POSITIVE_INFINITY, `no ${what} is known: none is imposed`);
  return take(ledger, path, what, fact, withPriors ? none : undefined);
}

/** An effect that is left out when nothing is known of it, and said to be. */
export function orZero({ ledger, withPriors }: Context, path: string, what: string, fact: Fact): number {
  return take(ledger, path, what, fact, withPriors ? prior(0, `no ${what} is known: not modelled`) : undefined);
}
