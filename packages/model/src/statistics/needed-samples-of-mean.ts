import { type Guard, requireInteger, requireThat } from '../_internals/require.js';
import { sumOf } from '../_internals/sum.js';

const guard: Guard = { where: 'neededSamplesOfMean', remedy: 'give a mean from 1 to the budget' };

/**
 * The least committed distribution of needed samples on 1 … k with a given mean: of all with that mean it has the most entropy.
 *
 *   P(n) ∝ r^n,  r ≥ 0 such that Σ n·P(n) = mean
 *
 * The mean (k + 1)/2 gives r = 1, every number equally likely; 1 gives one sample always, k the whole budget always. Below the
 * middle it is a geometric distribution cut at k, that of a question which each sample settles with the same probability.
 *
 * @param budget - k, integer ≥ 1
 * @param mean - in [1, k]
 * @returns P(n) at index n − 1, summing to 1
 * @throws {InvalidValueError} if the budget is not an integer ≥ 1 or the mean is outside [1, k]
 */
export function neededSamplesOfMean(budget: number, mean: number): number[] {
  requireInteger(guard, 'budget', budget, 1);
  requireThat(mean >= 1 && mean <= budget, guard, 'mean', mean, `be a number from 1 to the budget ${budget}`);
  // Symmetric in n → k + 1 − n: only means up to the middle are searched for, with r in [0, 1].
  if (mean > (budget + 1) / 2) return neededSamplesOfMean(budget, budget + 1 - mean).reverse();
  let low = 0;
  let high = 1;
  // 60 halvings leave an interval of 1e-18, less than the rounding of r.
  for (let round = 0; round < 60; round += 1) {
    const middle = (low + high) / 2;
    if (meanOf(powers(budget, middle)) < mean) low = middle;
    else high = middle;
  }
  return powers(budget, low);
}

function powers(budget: number, ratio: number): number[] {
  const weights = Array.from({ length: budget }, (_, index) => ratio ** index);
  const total = sumOf(weights, (weight) => weight);
  return weights.map((weight) => weight / total);
}

function meanOf(distribution: readonly number[]): number {
  return sumOf(distribution, (share, index) => share * (index + 1));
}
