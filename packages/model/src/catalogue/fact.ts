/**
 * How a value is known.
 *
 * - `sourced`: printed by the named source;
 * - `measured`: measured by the named author;
 * - `derived`: arithmetic on sourced values, the formula in `source`;
 * - `unknown`: no readable source gave it; the value is null, never 0;
 * - `prior`: filled in on request, its basis in `source`. Catalogue data hold none.
 */
export type FactKind = 'sourced' | 'measured' | 'derived' | 'unknown' | 'prior';

/** One value with its provenance. */
export interface Fact<Value = number> {
  readonly value: Value | null;
  readonly kind: FactKind;
  /** Where it stands, or the formula; null exactly when the kind is `unknown`. */
  readonly source: string | null;
  /** Conditions, conflicts between sources, recollections that are no data. */
  readonly note?: string;
}

export function sourced<Value>(value: Value, source: string, note?: string): Fact<Value> {
  return fact(value, 'sourced', source, note);
}

export function measured<Value>(value: Value, source: string, note?: string): Fact<Value> {
  return fact(value, 'measured', source, note);
}

export function derived<Value>(value: Value, formula: string, note?: string): Fact<Value> {
  return fact(value, 'derived', formula, note);
}

export function prior(value: number, basis: string): Fact {
  return fact(value, 'prior', basis);
}

/** A value nobody gave. The note may hold a recollection, which nothing reads. */
export function unknown(note?: string): Fact<never> {
  return note === undefined
    ? { value: null, kind: 'unknown', source: null }
    : { value: null, kind: 'unknown', source: null, note };
}

function fact<Value>(value: Value, kind: FactKind, source: string, note?: string): Fact<Value> {
  return note === undefined ? { value, kind, source } : { value, kind, source, note };
}
