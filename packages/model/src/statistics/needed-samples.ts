import { type Guard, requireInteger, requireThat } from '../_internals/require.js';

/** How to treat counts that were never seen. */
export interface NeededSamplesOptions {
  /** Count every outcome 1 … k once more than it was seen (Laplace). Default false. */
  readonly addOne?: boolean;
}

const guard: Guard = {
  where: 'neededSamplesDistribution',
  remedy: 'give the samples each earlier question needed, 1 … k',
};

/**
 * Distribution of the samples a question needs before sampling may stop, from earlier questions.
 *
 *   P(n) = (questions that needed n + s) / (questions + s·k),  s = 1 with `addOne`, else 0
 *
 * @param observed - samples needed by each earlier question, integers in 1 … k; those that used up the budget count as k
 * @param budget - k, integer ≥ 1
 * @returns P(n) at index n − 1, summing to 1
 * @throws {InvalidValueError} if a count is outside 1 … k, or nothing was observed and nothing is added
 */
export function neededSamplesDistribution(
  observed: readonly number[],
  budget: number,
  { addOne = false }: NeededSamplesOptions = {},
): number[] {
  requireInteger(guard, 'budget', budget, 1);
  const hasBasis = observed.length > 0 || addOne;
  requireThat(hasBasis, guard, 'observed', observed, 'hold at least one question, or be smoothed with addOne');
  const counts = new Array<number>(budget).fill(addOne ? 1 : 0);
  observed.forEach((needed, index) => {
    requireInteger(guard, `observed[${index}]`, needed, 1, budget);
    counts[needed - 1] += 1;
  });
  const total = observed.length + (addOne ? budget : 0);
  return counts.map((count) => count / total);
}
