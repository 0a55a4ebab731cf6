import { type Guard, requireNonNegative, requirePositive, requireThat } from '../_internals/require.js';
import { dasi, intensityFlopPerByte, type Rates, type Work } from './roofline.js';

/** What a device spends on work: the coefficients of the energy roofline, and the thermal yield it runs at. */
export interface EnergyCoefficients {
  /** ε_f (J/FLOP), ≥ 0. */
  readonly joulePerFlop: number;
  /** ε_m (J/B), ≥ 0. */
  readonly joulePerByte: number;
  /** π₀, power while busy without leakage (W), ≥ 0. */
  readonly activePowerW: number;
  /** Φ, in (0, 1]. Left out: 1, nothing leaks. */
  readonly phi?: number;
}

const guard: Guard = {
  where: 'energyOfWorkJ',
  remedy: 'give work that has both arithmetic and traffic, and SI coefficients',
};

/**
 * Energy of work, written per unit of it.
 *
 *   E_w = W·[ε_f + ε_m/I + π₀/(π·DASI)]/Φ
 *
 * The same number as (ε_f·W + ε_m·Q + π₀·t)/Φ with t = max(W/π, Q/β): Q = W/I, and W/(π·DASI) = t. It shows what each ratio is
 * worth: traffic counts by the intensity, standing power by the share of the arithmetic that is used.
 *
 * Source: energy roofline of Choi et al., IPDPS 2013, doi 10.1109/IPDPS.2013.77, and this project's DASI and Φ.
 *
 * @returns E_w (J)
 * @throws {InvalidValueError} if work or traffic is not > 0, a rate is not > 0, a coefficient is negative or Φ outside (0, 1]
 */
export function energyOfWorkJ(work: Work, rates: Rates, coefficients: EnergyCoefficients): number {
  const { joulePerFlop, joulePerByte, activePowerW, phi = 1 } = coefficients;
  requirePositive(guard, 'work.flop', work.flop);
  requireNonNegative(guard, 'joulePerFlop', joulePerFlop);
  requireNonNegative(guard, 'joulePerByte', joulePerByte);
  requireNonNegative(guard, 'activePowerW', activePowerW);
  requireThat(phi > 0 && phi <= 1, guard, 'phi', phi, 'be in (0, 1]');
  const traffic = joulePerByte / intensityFlopPerByte(work);
  const standing = activePowerW / (rates.flopRate * dasi(work, rates));
  return (work.flop * (joulePerFlop + traffic + standing)) / phi;
}
