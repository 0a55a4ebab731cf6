import { DECODE, PREFILL } from './phase.js';
import type { OperatingPoint, PlacementDevice, PlacementProblem } from './problem.js';

/**
 * The operating point a planner without an energy objective sets: the highest prefill arithmetic rate; among equals the highest
 * decode bandwidth; among those the first.
 */
export function highestRatePoint(device: PlacementDevice): number {
  let best = 0;
  device.points.forEach((point, index) => {
    if (isFaster(point, device.points[best])) best = index;
  });
  return best;
}

/** {@link highestRatePoint} of every device: what all baselines run at. */
export function highestRatePoints(problem: PlacementProblem): number[] {
  return problem.devices.map(highestRatePoint);
}

function isFaster(point: OperatingPoint, other: OperatingPoint): boolean {
  const arithmetic = point.flopRate[PREFILL] - other.flopRate[PREFILL];
  return arithmetic > 0 || (arithmetic === 0 && point.byteRate[DECODE] > other.byteRate[DECODE]);
}
