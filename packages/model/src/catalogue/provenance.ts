import type { Fact, FactKind } from './fact.js';

/** A number that went into a machine, and how it is known. */
export interface UsedValue {
  /** Its place in the result: `devices[0].points[0].byteRate`. */
  readonly path: string;
  readonly value: number;
  readonly kind: FactKind;
  readonly basis: string;
}

/** A number that is missing. */
export interface MissingValue {
  readonly path: string;
  /** What to find out, in words. */
  readonly what: string;
  /** What the catalogue notes about it, if anything. */
  readonly note: string | undefined;
}

/** Collects what is used and what is missing while a machine is put together. */
export interface Ledger {
  readonly used: UsedValue[];
  readonly missing: MissingValue[];
}

/** A known number, or a prior made from others; undefined when there is none. */
export type Candidate = Fact | undefined;

/**
 * The first candidate with a value, recorded under its path; when there is none the path is recorded as missing.
 *
 * @returns the value; NaN when it is missing, so that nothing computed from it looks like a number
 */
export function take(ledger: Ledger, path: string, what: string, ...candidates: readonly Candidate[]): number {
  for (const candidate of candidates) {
    if (candidate === undefined || candidate.value === null || candidate.source === null) continue;
    ledger.used.push({ path, value: candidate.value, kind: candidate.kind, basis: candidate.source });
    return candidate.value;
  }
  ledger.missing.push({ path, what, note: candidates.find((candidate) => candidate?.note !== undefined)?.note });
  return Number.NaN;
}
