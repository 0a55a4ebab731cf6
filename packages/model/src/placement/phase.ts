import type { PlacementPlan } from './plan.js';
import type { OperatingPoint, PlacementProblem } from './problem.js';

/** Index of prefill wherever a pair is per phase. */
export const PREFILL = 0;
/** Index of decode wherever a pair is per phase. */
export const DECODE = 1;

/** The operating point the plan sets a device to. */
export function pointOf(problem: PlacementProblem, plan: PlacementPlan, device: number): OperatingPoint {
  return problem.devices[device].points[plan.point[device]];
}

/** `used[d]` is true when a stage of either phase is on device d. */
export function usedDevices(problem: PlacementProblem, plan: PlacementPlan): boolean[] {
  const used = problem.devices.map(() => false);
  for (const device of plan.prefillDevice) used[device] = true;
  for (const device of plan.decodeDevice) used[device] = true;
  return used;
}
