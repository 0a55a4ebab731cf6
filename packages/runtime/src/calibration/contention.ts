import type { Device } from '../devices/device.js';

/** Host work counts as busy too, so a CPU device that has its cores to itself spends about one CPU second per busy second or more. */
const UNDISTURBED_CPU_PER_BUSY = 0.8;

/** A sentence when other programs held the cores while a CPU device was timed; its numbers then describe that moment. */
export function contentionWarning(device: Device, cpuPerBusy: number): string | undefined {
  if (device.provider !== 'cpu' || cpuPerBusy >= UNDISTURBED_CPU_PER_BUSY) return undefined;
  const share = Math.round(100 * cpuPerBusy);
  return `${device.id} got only ${share} % of one CPU while it was timed: the machine is busy, calibrate again when it is idle`;
}
