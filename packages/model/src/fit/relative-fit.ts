import { type Guard, requirePositive } from '../_internals/require.js';
import { nonNegativeLeastSquares } from './non-negative-least-squares.js';

/**
 * Coefficients x ≥ 0 that minimise the squared relative errors Σ (A·x/b − 1)².
 *
 * Energies and times of published models span two orders of magnitude; squared absolute errors would fit the largest model
 * only. What is reported is a mean relative error, so that is what is minimised.
 *
 * @param rows - A, one row per observation
 * @param targets - b, each > 0
 * @throws {InvalidValueError} as {@link nonNegativeLeastSquares}, and if a target is not > 0
 */
export function relativeFit(rows: readonly (readonly number[])[], targets: readonly number[]): number[] {
  const guard: Guard = { where: 'relativeFit', remedy: 'leave out observations without a positive measured value' };
  targets.forEach((target, index) => {
    requirePositive(guard, `targets[${index}]`, target);
  });
  const scaled = rows.map((row, index) => row.map((value) => value / targets[index]));
  return nonNegativeLeastSquares(
    scaled,
    targets.map(() => 1),
  );
}
