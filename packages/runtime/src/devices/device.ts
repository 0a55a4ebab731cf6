/** ONNX Runtime execution providers a device can stand for. */
export type ExecutionProvider = 'cpu' | 'webgpu' | 'cuda' | 'dml' | 'coreml';

/** Something that executes, as found on this machine. */
export interface Device {
  /** Stable on one machine: `cpu`, `cpu-efficiency`, `webgpu`, `cuda`. */
  readonly id: string;
  readonly name: string;
  readonly provider: ExecutionProvider;
  /** Logical CPUs of a CPU cluster, from sysfs; absent for other providers. */
  readonly cpus?: readonly number[];
  /** Settings the device can run at; for a CPU, thread counts. Never empty. */
  readonly points: readonly DevicePoint[];
  /** Memory pool the device draws on; devices of one chip share `system`. */
  readonly memoryPool: string;
}

/** One setting a device can be run at. */
export interface DevicePoint {
  readonly name: string;
  readonly threads: number;
}

/** A device that was looked for and not found, and why. */
export interface DeviceAbsence {
  readonly provider: ExecutionProvider;
  readonly reason: string;
  readonly remedy?: string;
}

/** Memory that devices share. */
export interface MachineMemoryPool {
  readonly id: string;
  readonly totalByte: number;
  readonly availableByte: number;
}

/** What is here. */
export interface Machine {
  readonly devices: readonly Device[];
  readonly absences: readonly DeviceAbsence[];
  readonly memoryPools: readonly MachineMemoryPool[];
  readonly cpuModel: string;
  readonly logicalCpus: number;
  /** Digest of hardware, driver and runtime versions: the key under which calibrations are cached. */
  readonly fingerprint: string;
}
