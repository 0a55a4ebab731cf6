import { leastSquares } from '../_internals/least-squares.js';
import { type Guard, requireArray, requirePositive, requireThat } from '../_internals/require.js';
import { sumOf } from '../_internals/sum.js';
import { InvalidValueError } from '../errors.js';

/** How far a fitted law is from the data, in coverage. */
export interface FitError {
  /** Root of the mean squared difference between law and data, over the points fitted. */
  readonly rms: number;
  /** Largest difference between law and data. */
  readonly worst: number;
  /** Points beyond the number of parameters; 0 means the law had to pass through every point, and the error says nothing. */
  readonly spare: number;
}

/** A share of questions covered by k samples each. */
export interface CoveragePoint {
  /** k, > 0. */
  readonly samples: number;
  /** C, strictly between 0 and 1. */
  readonly coverage: number;
}

/** −ln C = a·k^−b. */
export interface PowerCoverageLaw {
  /** a, > 0: −ln C of one sample. */
  readonly scale: number;
  /** b: how fast samples help. */
  readonly exponent: number;
  readonly error: FitError;
}

/**
 * Fits the power law of coverage to measured points.
 *
 *   −ln C = a·k^−b,  a line in ln k and ln(−ln C), by least squares there
 *
 * A point counts by its relative error in −ln C, so points near C = 1 weigh much; there few questions are missed and the data are
 * noisiest. Source of the law: Brown et al. 2024, "Large Language Monkeys" (arXiv 2407.21787).
 *
 * @param points - at least two different k
 * @throws {InvalidValueError} if a coverage is not inside (0, 1) (drop such points: the law never reaches them) or all k are equal
 */
export function fitPowerCoverage(points: readonly CoveragePoint[]): PowerCoverageLaw {
  const guard: Guard = { where: 'fitPowerCoverage', remedy: 'give coverage in (0, 1) at two or more sample budgets' };
  requireArray(guard, 'points', points);
  points.forEach((point, index) => {
    requirePositive(guard, `points[${index}].samples`, point.samples);
    checkCoverage(guard, index, point.coverage);
  });
  const ones = points.map(() => 1);
  const logSamples = points.map((point) => Math.log(point.samples));
  const fit = leastSquares(
    [ones, logSamples],
    points.map((point) => Math.log(-Math.log(point.coverage))),
  );
  if ('dependentColumn' in fit) throw unvaried(guard, 'samples', points);
  const [logScale, slope] = fit.coefficients;
  const law = { scale: Math.exp(logScale), exponent: -slope };
  return { ...law, error: fitError(points, (point) => powerCoverage(law, point.samples), 2) };
}

/** C(k) = exp(−a·k^−b) of a {@link PowerCoverageLaw}. */
export function powerCoverage(
  { scale, exponent }: Pick<PowerCoverageLaw, 'scale' | 'exponent'>,
  samples: number,
): number {
  return Math.exp(-scale * samples ** -exponent);
}

/** Coverage measured for one model size, sample budget and sample length. */
export interface SizedCoveragePoint extends CoveragePoint {
  /** N, parameters of the model, > 0. */
  readonly parameters: number;
  /** T, tokens of one sample, > 0. */
  readonly tokens: number;
}

/** C = 1 − exp(−α·N^β_N·S^β_S·T^δ). */
export interface SizedCoverageLaw {
  /** α, > 0. */
  readonly scale: number;
  /** β_N. */
  readonly parameterExponent: number;
  /** β_S. */
  readonly sampleExponent: number;
  /** δ. */
  readonly tokenExponent: number;
  readonly error: FitError;
}

/** Exponents that are given instead of fitted, for what the data do not vary. */
export type FixedExponents = Partial<Pick<SizedCoverageLaw, 'parameterExponent' | 'sampleExponent' | 'tokenExponent'>>;

const VARIABLES = [
  ['parameterExponent', 'parameters'],
  ['sampleExponent', 'samples'],
  ['tokenExponent', 'tokens'],
] as const;

/**
 * Fits QEIL v1's coverage law to measured points.
 *
 *   C = 1 − exp(−α·N^β_N·S^β_S·T^δ)
 *   ln(−ln(1 − C)) = ln α + β_N·ln N + β_S·ln S + δ·ln T, by least squares there
 *
 * The form is stated in the abstract-level description of QEIL (arXiv 2602.06057); its constants are not taken over. Where the data
 * hold one model or one length only, fix that exponent: data that do not vary cannot tell it from α.
 *
 * @param points - more points than fitted exponents, and every fitted variable varies on its own
 * @param fixed - exponents to take as given
 * @throws {InvalidValueError} if a value is outside its domain, or a variable to be fitted depends on the others
 */
export function fitSizedCoverage(points: readonly SizedCoveragePoint[], fixed: FixedExponents = {}): SizedCoverageLaw {
  const guard: Guard = {
    where: 'fitSizedCoverage',
    remedy: 'give points that vary in it on its own, or fix its exponent',
  };
  requireArray(guard, 'points', points);
  points.forEach((point, index) => {
    for (const [, field] of VARIABLES) requirePositive(guard, `points[${index}].${field}`, point[field]);
    checkCoverage(guard, index, point.coverage);
  });
  const fitted = VARIABLES.filter(([exponent]) => fixed[exponent] === undefined);
  const given = (point: SizedCoveragePoint) =>
    sumOf(VARIABLES, ([exponent, field]) => (fixed[exponent] ?? 0) * Math.log(point[field]));
  const fit = leastSquares(
    [points.map(() => 1), ...fitted.map(([, field]) => points.map((point) => Math.log(point[field])))],
    points.map((point) => Math.log(-Math.log1p(-point.coverage)) - given(point)),
  );
  if ('dependentColumn' in fit) {
    throw unvaried(guard, fitted[fit.dependentColumn - 1][1], points);
  }
  const [logScale, ...exponents] = fit.coefficients;
  const found = Object.fromEntries(fitted.map(([exponent], index) => [exponent, exponents[index]]));
  const law = {
    scale: Math.exp(logScale),
    parameterExponent: 0,
    sampleExponent: 0,
    tokenExponent: 0,
    ...fixed,
    ...found,
  };
  return { ...law, error: fitError(points, (point) => sizedCoverage(law, point), fitted.length + 1) };
}

/** C of a {@link SizedCoverageLaw} for a model of `parameters`, `samples` samples of `tokens` tokens. */
export function sizedCoverage(
  law: Omit<SizedCoverageLaw, 'error'>,
  { parameters, samples, tokens }: Omit<SizedCoveragePoint, 'coverage'>,
): number {
  const rate =
    law.scale * parameters ** law.parameterExponent * samples ** law.sampleExponent * tokens ** law.tokenExponent;
  return -Math.expm1(-rate);
}

function checkCoverage(guard: Guard, index: number, coverage: number): void {
  requireThat(coverage > 0 && coverage < 1, guard, `points[${index}].coverage`, coverage, 'be inside (0, 1)');
}

function unvaried(guard: Guard, variable: string, points: readonly unknown[]): InvalidValueError {
  return new InvalidValueError({ ...guard, path: 'points', value: points, rule: `vary in ${variable} on its own` });
}

function fitError<Point extends CoveragePoint>(
  points: readonly Point[],
  predict: (point: Point) => number,
  parameters: number,
): FitError {
  const misses = points.map((point) => Math.abs(predict(point) - point.coverage));
  return {
    rms: Math.sqrt(sumOf(misses, (miss) => miss * miss) / misses.length),
    worst: Math.max(...misses),
    spare: points.length - parameters,
  };
}
