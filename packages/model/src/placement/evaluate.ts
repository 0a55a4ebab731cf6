import { requirePositive } from '../_internals/require.js';
import { sumOf } from '../_internals/sum.js';
import { thermalYield } from '../heat/thermal-yield.js';
import type { EvaluationAdditions } from './additions.js';
import { checkPlan } from './check-plan.js';
import { planViolation } from './constraints.js';
import { type DeviceEnergy, deviceEnergies, linkEnergyJ } from './energy.js';
import type { EnergyBreakdown, PlacementEvaluation } from './evaluation.js';
import { type DomainHeat, domainHeats } from './heat.js';
import { poolPressures } from './memory.js';
import { DECODE, PREFILL, pointOf, usedDevices } from './phase.js';
import type { PlacementPlan } from './plan.js';
import type { PlacementProblem } from './problem.js';
import { placementTime } from './time.js';
import { waveShape } from './wave.js';

/**
 * What one plan costs: the reference evaluator. `docs/placement.md` is the specification, equation by equation.
 *
 * @param problem - must have passed {@link checkPlacementProblem}; it is not checked again, plans are many and problems few
 * @param plan - checked here
 * @throws {InvalidValueError} if the plan has the wrong shape, or if the question takes no time at all (every rate so high and
 *   every work so small that τ underflows to 0, where mean power has no value)
 */
export function evaluatePlacement(problem: PlacementProblem, plan: PlacementPlan): PlacementEvaluation {
  return evaluateWith(problem, plan, {});
}

/** {@link evaluatePlacement} with what the problem cannot express added to it. */
export function evaluateWith(
  problem: PlacementProblem,
  plan: PlacementPlan,
  additions: EvaluationAdditions,
): PlacementEvaluation {
  checkPlan(problem, plan);
  const { prefills = 1, streamedJ = 0, settle = domainHeats } = additions;
  const wave = waveShape(problem, plan);
  const time = placementTime(problem, plan, wave, additions);
  requirePositive(
    { where: 'evaluatePlacement', remedy: 'give stages some work and devices finite rates' },
    'duration of one question (s)',
    time.totalS,
  );
  const energies = deviceEnergies(problem, plan, wave, time, prefills);
  const heats = settle(problem, energies, time.totalS);
  const linksJ = linkEnergyJ(problem, plan, wave, prefills) + streamedJ;
  const breakdown = energyBreakdown(problem, energies, heats, linksJ, time.totalS);
  const energyJ = breakdownTotalJ(breakdown);
  const memoryPressure = poolPressures(problem, plan);
  const heldPressure = additions.heldPressure ?? memoryPressure;
  return {
    energyJ,
    latencyS: time.totalS,
    underUtilisation: underUtilisation(problem, plan, energies, time.totalS),
    violation: planViolation({ problem, plan, energyJ, time, energies, heats, memoryPressure: heldPressure }),
    breakdown,
    thermal: heats.map(({ settled, temperatureK, heatW, leakageW, loopGain }) => ({
      temperatureK: settled ? temperatureK : undefined,
      phi: thermalYield(heatW, leakageW),
      loopGain,
    })),
    memoryPressure,
    seconds: { prefill: time.prefillS, kvMove: time.kvMoveS, decode: time.decodeS },
    waves: wave.waves,
  };
}

function energyBreakdown(
  problem: PlacementProblem,
  energies: readonly DeviceEnergy[],
  heats: readonly DomainHeat[],
  links: number,
  totalS: number,
): EnergyBreakdown {
  return {
    switching: sumOf(energies, (energy) => energy.switchingJ),
    traffic: sumOf(energies, (energy) => energy.trafficJ),
    active: sumOf(energies, (energy) => energy.activeJ),
    sleep: sumOf(energies, (energy) => energy.sleepJ),
    leakage: sumOf(heats, (heat) => heat.leakageW * totalS),
    links,
    board: problem.boardPowerW * totalS,
  };
}

/** Sum of the terms of the unified energy equation (J). */
function breakdownTotalJ(terms: EnergyBreakdown): number {
  return terms.switching + terms.traffic + terms.active + terms.sleep + terms.leakage + terms.links + terms.board;
}

/** U = 1 − ΣFLOP/(τ·Σ_{used} max(π_p, π_g)), clamped to [0, 1]. */
function underUtilisation(
  problem: PlacementProblem,
  plan: PlacementPlan,
  energies: readonly DeviceEnergy[],
  totalS: number,
): number {
  const used = usedDevices(problem, plan);
  const poweredRate = sumOf(used, (isUsed, device) => {
    const { flopRate } = pointOf(problem, plan, device);
    return isUsed ? Math.max(flopRate[PREFILL], flopRate[DECODE]) : 0;
  });
  const share = sumOf(energies, (energy) => energy.flop) / (totalS * poweredRate);
  return Math.min(1, Math.max(0, 1 - share));
}
