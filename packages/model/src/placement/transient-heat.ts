import { type Guard, requireArray, requirePositive, requireThat } from '../_internals/require.js';
import { leakagePowerW, leakageSlopeWPerK } from '../heat/leakage.js';
import { RUNAWAY_K } from '../heat/steady-state.js';
import { evaluateWith } from './evaluate.js';
import type { PlacementEvaluation } from './evaluation.js';
import { type DomainHeat, domainHeatsJ, settleDomain } from './heat.js';
import type { PlacementPlan } from './plan.js';
import type { PlacementProblem, ThermalDomain } from './problem.js';

/** A thermal domain as it is now. */
export interface DomainNow {
  /** Measured temperature (K), > 0. */
  readonly temperatureK: number;
  /** τ_RC (s), > 0. */
  readonly timeConstantS: number;
}

/** What one domain does while a question is answered. */
export interface DomainCourse {
  /** Temperature when the question is answered (K); 2000 when it ran away. */
  readonly endK: number;
  /** Highest temperature on the way (K). */
  readonly peakK: number;
}

/** A plan's cost starting from the temperatures of now. */
export interface TransientEvaluation {
  /**
   * As {@link evaluatePlacement} gives it, with leakage along the way instead of at the steady state: `thermal[i].temperatureK` is
   * the highest temperature reached, and it is that which is held against the domain's limit.
   */
  readonly evaluation: PlacementEvaluation;
  readonly courses: readonly DomainCourse[];
}

const guard: Guard = {
  where: 'evaluateFromNow',
  remedy: 'give one measured temperature in kelvin and one time constant in seconds per thermal domain',
};

/**
 * Cost of a plan on a machine that is not at its steady state: one question, asked now.
 *
 *   τ_RC·dT/dt = T_amb + R·(H + P_L(T)) − T
 *   leakage = ∫ P_L(T) dt over the question
 *
 * H is the plan's mean power, as in the steady state; bursts shorter than the question are not seen. A hot plan may pass while the
 * machine is cold, and a good one fail on a hot machine. A domain that would run away counts as infeasible only if it does so within
 * the question. For a question much longer than τ_RC the result is that of {@link evaluatePlacement}.
 *
 * @param now - one entry per thermal domain
 * @throws {InvalidValueError} if the plan or an entry is outside its domain
 */
export function evaluateFromNow(
  problem: PlacementProblem,
  plan: PlacementPlan,
  now: readonly DomainNow[],
): TransientEvaluation {
  requireArray(guard, 'now', now, problem.thermalDomains.length);
  now.forEach(({ temperatureK, timeConstantS }, domain) => {
    const path = `now[${domain}]`;
    requirePositive(guard, `${path}.temperatureK`, temperatureK);
    requireThat(temperatureK < RUNAWAY_K, guard, `${path}.temperatureK`, temperatureK, `be below ${RUNAWAY_K} K`);
    requirePositive(guard, `${path}.timeConstantS`, timeConstantS);
  });
  let courses: readonly DomainCourse[] = [];
  const evaluation = evaluateWith(problem, plan, {
    settle: (of, energies, totalS) => {
      const heatJ = domainHeatsJ(of, energies);
      const heats = of.thermalDomains.map((domain, index) => warm(domain, now[index], heatJ[index] / totalS, totalS));
      courses = heats.map(({ endK, temperatureK }) => ({ endK, peakK: temperatureK }));
      return heats;
    },
  });
  return { evaluation, courses };
}

/** Steps per time constant, and time constants after which a domain is taken as settled: e^−40 is below rounding. */
const STEPS_PER_CONSTANT = 16;
const SETTLED_AFTER = 40;

/** Temperature and leakage of one domain over the question, by the classical Runge–Kutta method. */
function warm(domain: ThermalDomain, now: DomainNow, heatW: number, totalS: number): DomainHeat & { endK: number } {
  const { ambientK, resistanceKPerW, leakage } = domain;
  const { timeConstantS } = now;
  const leakageAtW = (temperatureK: number) => (leakage ? leakagePowerW(leakage, temperatureK) : 0);
  const slope = (temperatureK: number) =>
    (ambientK + resistanceKPerW * (heatW + leakageAtW(temperatureK)) - temperatureK) / timeConstantS;
  const movingS = Math.min(totalS, SETTLED_AFTER * timeConstantS);
  const steps = Math.ceil((STEPS_PER_CONSTANT * movingS) / timeConstantS) + 1;
  const stepS = movingS / steps;
  let temperatureK = now.temperatureK;
  let peakK = temperatureK;
  let leakageJ = 0;
  let isRunaway = false;
  for (let step = 0; step < steps && !isRunaway; step += 1) {
    const k1 = slope(temperatureK);
    const middleK = temperatureK + (stepS / 2) * k1;
    const k2 = slope(middleK);
    const k3 = slope(temperatureK + (stepS / 2) * k2);
    const k4 = slope(temperatureK + stepS * k3);
    const nextK = temperatureK + (stepS / 6) * (k1 + 2 * k2 + 2 * k3 + k4);
    isRunaway = !(nextK < RUNAWAY_K);
    const endK = isRunaway ? RUNAWAY_K : nextK;
    // Simpson's rule; the middle temperature from the slopes at both ends of the step (cubic Hermite).
    const centreK = (temperatureK + endK) / 2 + (stepS / 8) * (k1 - slope(endK));
    leakageJ +=
      (stepS / 6) * (leakageAtW(temperatureK) + 4 * leakageAtW(isRunaway ? endK : centreK) + leakageAtW(endK));
    temperatureK = endK;
    peakK = Math.max(peakK, temperatureK);
  }
  const atRest = settleDomain(domain, heatW);
  if (!isRunaway && totalS > movingS) {
    leakageJ += (totalS - movingS) * atRest.leakageW;
    temperatureK = atRest.temperatureK;
    peakK = Math.max(peakK, temperatureK);
    isRunaway = !atRest.settled;
  }
  const gainAt = (kelvin: number) => (leakage ? resistanceKPerW * leakageSlopeWPerK(leakage, kelvin) : 0);
  return {
    settled: !isRunaway,
    temperatureK: peakK,
    leakageW: leakageJ / totalS,
    loopGain: gainAt(peakK),
    heatW,
    endK: temperatureK,
  };
}
