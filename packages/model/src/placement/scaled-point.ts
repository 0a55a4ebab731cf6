import { type Guard, requirePositive } from '../_internals/require.js';
import type { LeakageLaw, OperatingPoint, PerPhase } from './problem.js';

/** A clock setting relative to the one a device was measured at. */
export interface PointScale {
  readonly name: string;
  /** f/f₀, > 0. */
  readonly clock: number;
  /** V/V₀, > 0. */
  readonly voltage: number;
}

/** An operating point and whether it was measured or only scaled. */
export interface SourcedPoint {
  readonly point: OperatingPoint;
  readonly source: 'measured' | 'scaled';
}

/**
 * An operating point at another clock and voltage, by the scaling laws.
 *
 *   π → π·(f/f₀)        ε_f → ε_f·(V/V₀)²        β, ε_m, π₀ and overheads stay
 *
 * Switching energy is ½·C·V² per event; memory has its own clock and supply. π₀ is what a board draws when busy beside its work, most of
 * it outside the scaled supply; leakage scales apart ({@link scaledLeakage}). Near its lowest voltage a chip keeps V while f falls,
 * and then only the rate scales. A measurement is better than this law wherever there is one ({@link operatingPoints}).
 *
 * @throws {InvalidValueError} if a ratio is not > 0
 */
export function scaledPoint(measured: OperatingPoint, { name, clock, voltage }: PointScale): OperatingPoint {
  const guard: Guard = { where: 'scaledPoint', remedy: 'give ratios to the measured setting' };
  requirePositive(guard, 'clock', clock);
  requirePositive(guard, 'voltage', voltage);
  const [prefill, decode] = measured.flopRate;
  const flopRate: PerPhase = [prefill * clock, decode * clock];
  return { ...measured, name, flopRate, joulePerFlop: measured.joulePerFlop * voltage * voltage };
}

/**
 * Leakage at another voltage: P_L0 → P_L0·(V/V₀).
 *
 * A thermal domain has one law, whatever points its devices are set to; where they differ in voltage, take the highest for a safe plan.
 *
 * @throws {InvalidValueError} if the ratio is not > 0
 */
export function scaledLeakage(law: LeakageLaw, voltage: number): LeakageLaw {
  requirePositive({ where: 'scaledLeakage', remedy: 'give V/V₀' }, 'voltage', voltage);
  return { ...law, referencePowerW: law.referencePowerW * voltage };
}

/**
 * The points of a device: each setting as it was measured, or, where it was not, scaled from the base point.
 *
 * @param base - the point that was measured
 * @param scales - the settings wanted
 * @param measured - further measured points; one with the name of a setting beats the scaling law
 */
export function operatingPoints(
  base: OperatingPoint,
  scales: readonly PointScale[],
  measured: readonly OperatingPoint[] = [],
): SourcedPoint[] {
  return scales.map((scale) => {
    const point = [base, ...measured].find(({ name }) => name === scale.name);
    return point ? { point, source: 'measured' } : { point: scaledPoint(base, scale), source: 'scaled' };
  });
}
