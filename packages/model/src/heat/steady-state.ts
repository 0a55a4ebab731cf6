/** A body that heats itself: ambient, resistance, the heat that does not depend on temperature, and the part that does. */
export interface HeatBalance {
  /** T_amb (K), > 0. */
  readonly ambientK: number;
  /** R (K/W), ≥ 0. */
  readonly resistanceKPerW: number;
  /** H, heat that does not depend on temperature (W), ≥ 0. */
  readonly heatW: number;
  /** P_L(T) (W): non-negative, increasing and convex in T. */
  readonly leakageW: (temperatureK: number) => number;
  /** dP_L/dT (W/K). */
  readonly leakageSlopeWPerK: (temperatureK: number) => number;
}

/** Where the search ended: at the stable temperature, or at the last one tried when there is none. */
export interface SteadyState {
  readonly settled: boolean;
  readonly temperatureK: number;
  /** P_L at that temperature (W). */
  readonly leakageW: number;
  /** R·dP_L/dT at that temperature; stable where it is below 1. */
  readonly loopGain: number;
}

/** No electronics survives this; a search that passes it has run away. */
export const RUNAWAY_K = 2000;
const MOST_STEPS = 200;
const RELATIVE_STEP = 1e-14;

/**
 * Settled temperature of a body whose leakage grows with temperature: the smallest root of
 *
 *   f(T) = T_amb + R·(H + P_L(T)) − T
 *
 * by Newton's method from T_amb. f is convex and f(T_amb) ≥ 0, so the iterates rise monotonically to the smallest root, which is
 * the stable one (R·dP_L/dT < 1; Bhat, Gumussoy, Ogras 2017, arXiv 1806.06180). There is none when f stops falling while it is
 * still positive. A step that would pass 2000 K ends the search at exactly 2000 K, so that what is reported of a runaway is
 * the same in every implementation.
 *
 * @returns `settled: false` with the last temperature tried when there is no steady state
 */
export function steadyState(balance: HeatBalance): SteadyState {
  const { ambientK, resistanceKPerW, heatW } = balance;
  let temperatureK = ambientK;
  for (let count = 0; count < MOST_STEPS; count += 1) {
    const excessK = ambientK + resistanceKPerW * (heatW + balance.leakageW(temperatureK)) - temperatureK;
    if (excessK <= 0) return stateAt(balance, temperatureK, true);
    const gain = resistanceKPerW * balance.leakageSlopeWPerK(temperatureK);
    if (gain >= 1) return stateAt(balance, temperatureK, false);
    const stepK = excessK / (1 - gain);
    temperatureK += stepK;
    if (temperatureK > RUNAWAY_K) return stateAt(balance, RUNAWAY_K, false);
    if (stepK <= RELATIVE_STEP * temperatureK) return stateAt(balance, temperatureK, true);
  }
  return stateAt(balance, temperatureK, false);
}

function stateAt(balance: HeatBalance, temperatureK: number, settled: boolean): SteadyState {
  return {
    settled,
    temperatureK,
    leakageW: balance.leakageW(temperatureK),
    loopGain: balance.resistanceKPerW * balance.leakageSlopeWPerK(temperatureK),
  };
}
