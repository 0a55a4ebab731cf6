import { nonNegativeLeastSquares } from './least-squares.js';

/** Work of one stage in one pass. */
export interface PassWork {
  readonly flop: number;
  readonly byte: number;
}

/** One measured time and the work it did. */
export interface TimedPass {
  /** Rows in the pass, averaged over the passes timed. */
  readonly rows: number;
  /** Measured time of one pass (s), > 0. */
  readonly timeS: number;
  /** Per stage. */
  readonly stages: readonly PassWork[];
}

export interface RooflineFitOptions {
  readonly passes: readonly TimedPass[];
  /** Measured GEMM rate (FLOP/s): the fitted rate is searched around it. */
  readonly flopRate: number;
  /** Measured bandwidth at the working-set size (B/s): kept unless it cannot explain the times. */
  readonly byteRate: number;
  /** Whether a cost per row is fitted besides the roofline. */
  readonly withRows: boolean;
}

/** t(pass) = Σ_stages max(flop/π, byte/β) + overhead + rows·row. */
export interface RooflineFit {
  readonly flopRate: number;
  readonly byteRate: number;
  readonly overheadS: number;
  readonly rowS: number;
  /** What the fit says for each pass given, in order (s). */
  readonly predictedS: readonly number[];
  /** Root mean square of the relative errors. */
  readonly relativeError: number;
}

/** Rates tried: quantised kernels exceed the fp32 GEMM rate, small products stay far below it. */
const FLOP_FACTORS = logarithmicFactors(1 / 512, 8, 8);
/** Bandwidths tried: never below the measured one, or it would hide overhead. */
const BYTE_FACTORS = [1, 1.15, 1.33, 1.5, 2, 3, 4, 6, 8];
/** A candidate must be this much better in mean square to displace one nearer to the measured rates. */
const NEEDED_GAIN = 0.02;

/**
 * Fit rates and fixed costs to measured passes: for every rate tried, overhead and row cost are the non-negative least-squares
 * solution in relative error; the rates nearest to the measured ones win unless others fit clearly better.
 *
 * A compute-bound row cost cannot be told from a lower rate, and a rate that is never the bottleneck cannot be seen at all; the
 * preference for the measured rates settles both. Outside the rows measured the fit extrapolates linearly.
 *
 * @throws {RangeError} without passes, or with a time or rate that is not positive
 */
export function fitRoofline(options: RooflineFitOptions): RooflineFit {
  const { passes, flopRate, byteRate, withRows } = options;
  if (passes.length === 0) throw new RangeError('fitRoofline: needs at least one measured pass');
  for (const value of [flopRate, byteRate, ...passes.map(({ timeS }) => timeS)]) {
    if (!(value > 0 && Number.isFinite(value))) throw new RangeError(`fitRoofline: ${value} is not a positive number`);
  }
  let best: RooflineFit | undefined;
  for (const byteFactor of BYTE_FACTORS) {
    for (const flopFactor of FLOP_FACTORS) {
      const fit = fitFixedCosts(passes, flopRate * flopFactor, byteRate * byteFactor, withRows);
      const bar = best === undefined ? Number.POSITIVE_INFINITY : best.relativeError ** 2 * (1 - NEEDED_GAIN) - 1e-12;
      if (fit.relativeError ** 2 < bar) best = fit;
    }
  }
  if (best === undefined) throw new RangeError('fitRoofline: the passes have no finite fit');
  return best;
}

/** Powers between two factors, nearest to 1 first, 1 included. */
function logarithmicFactors(least: number, most: number, perOctave: number): readonly number[] {
  const factors: number[] = [];
  for (let step = perOctave * Math.log2(least); step <= perOctave * Math.log2(most); step += 1) {
    factors.push(2 ** (step / perOctave));
  }
  return factors.sort((a, b) => Math.abs(Math.log(a)) - Math.abs(Math.log(b)));
}

/** Overhead o and row cost r ≥ 0 that minimise Σ ((roof + o + rows·r − t)/t)². */
function fitFixedCosts(
  passes: readonly TimedPass[],
  flopRate: number,
  byteRate: number,
  withRows: boolean,
): RooflineFit {
  const roofs = passes.map(({ stages }) => {
    let roof = 0;
    for (const { flop, byte } of stages) roof += Math.max(flop / flopRate, byte / byteRate);
    return roof;
  });
  const equations = passes.map(({ rows, timeS }, index) => ({
    first: 1 / timeS,
    second: withRows ? rows / timeS : 0,
    y: 1 - (roofs[index] ?? 0) / timeS,
  }));
  const { first: overheadS, second: rowS } = nonNegativeLeastSquares(equations);
  const predictedS = passes.map(({ rows }, index) => (roofs[index] ?? 0) + overheadS + rows * rowS);
  const squares = passes.map(({ timeS }, index) => ((predictedS[index] ?? 0) / timeS - 1) ** 2);
  const relativeError = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / passes.length);
  return { flopRate, byteRate, overheadS, rowS, predictedS, relativeError };
}
