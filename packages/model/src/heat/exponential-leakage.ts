import { type Guard, requireFinite, requireNonNegative, requirePositive } from '../_internals/require.js';
import { lambertW0 } from './lambert-w.js';

/** A body whose leakage grows purely exponentially: P_L(T) = P_L0·e^{β(T − T₀)}. Temperatures on any one scale in kelvin steps. */
export interface ExponentialHeat {
  /** T_amb. */
  readonly ambient: number;
  /** R (K/W), ≥ 0. */
  readonly resistanceKPerW: number;
  /** P_d, heat that does not depend on temperature (W), ≥ 0. */
  readonly heatW: number;
  /** P_L0, leakage at T₀ (W), ≥ 0. */
  readonly referencePowerW: number;
  /** T₀, on the same scale as T_amb. */
  readonly reference: number;
  /** β (1/K), > 0. */
  readonly growthPerK: number;
}

/** Where such a body settles. */
export interface ExponentialSteadyState {
  /** T*, on the scale of T_amb. */
  readonly temperature: number;
  /** P_L(T*) (W). */
  readonly leakageW: number;
  /** R·dP_L/dT at T*: −W₀(−βc), in [0, 1]. */
  readonly loopGain: number;
}

const guard: Guard = {
  where: 'exponentialSteadyState',
  remedy: 'give powers ≥ 0, a growth > 0, temperatures on one scale',
};

/**
 * Closed form of the settled temperature under purely exponential leakage.
 *
 *   T* = T_amb + R·P_d − W₀(−βc)/β,   c = R·P_L0·e^{β(T_amb + R·P_d − T₀)}
 *
 * It exists iff βc ≤ 1/e. The check on the iteration of {@link steadyState}, and a fast form where the law may be linearised
 * in its exponent. Source: derived; existence condition as in Bhat, Gumussoy, Ogras 2017 (arXiv 1806.06180).
 *
 * @returns undefined when there is no steady state
 * @throws {InvalidValueError} if an argument is outside its domain
 */
export function exponentialSteadyState(body: ExponentialHeat): ExponentialSteadyState | undefined {
  requireFinite(guard, 'ambient', body.ambient);
  requireFinite(guard, 'reference', body.reference);
  requireNonNegative(guard, 'resistanceKPerW', body.resistanceKPerW);
  requireNonNegative(guard, 'heatW', body.heatW);
  requireNonNegative(guard, 'referencePowerW', body.referencePowerW);
  requirePositive(guard, 'growthPerK', body.growthPerK);
  const { ambient, resistanceKPerW, heatW, referencePowerW, reference, growthPerK } = body;
  const unleaking = ambient + resistanceKPerW * heatW;
  const product = growthPerK * resistanceKPerW * referencePowerW * Math.exp(growthPerK * (unleaking - reference));
  if (!(product <= 1 / Math.E)) return undefined;
  // −product would be −0 for no leakage, which prints badly.
  const loopGain = product === 0 ? 0 : -lambertW0(-product);
  const temperature = unleaking + loopGain / growthPerK;
  return { temperature, leakageW: referencePowerW * Math.exp(growthPerK * (temperature - reference)), loopGain };
}
