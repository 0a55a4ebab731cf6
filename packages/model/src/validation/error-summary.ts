import { type Guard, requireArray, requirePositive } from '../_internals/require.js';

/** A prediction beside what was measured. */
export interface Prediction {
  readonly predicted: number;
  readonly measured: number;
}

/** Relative errors e = predicted/measured − 1 of several predictions, as shares of 1. */
export interface ErrorSummary {
  readonly count: number;
  /** Mean |e|. */
  readonly meanAbsolute: number;
  /** Median |e|. */
  readonly medianAbsolute: number;
  /** Mean e: > 0 where predictions are too high. */
  readonly bias: number;
  /** Largest |e|, with its sign. */
  readonly worst: number;
}

/**
 * Mean, median, bias and worst of the relative errors.
 *
 * @throws {InvalidValueError} if there is no prediction, or a value is not > 0
 */
export function errorSummary(predictions: readonly Prediction[]): ErrorSummary {
  const guard: Guard = { where: 'errorSummary', remedy: 'give at least one pair of positive numbers' };
  requireArray(guard, 'predictions', predictions);
  const errors = predictions.map(({ predicted, measured }, index) => {
    requirePositive(guard, `predictions[${index}].predicted`, predicted);
    requirePositive(guard, `predictions[${index}].measured`, measured);
    return predicted / measured - 1;
  });
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    count: errors.length,
    meanAbsolute: mean(errors.map(Math.abs)),
    medianAbsolute: median(errors.map(Math.abs)),
    bias: mean(errors),
    worst: errors.reduce((worst, error) => (Math.abs(error) > Math.abs(worst) ? error : worst), 0),
  };
}

/**
 * Middle value; the mean of the two middle ones when their number is even.
 *
 * @throws {InvalidValueError} if there is none
 */
export function median(values: readonly number[]): number {
  requireArray({ where: 'median', remedy: 'give at least one number' }, 'values', values);
  const sorted = [...values].sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
