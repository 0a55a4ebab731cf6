import { type Guard, requireFinite, requireList, requireNonNegative } from '../_internals/require.js';

/** Forecasts of one stated log-odds, and how often they came true. */
export interface CountedForecasts {
  /** Stated log-odds ln(p/(1−p)), finite. */
  readonly logOdds: number;
  readonly right: number;
  readonly wrong: number;
}

/** p ↦ 1/(1 + e^{−(offset + slope·logit p)}). `slope` 1 and `offset` 0 change nothing. */
export interface CalibrationMap {
  readonly slope: number;
  readonly offset: number;
}

const guard: Guard = { where: 'fitCalibrationMap', remedy: 'give finite log-odds with counts ≥ 0' };
/** Standard deviations of the prior: offset around 0, slope around 1. Few forecasts then change little. */
const PRIOR = { offset: 1, slope: 0.5 } as const;
const ROUNDS = 50;
/** Beyond this a log-odds is certain for every purpose here, and its exponential still is a number. */
const MOST_LOG_ODDS = 30;

/**
 * Learn how stated probabilities must be bent to come true as often as they say: logistic regression of the outcomes on the
 * stated log-odds, with a Gaussian prior (offset 0 ± 1, slope 1 ± 0.5) around changing nothing. The maximum of a concave function,
 * found by Newton's method. Source: Platt 1999, Probabilistic Outputs for Support Vector Machines.
 *
 * @param forecasts - none is allowed, and changes nothing
 * @throws {InvalidValueError} if an entry is outside its domain
 */
export function fitCalibrationMap(forecasts: readonly CountedForecasts[]): CalibrationMap {
  requireList(guard, 'forecasts', forecasts);
  forecasts.forEach(({ logOdds, right, wrong }, index) => {
    requireFinite(guard, `forecasts[${index}].logOdds`, logOdds);
    requireNonNegative(guard, `forecasts[${index}].right`, right);
    requireNonNegative(guard, `forecasts[${index}].wrong`, wrong);
  });
  let map: CalibrationMap = { slope: 1, offset: 0 };
  for (let round = 0; round < ROUNDS; round += 1) {
    const step = newtonStep(forecasts, map);
    // A full step may overshoot where the curve is flat; the function is concave, so some shorter one always gains.
    const before = logPosterior(forecasts, map);
    let length = 1;
    let next = moved(map, step, length);
    while (logPosterior(forecasts, next) < before && length > 1e-9) {
      length /= 2;
      next = moved(map, step, length);
    }
    map = next;
    if (length * (Math.abs(step.slope) + Math.abs(step.offset)) < 1e-12) break;
  }
  return map;
}

/** Apply a map to a probability. 0 and 1 are taken as the log-odds ±30. */
export function calibratedProbability({ slope, offset }: CalibrationMap, probability: number): number {
  return logistic(offset + slope * logOddsOf(probability));
}

/** ln(p/(1−p)), held within ±30. */
export function logOddsOf(probability: number): number {
  const odds = Math.log(probability) - Math.log1p(-probability);
  return Math.max(-MOST_LOG_ODDS, Math.min(MOST_LOG_ODDS, odds));
}

function moved({ slope, offset }: CalibrationMap, step: CalibrationMap, length: number): CalibrationMap {
  return { slope: slope + length * step.slope, offset: offset + length * step.offset };
}

function logPosterior(forecasts: readonly CountedForecasts[], { slope, offset }: CalibrationMap): number {
  let sum = -(offset ** 2) / (2 * PRIOR.offset ** 2) - (slope - 1) ** 2 / (2 * PRIOR.slope ** 2);
  for (const { logOdds, right, wrong } of forecasts) {
    const value = offset + slope * logOdds;
    sum -= right * softPlus(-value) + wrong * softPlus(value);
  }
  return sum;
}

/** ln(1 + e^value), without overflow. */
function softPlus(value: number): number {
  return Math.max(0, value) + Math.log1p(Math.exp(-Math.abs(value)));
}

function newtonStep(forecasts: readonly CountedForecasts[], { slope, offset }: CalibrationMap): CalibrationMap {
  // Gradient and (negated) Hessian of the log-posterior; the prior keeps the Hessian away from singular.
  let gradientOffset = -offset / PRIOR.offset ** 2;
  let gradientSlope = (1 - slope) / PRIOR.slope ** 2;
  let offsetOffset = 1 / PRIOR.offset ** 2;
  let slopeSlope = 1 / PRIOR.slope ** 2;
  let offsetSlope = 0;
  for (const { logOdds, right, wrong } of forecasts) {
    const count = right + wrong;
    const probability = logistic(offset + slope * logOdds);
    const miss = right - count * probability;
    const weight = count * probability * (1 - probability);
    gradientOffset += miss;
    gradientSlope += miss * logOdds;
    offsetOffset += weight;
    offsetSlope += weight * logOdds;
    slopeSlope += weight * logOdds * logOdds;
  }
  const determinant = offsetOffset * slopeSlope - offsetSlope * offsetSlope;
  return {
    offset: (slopeSlope * gradientOffset - offsetSlope * gradientSlope) / determinant,
    slope: (offsetOffset * gradientSlope - offsetSlope * gradientOffset) / determinant,
  };
}

function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
