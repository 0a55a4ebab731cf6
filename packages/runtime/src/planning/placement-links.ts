import type { LinkCost } from '@qeil/model';
import type { Calibration } from '../calibration/calibration.js';
import type { Device, Machine } from '../devices/device.js';

/**
 * Waking another process and handing it a tensor (s). Prior: a shared-memory hop between two Node processes on a Zen 4 server took
 * 20–50 µs with both awake and about 100 µs with a core to wake, in this project's measurements; for machines where no crossing was
 * measured.
 */
const HOP_S = 100e-6;

/** Copies between host and discrete memory (B/s). Prior: PCIe 3.0 ×16, 15.75 GB/s raw, about 12 GB/s in practice. */
const BUS_BYTE_RATE = 12e9;

/**
 * Costs of moving tensors between devices: for the hop what calibration measured between two of them, else a prior; for bytes half the
 * slower device's measured memory bandwidth, because a copy reads and writes, and no more than the bus between different memories.
 */
export function placementLinks(machine: Machine, calibration: Calibration): LinkCost[][] {
  return machine.devices.map((from) =>
    machine.devices.map((to) => {
      const slower = Math.min(memoryRate(calibration, from), memoryRate(calibration, to)) / 2;
      return {
        latencyS: calibration.crossing?.latencyS ?? HOP_S,
        byteRate: from.memoryPool === to.memoryPool ? slower : Math.min(slower, BUS_BYTE_RATE),
        joulePerByte: trafficCost(calibration, from) + trafficCost(calibration, to),
      };
    }),
  );
}

function memoryRate(calibration: Calibration, device: Device): number {
  const points = calibration.points.filter(({ deviceId }) => deviceId === device.id);
  return Math.max(...points.map(({ byteRate }) => byteRate));
}

/** J/B; a device without coefficients has been refused before. */
function trafficCost(calibration: Calibration, device: Device): number {
  return calibration.power[device.id]?.joulePerByte ?? 0;
}
