import { type Guard, requireInteger } from '../_internals/require.js';

/** What a check may say of a candidate; `unknown`: it had nothing to judge. */
export const VERDICTS = ['accept', 'reject', 'unknown'] as const;
/** One of {@link VERDICTS}. */
export type CheckVerdict = (typeof VERDICTS)[number];

/** How often a check gave each verdict, by whether the candidate's answer was right. Integers ≥ 0. */
export interface CheckCounts {
  readonly right: Readonly<Record<CheckVerdict, number>>;
  readonly wrong: Readonly<Record<CheckVerdict, number>>;
}

/** P(verdict | right) and P(verdict | wrong); each row sums to 1. */
export interface CheckRates {
  readonly right: Readonly<Record<CheckVerdict, number>>;
  readonly wrong: Readonly<Record<CheckVerdict, number>>;
}

/** A check that was never held against the truth. */
export const NO_CHECK_COUNTS: CheckCounts = {
  right: { accept: 0, reject: 0, unknown: 0 },
  wrong: { accept: 0, reject: 0, unknown: 0 },
};

const guard: Guard = { where: 'checkRates', remedy: 'give counts of verdicts, integers ≥ 0' };

/**
 * Posterior mean rates of a check under a uniform prior over the three verdicts.
 *
 *   P(v | right) = (n_v + 1) / (n + 3), and likewise for wrong
 *
 * Each rate alone is a Beta(n_v + 1, n − n_v + 2) mean. `right.accept` is the true-positive rate, `wrong.accept` the
 * false-positive rate. Without counts both rows are equal: an untried check tells nothing.
 *
 * @throws {InvalidValueError} if a count is not an integer ≥ 0
 */
export function checkRates(counts: CheckCounts): CheckRates {
  return { right: row(counts.right, 'counts.right'), wrong: row(counts.wrong, 'counts.wrong') };
}

function row(counts: CheckCounts['right'], path: string): CheckRates['right'] {
  for (const verdict of VERDICTS) requireInteger(guard, `${path}.${verdict}`, counts[verdict], 0);
  const total = counts.accept + counts.reject + counts.unknown + VERDICTS.length;
  return {
    accept: (counts.accept + 1) / total,
    reject: (counts.reject + 1) / total,
    unknown: (counts.unknown + 1) / total,
  };
}
