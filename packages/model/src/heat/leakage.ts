import { BOLTZMANN_EV_PER_K } from '../constants.js';
import type { LeakageLaw } from '../placement/problem.js';

/**
 * Leakage power at a temperature.
 *
 *   P_L(T) = P_L0 · (T/T₀)² · exp(−(E_a/k)·(1/T − 1/T₀)),  k = Boltzmann constant in eV/K
 *
 * Sub-threshold leakage at a fixed supply voltage; a voltage other than the law's scales P_L0. The law is increasing and convex
 * for all T > 0. Arguments are trusted: this is the inner loop of the evaluator.
 *
 * Source: McPAT (Li et al., ACM TACO 10(1), 2013), whose leakage tables this form fits.
 *
 * @param law - reference power (W), reference temperature T₀ (K), activation energy E_a (eV)
 * @param temperatureK - T (K), > 0
 * @returns P_L (W)
 */
export function leakagePowerW(law: LeakageLaw, temperatureK: number): number {
  const ratio = temperatureK / law.referenceK;
  const exponent = -(law.activationEv / BOLTZMANN_EV_PER_K) * (1 / temperatureK - 1 / law.referenceK);
  return law.referencePowerW * ratio * ratio * Math.exp(exponent);
}

/**
 * Slope of {@link leakagePowerW}.
 *
 *   dP_L/dT = P_L(T) · (2/T + E_a/(k·T²))
 *
 * @returns dP_L/dT (W/K)
 */
export function leakageSlopeWPerK(law: LeakageLaw, temperatureK: number): number {
  const relative = 2 / temperatureK + law.activationEv / (BOLTZMANN_EV_PER_K * temperatureK * temperatureK);
  return leakagePowerW(law, temperatureK) * relative;
}
