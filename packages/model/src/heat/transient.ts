import { type Guard, requireFinite, requireNonNegative, requirePositive } from '../_internals/require.js';

const guard: Guard = {
  where: 'transientTemperatureK',
  remedy: 'give kelvin, and seconds since the first temperature was measured',
};

/**
 * Temperature of a body on its way to a steady state, first order.
 *
 *   T(t) = T* + (T_now − T*)·e^{−t/τ_RC}
 *
 * One time constant; fast heating of a die over a slow heat sink needs two and is not seen.
 *
 * @param nowK - T_now (K), the temperature measured at t = 0
 * @param settledK - T* (K)
 * @param timeConstantS - τ_RC (s), > 0
 * @param timeS - t (s), ≥ 0
 * @returns T(t) (K), between T_now and T*
 * @throws {InvalidValueError} if an argument is outside the domain above
 */
export function transientTemperatureK(nowK: number, settledK: number, timeConstantS: number, timeS: number): number {
  requireFinite(guard, 'nowK', nowK);
  requireFinite(guard, 'settledK', settledK);
  requirePositive(guard, 'timeConstantS', timeConstantS);
  requireNonNegative(guard, 'timeS', timeS);
  return settledK + (nowK - settledK) * Math.exp(-timeS / timeConstantS);
}
