import type { DevicePoint } from './device.js';

/**
 * Thread counts worth planning with: 1, 2, 4, … and all of them. One thread is the cheapest per token, all are the fastest; the
 * doublings between are enough for a planner, because calibration takes time for each.
 *
 * @param threads - largest count, ≥ 1
 */
export function cpuPoints(threads: number): readonly DevicePoint[] {
  const counts: number[] = [];
  for (let count = 1; count < threads; count *= 2) counts.push(count);
  counts.push(threads);
  return counts.map((count) => ({ name: count === 1 ? '1-thread' : `${count}-threads`, threads: count }));
}
