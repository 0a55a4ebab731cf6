import type { PowerCoefficients } from '../calibration/calibration.js';
import type { DeviceActivity } from './reading.js';

/**
 * Energy of a window from what the devices did in it.
 *
 *   E = Σ_d P_sleep,d · wall + Σ_activity (P_active·busy + P_cpu·cpu + ε_m·bytes)
 *
 * The same coefficients make the planner's devices (`power-of-device.ts`), so prediction and meter differ by times and bytes only.
 *
 * @param power - coefficients of every device of the machine, used or not
 * @param wallS - length of the window (s)
 * @param activity - what ran; every device in it must have coefficients
 * @returns J
 */
export function modelledEnergyJ(
  power: Readonly<Record<string, PowerCoefficients>>,
  wallS: number,
  activity: readonly DeviceActivity[],
): number {
  let energyJ = 0;
  for (const { sleepW } of Object.values(power)) energyJ += sleepW * wallS;
  for (const { deviceId, busyS, cpuS, trafficByte } of activity) {
    const coefficients = power[deviceId];
    if (coefficients === undefined)
      throw new RangeError(`modelledEnergyJ: no power coefficients for device ${deviceId}`);
    const { activeW, perCpuW, joulePerByte } = coefficients;
    energyJ += activeW * busyS + perCpuW * cpuS + joulePerByte * trafficByte;
  }
  return energyJ;
}
