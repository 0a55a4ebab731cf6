import {
  type Guard,
  requireArray,
  requireInteger,
  requireNonNegative,
  requireObject,
  requirePositive,
} from '../_internals/require.js';
import type { OperatingPoint, PlacementDevice, PlacementProblem } from './problem.js';

const where = 'checkPlacementProblem';

/** The device's part of {@link checkPlacementProblem}. */
export function checkDevice(device: PlacementDevice, path: string, problem: PlacementProblem): void {
  const guard: Guard = { where, remedy: 'give indices into the problem’s arrays and SI units' };
  requireObject(guard, path, device);
  requireInteger(guard, `${path}.pool`, device.pool, 0, problem.pools.length - 1);
  requireInteger(guard, `${path}.powerDomain`, device.powerDomain, 0, problem.powerDomains.length - 1);
  requireInteger(guard, `${path}.thermalDomain`, device.thermalDomain, 0, problem.thermalDomains.length - 1);
  requireNonNegative(guard, `${path}.sleepPowerW`, device.sleepPowerW);
  requireNonNegative(guard, `${path}.runtimeByte`, device.runtimeByte);
  requireArray(guard, `${path}.points`, device.points);
  device.points.forEach((point, index) => {
    checkPoint(point, `${path}.points[${index}]`);
  });
}

function checkPoint(point: OperatingPoint, path: string): void {
  const guard: Guard = { where, remedy: 'calibrate the device, or state a labelled prior; an unknown is not 0' };
  requireObject(guard, path, point);
  for (const rate of ['flopRate', 'byteRate'] as const) {
    requireArray(guard, `${path}.${rate}`, point[rate], 2);
    for (const phase of [0, 1]) requirePositive(guard, `${path}.${rate}[${phase}]`, point[rate][phase]);
  }
  for (const overhead of ['stageOverheadS', 'rowOverheadS'] as const) {
    requireArray(guard, `${path}.${overhead}`, point[overhead], 2);
    for (const phase of [0, 1]) requireNonNegative(guard, `${path}.${overhead}[${phase}]`, point[overhead][phase]);
  }
  for (const cost of ['joulePerFlop', 'joulePerByte', 'activePowerW'] as const) {
    requireNonNegative(guard, `${path}.${cost}`, point[cost]);
  }
}
