import type { PlacementPlan } from './plan.js';
import type { MemoryPool, OperatingPoint, PlacementProblem } from './problem.js';

/** Index of prefill wherever a pair is per phase. */
export const PREFILL = 0;
/** Index of decode wherever a pair is per phase. */
export const DECODE = 1;

/** The operating point the plan sets a device to, no faster at memory than its pool. */
export function pointOf(problem: PlacementProblem, plan: PlacementPlan, device: number): OperatingPoint {
  const { points, pool } = problem.devices[device];
  return withinPool(points[plan.point[device]], problem.pools[pool]);
}

/** The point with its bandwidth cut to the pool's, β ≤ β_pool: a device reads no faster than its memory gives. */
export function withinPool(point: OperatingPoint, { byteRate }: MemoryPool): OperatingPoint {
  const [prefill, decode] = point.byteRate;
  if (prefill <= byteRate && decode <= byteRate) return point;
  return { ...point, byteRate: [Math.min(prefill, byteRate), Math.min(decode, byteRate)] };
}

/** `used[d]` is true when a stage of either phase is on device d. */
export function usedDevices(problem: PlacementProblem, plan: PlacementPlan): boolean[] {
  const used = problem.devices.map(() => false);
  for (const device of plan.prefillDevice) used[device] = true;
  for (const device of plan.decodeDevice) used[device] = true;
  return used;
}
