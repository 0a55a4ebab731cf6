import { type Guard, requireArray, requireInteger, requirePositive } from '../_internals/require.js';
import { sumOf } from '../_internals/sum.js';
import type { PlacementRequest } from '../placement/problem.js';

const guard: Guard = { where: 'waveStepTables', remedy: 'give the lengths of samples already drawn, in tokens' };

/**
 * Steps of a wave and rows still running, for every wave size up to the budget, when lengths are drawn independently from the
 * sample of lengths given.
 *
 *   decodeSteps[b−1] = E[max of b lengths] = Σ_i x_(i)·((i/n)^b − ((i−1)/n)^b),  x_(1) ≤ … ≤ x_(n)
 *   rowsPerStep[b−1] = b·mean/E[max]
 *
 * Exact for the empirical distribution. Samples of one question are more alike than samples of a data set; give one question's
 * lengths where they are known, else the longest row is overstated.
 *
 * @param lengths - tokens per sample, > 0
 * @param budget - k, integer ≥ 1
 * @throws {InvalidValueError} if there are no lengths, one is not > 0, or the budget is not an integer ≥ 1
 */
export function waveStepTables(
  lengths: readonly number[],
  budget: number,
): Pick<PlacementRequest, 'decodeSteps' | 'rowsPerStep'> {
  requireArray(guard, 'lengths', lengths);
  lengths.forEach((length, index) => {
    requirePositive(guard, `lengths[${index}]`, length);
  });
  requireInteger(guard, 'budget', budget, 1);
  const sorted = [...lengths].sort((a, b) => a - b);
  const mean = sumOf(sorted, (length) => length) / sorted.length;
  const decodeSteps = Array.from({ length: budget }, (_, index) => expectedMaximum(sorted, index + 1));
  // The mean never exceeds the mean maximum; where all lengths are equal, rounding might.
  const rowsPerStep = decodeSteps.map((steps, index) => Math.min(index + 1, ((index + 1) * mean) / steps));
  return { decodeSteps, rowsPerStep };
}

function expectedMaximum(sorted: readonly number[], draws: number): number {
  const atMost = (rank: number) => (rank / sorted.length) ** draws;
  return sumOf(sorted, (length, index) => length * (atMost(index + 1) - atMost(index)));
}
