import { checkPlan } from './check-plan.js';
import { type DeviceEnergy, deviceEnergies } from './energy.js';
import type { PlacementPlan } from './plan.js';
import type { PlacementProblem } from './problem.js';
import { type PlacementTime, placementTime } from './time.js';
import { waveShape } from './wave.js';

/**
 * What each power domain draws under a plan when its used devices are busy together (W): the value that its cap bounds.
 *
 *   Σ over used devices of (switching + traffic + active)/busy
 *
 * @returns one entry per power domain; 0 where no device is busy
 * @throws {InvalidValueError} if the plan has the wrong shape
 */
export function powerDraws(problem: PlacementProblem, plan: PlacementPlan): number[] {
  checkPlan(problem, plan);
  const wave = waveShape(problem, plan);
  const time = placementTime(problem, plan, wave);
  return domainDrawsW(problem, time, deviceEnergies(problem, plan, wave, time));
}

/** {@link powerDraws} from what the evaluator has at hand. */
export function domainDrawsW(
  problem: PlacementProblem,
  time: PlacementTime,
  energies: readonly DeviceEnergy[],
): number[] {
  const drawW = problem.powerDomains.map(() => 0);
  energies.forEach(({ switchingJ, trafficJ, activeJ }, device) => {
    const busyS = time.busyS[device];
    if (busyS > 0) drawW[problem.devices[device].powerDomain] += (switchingJ + trafficJ + activeJ) / busyS;
  });
  return drawW;
}
