import type { Device } from '@qeil/runtime';
import type { DevicesRecord } from '../schemas/doctor-record.js';

/** Devices as they are printed. */
export function deviceRecords(devices: readonly Device[]): DevicesRecord['devices'] {
  return devices.map(({ cpus, ...device }) => ({
    ...device,
    points: [...device.points],
    ...(cpus === undefined ? {} : { cpus: [...cpus] }),
  }));
}
