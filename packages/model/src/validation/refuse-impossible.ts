import { type Guard, requirePositive } from '../_internals/require.js';
import { QeilModelError } from '../errors.js';

const IMPOSSIBLE_POINT_ERROR = Symbol.for('qeil.model.error.impossible-point');

/** A published measurement, reduced to what the roofs bound. */
export interface RatedPoint {
  readonly id: string;
  /** Tokens per second of all rows together, > 0. */
  readonly tokenRate: number;
  /** Rows decoded together, > 0. */
  readonly rows: number;
  /** Bytes that must be read in each step at least: the streamed weights (B), > 0. */
  readonly byteAtLeast: number;
  /** Operations one token needs at least, 2 per weight (FLOP); undefined when unknown. */
  readonly flopPerTokenAtLeast?: number | undefined;
  /** Peak memory bandwidth of all devices together (B/s); undefined when unknown. */
  readonly peakByteRate?: number | undefined;
  /** Peak arithmetic rate of all devices together (FLOP/s); undefined when unknown. */
  readonly peakFlopRate?: number | undefined;
}

/** What a point implies; undefined where it does not say. */
export interface ImpliedRates {
  /** (tokenRate/rows)·byteAtLeast (B/s). */
  readonly byteRate: number;
  /** tokenRate·flopPerTokenAtLeast (FLOP/s). */
  readonly flopRate: number | undefined;
}

/** A measurement that needs more than the device has. */
export class ImpossiblePointError extends QeilModelError {
  override readonly name: string = 'ImpossiblePointError';
  readonly [IMPOSSIBLE_POINT_ERROR] = true;
  readonly pointId: string;
  /** The roof that is broken. */
  readonly roof: 'bandwidth' | 'arithmetic';
  readonly implied: number;
  readonly peak: number;

  constructor(pointId: string, roof: 'bandwidth' | 'arithmetic', implied: number, peak: number, arithmetic: string) {
    super(`${pointId}: ${arithmetic}; leave the point out, or correct its peak, its bytes or its rate`);
    this.pointId = pointId;
    this.roof = roof;
    this.implied = implied;
    this.peak = peak;
  }

  static override isInstance(value: unknown): value is ImpossiblePointError {
    return (
      typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[IMPOSSIBLE_POINT_ERROR] === true
    );
  }
}

/**
 * Refuses a measurement that implies more than the peak bandwidth or the peak arithmetic rate, with the arithmetic shown.
 *
 *   (tokenRate/rows)·byteAtLeast ≤ peakByteRate,   tokenRate·flopPerTokenAtLeast ≤ peakFlopRate
 *
 * Both left sides are lower bounds (no KV, no activations, no attention), so a refusal is certain; passing proves nothing.
 * Weights that fit a cache are an exception the caller must know about: they need not come from memory each step.
 *
 * @returns the implied rates
 * @throws {ImpossiblePointError} if a roof is broken
 * @throws {InvalidValueError} if a number is not > 0
 */
export function refuseImpossible(point: RatedPoint): ImpliedRates {
  check(point);
  const { id, tokenRate, rows, byteAtLeast, flopPerTokenAtLeast, peakByteRate, peakFlopRate } = point;
  const byteRate = (tokenRate / rows) * byteAtLeast;
  if (peakByteRate !== undefined && byteRate > peakByteRate) {
    const steps = rows === 1 ? `${show(tokenRate)} token/s` : `${show(tokenRate)} token/s / ${show(rows)} rows`;
    const sum = `${steps} × ${show(byteAtLeast / 1e9)} GB = ${show(byteRate / 1e9)} GB/s`;
    const arithmetic = `${sum} is more than the peak of ${show(peakByteRate / 1e9)} GB/s`;
    throw new ImpossiblePointError(id, 'bandwidth', byteRate, peakByteRate, arithmetic);
  }
  const flopRate = flopPerTokenAtLeast === undefined ? undefined : tokenRate * flopPerTokenAtLeast;
  if (
    flopRate !== undefined &&
    flopPerTokenAtLeast !== undefined &&
    peakFlopRate !== undefined &&
    flopRate > peakFlopRate
  ) {
    const sum = `${show(tokenRate)} token/s × ${show(flopPerTokenAtLeast / 1e9)} GFLOP = ${show(flopRate / 1e12)} TFLOP/s`;
    const arithmetic = `${sum} is more than the peak of ${show(peakFlopRate / 1e12)} TFLOP/s`;
    throw new ImpossiblePointError(id, 'arithmetic', flopRate, peakFlopRate, arithmetic);
  }
  return { byteRate, flopRate };
}

function check(point: RatedPoint): void {
  const guard: Guard = { where: 'refuseImpossible', remedy: 'give positive numbers; leave an unknown undefined' };
  for (const required of ['tokenRate', 'rows', 'byteAtLeast'] as const) {
    requirePositive(guard, `point.${required}`, point[required]);
  }
  for (const optional of ['flopPerTokenAtLeast', 'peakByteRate', 'peakFlopRate'] as const) {
    if (point[optional] !== undefined) requirePositive(guard, `point.${optional}`, point[optional]);
  }
}

/** Four digits: the arithmetic is to be followed by eye. */
function show(value: number): string {
  return String(Number(value.toPrecision(4)));
}
