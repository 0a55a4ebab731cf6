import { type Guard, requireArray, requireBoolean, requireInteger, requireProbability } from '../_internals/require.js';
import { sumOf } from '../_internals/sum.js';

/** A stated probability and what came true. */
export interface Forecast {
  /** Stated probability, in [0, 1]. */
  readonly probability: number;
  readonly correct: boolean;
}

const remedy = 'give probabilities in [0, 1] with what came true';

/**
 * Brier score: mean squared distance between stated probability and outcome.
 *
 *   Σ (p − y)² / n,  y = 1 when correct, else 0
 *
 * Source: Brier, Monthly Weather Review 78(1), 1950, in its one-sided form.
 *
 * @returns score in [0, 1]; 0 is perfect, 0.25 is what always saying ½ gets
 * @throws {InvalidValueError} if there is no forecast or one is outside its domain
 */
export function brierScore(forecasts: readonly Forecast[]): number {
  checkForecasts({ where: 'brierScore', remedy }, forecasts);
  return sumOf(forecasts, ({ probability, correct }) => (probability - Number(correct)) ** 2) / forecasts.length;
}

/**
 * Expected calibration error: how far stated probabilities are from observed frequencies, over bins of equal width.
 *
 *   Σ_bins (n_bin/n)·|mean probability − share correct|
 *
 * Bin i of B holds [i/B, (i+1)/B), the last also 1. It depends on the bins; with few forecasts per bin noise alone makes it > 0.
 * Source: Guo, Pleiss, Sun, Weinberger, ICML 2017 (arXiv 1706.04599), eq. 3.
 *
 * @param bins - integer ≥ 1; default 10
 * @returns error in [0, 1]
 * @throws {InvalidValueError} if there is no forecast, one is outside its domain, or bins is not an integer ≥ 1
 */
export function expectedCalibrationError(forecasts: readonly Forecast[], bins = 10): number {
  const guard: Guard = { where: 'expectedCalibrationError', remedy };
  checkForecasts(guard, forecasts);
  requireInteger(guard, 'bins', bins, 1);
  // Σ p − Σ y per bin: the bin's size cancels.
  const excess = new Array<number>(bins).fill(0);
  for (const { probability, correct } of forecasts) {
    excess[Math.min(bins - 1, Math.floor(probability * bins))] += probability - Number(correct);
  }
  return sumOf(excess, Math.abs) / forecasts.length;
}

function checkForecasts(guard: Guard, forecasts: readonly Forecast[]): void {
  requireArray(guard, 'forecasts', forecasts);
  forecasts.forEach(({ probability, correct }, index) => {
    requireProbability(guard, `forecasts[${index}].probability`, probability);
    requireBoolean(guard, `forecasts[${index}].correct`, correct);
  });
}

/** Forecasts whose stated probability falls into [low, high), the last bin also 1. */
export interface ReliabilityBin {
  readonly low: number;
  readonly high: number;
  readonly n: number;
  readonly meanProbability: number;
  readonly shareCorrect: number;
}

/**
 * The points of a reliability diagram: per bin of equal width, what was stated and what came true. Bins without forecasts are
 * left out. The same bins as {@link expectedCalibrationError}, so Σ n·|difference| / Σ n of these is that error.
 *
 * @param bins - integer ≥ 1; default 10
 * @throws {InvalidValueError} as {@link expectedCalibrationError}
 */
export function reliabilityBins(forecasts: readonly Forecast[], bins = 10): ReliabilityBin[] {
  const guard: Guard = { where: 'reliabilityBins', remedy };
  checkForecasts(guard, forecasts);
  requireInteger(guard, 'bins', bins, 1);
  return Array.from({ length: bins }, (_, index) => {
    const inside = forecasts.filter(({ probability }) => Math.min(bins - 1, Math.floor(probability * bins)) === index);
    const n = inside.length;
    return {
      low: index / bins,
      high: (index + 1) / bins,
      n,
      meanProbability: sumOf(inside, ({ probability }) => probability) / n,
      shareCorrect: sumOf(inside, ({ correct }) => Number(correct)) / n,
    };
  }).filter(({ n }) => n > 0);
}
