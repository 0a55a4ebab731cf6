import { createHash } from 'node:crypto';
import type { Device } from './device.js';
import { onnxRuntimeVersion } from './runtime-versions.js';

/** What a calibration depends on. The kernel version is left out: its updates are frequent and change rates little. */
export interface FingerprintParts {
  readonly cpuModel: string;
  readonly devices: readonly Device[];
  readonly memoryByte: number;
}

/**
 * Raised whenever this package runs models at another speed than before: what was measured with the old engine no longer holds.
 * 2: the C API with outputs in place.
 */
const ENGINE_GENERATION = 2;

/** SHA-256, lower-case hex, of hardware and versions: the key under which calibrations are cached. */
export function fingerprintOf({ cpuModel, devices, memoryByte }: FingerprintParts): string {
  // The class, not the byte count: firmware and kernels reserve a little more or less from boot to boot.
  const memoryClass = Math.round(2 * Math.log2(Math.max(1, memoryByte / 2 ** 30)));
  const parts = {
    cpuModel,
    devices: devices.map(({ id, provider, cpus, points }) => ({ id, provider, cpus: cpus ?? [], points })),
    memoryClass,
    engine: ENGINE_GENERATION,
    platform: `${process.platform}/${process.arch}`,
    onnxRuntime: onnxRuntimeVersion(),
    node: process.versions.node,
  };
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
