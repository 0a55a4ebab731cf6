import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compiledPgsam } from '../src/low-level.js';

/** Printed by `cargo run --example golden`; `crate/tests/golden.rs` replays the same file natively. */
interface GoldenCase {
  readonly name: string;
  /** Infinity has no JSON form and is written as "inf". */
  readonly problem: readonly (number | 'inf')[];
  readonly options: {
    readonly seed: number;
    readonly evaluations: number;
    readonly exhaustiveLimit: number;
    readonly mu: number;
    readonly epsilon: number;
    readonly theta: number;
  };
  readonly exact: boolean;
  readonly evaluations: number;
  readonly front: readonly { readonly plan: readonly number[]; readonly bits: readonly string[] }[];
  readonly closest: readonly number[];
}

const { cases } = JSON.parse(readFileSync(new URL('fixtures/golden.json', import.meta.url), 'utf8')) as {
  cases: readonly GoldenCase[];
};

const bitsOf = (value: number): string => {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16).padStart(16, '0');
};

describe('the compiled search', () => {
  it.each(cases.map((golden) => [golden.name, golden] as const))('%s: the recorded bits', (_, golden) => {
    const { seed, evaluations, exhaustiveLimit, mu, epsilon, theta } = golden.options;
    const problem = Float64Array.from(golden.problem, (value) => (value === 'inf' ? Number.POSITIVE_INFINITY : value));
    const { PlacementSearch } = compiledPgsam();
    const search = new PlacementSearch(problem, seed, evaluations, exhaustiveLimit, 0, mu, epsilon, theta, true);
    while (search.step(777));
    expect(search.certificate() === 'exact').toBe(golden.exact);
    expect(search.evaluations()).toBe(golden.evaluations);
    expect(Array.from(search.frontPlans())).toEqual(golden.front.flatMap(({ plan }) => plan));
    expect(Array.from(search.frontObjectives(), bitsOf)).toEqual(golden.front.flatMap(({ bits }) => bits));
    expect(Array.from(search.closestPlan())).toEqual(golden.closest);
    search.free();
  });
});
