import type { Machine } from '../devices/device.js';
import type { DeviceActivity } from '../energy/reading.js';
import type { PowerCoefficients } from './calibration.js';
import { nonNegativeLeastSquares } from './least-squares.js';

/** A metered stretch in which one device worked. */
export interface MeteredRun {
  readonly deviceId: string;
  readonly energyJ: number;
  readonly wallS: number;
  readonly activity: readonly DeviceActivity[];
}

export interface FitPowerOptions {
  readonly machine: Machine;
  /** Power with nothing running, by the same meter (W). */
  readonly idleW: number;
  readonly runs: readonly MeteredRun[];
  /** Coefficients to keep where the runs say nothing: traffic, and devices without runs. */
  readonly priors: Readonly<Record<string, PowerCoefficients>>;
  /** What was read, in words. */
  readonly meter: string;
}

/**
 * Power coefficients from metered runs.
 *
 *   E − P_idle·wall − ε_m·bytes ≈ P_active·busy + P_cpu·cpu,  both ≥ 0, least squares in relative error per device
 *
 * ε_m stays a prior: over one model's runs bytes and time are collinear, and no fit can separate them. Idle power is shared out over
 * the CPU devices, so that it counts once. A device whose runs show no power above idle keeps its priors.
 */
export function fitPower(options: FitPowerOptions): Readonly<Record<string, PowerCoefficients>> {
  const { machine, idleW, runs, priors, meter } = options;
  const cpuDevices = machine.devices.filter(({ provider }) => provider === 'cpu').length;
  const fitted: Record<string, PowerCoefficients> = {};
  for (const device of machine.devices) {
    const prior = priors[device.id];
    if (prior === undefined) continue;
    const sleepW = device.provider === 'cpu' ? idleW / cpuDevices : 0;
    const equations = runs
      .filter(({ deviceId }) => deviceId === device.id)
      .map((run) => toEquation(run, idleW, prior.joulePerByte));
    const { first: perCpuW, second: activeW } = nonNegativeLeastSquares(equations);
    if (perCpuW + activeW === 0) {
      fitted[device.id] = prior;
      continue;
    }
    const detail = [
      `measured with ${meter} over ${equations.length} runs: sleep ${watts(sleepW)}`,
      `active ${watts(activeW)}`,
      `per busy CPU ${watts(perCpuW)}`,
      `prior, not measured: traffic ${prior.joulePerByte} J/B`,
    ].join(', ');
    const { joulePerByte } = prior;
    fitted[device.id] = { sleepW, activeW, perCpuW, joulePerByte, source: 'measured', detail };
  }
  return fitted;
}

function toEquation({ energyJ, wallS, activity }: MeteredRun, idleW: number, joulePerByte: number) {
  let [busyS, cpuS, trafficByte] = [0, 0, 0];
  for (const done of activity) {
    busyS += done.busyS;
    cpuS += done.cpuS;
    trafficByte += done.trafficByte;
  }
  const aboveIdleJ = energyJ - idleW * wallS - joulePerByte * trafficByte;
  return { first: cpuS / energyJ, second: busyS / energyJ, y: aboveIdleJ / energyJ };
}

function watts(power: number): string {
  return `${power.toPrecision(3)} W`;
}
