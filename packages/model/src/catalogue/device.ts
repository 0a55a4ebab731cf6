import { type Fact, unknown } from './fact.js';

/** What sort of processor: `igpu` is a graphics part on the CPU's chip. */
export type DeviceKind = 'cpu' | 'gpu' | 'igpu' | 'npu';

/** What is known of a device. Peaks are dense: product pages print sparse rates, which are twice as high. */
export interface DeviceFacts {
  /** Peak fp32 rate (FLOP/s). */
  readonly fp32FlopRate: Fact;
  /** Peak dense fp16 or bf16 rate, fp32 accumulation where a page tells it apart (FLOP/s). */
  readonly fp16FlopRate: Fact;
  /** Peak dense int8 rate (OP/s). */
  readonly int8OpRate: Fact;
  /** Peak dense int4 rate (OP/s). */
  readonly int4OpRate: Fact;
  /** Peak memory bandwidth (B/s), of the pool when the memory is shared. */
  readonly byteRate: Fact;
  /** Bandwidth somebody reached in decode or a streaming test (B/s). */
  readonly measuredByteRate: Fact;
  /** Capacities sold (B). */
  readonly capacitiesByte: Fact<readonly number[]>;
  readonly memory: Fact<string>;
  readonly cores: Fact<string>;
  /** Rated power (W): TDP, TGP or the default limit. */
  readonly designPowerW: Fact;
  /** Configurable limits, lowest and highest (W). */
  readonly powerRangeW: Fact<readonly number[]>;
  readonly idlePowerW: Fact;
  /** Temperature from which it slows down (K). */
  readonly throttleK: Fact;
  /** Thermal resistance of the whole machine as built (K/W). */
  readonly thermalResistanceKPerW: Fact;
  /** Switching energy, traffic energy and constant power while busy, fitted to measurements. */
  readonly joulePerFlop: Fact;
  readonly joulePerByte: Fact;
  readonly activePowerW: Fact;
}

/** One processor that a machine may hold, with what is known of it and from where. */
export interface CatalogueDevice {
  readonly id: string;
  readonly name: string;
  readonly kind: DeviceKind;
  readonly facts: DeviceFacts;
  readonly notes: readonly string[];
}

/** A device with every fact not given marked unknown. */
export function device(
  id: string,
  name: string,
  kind: DeviceKind,
  facts: Partial<DeviceFacts>,
  notes: readonly string[] = [],
): CatalogueDevice {
  return { id, name, kind, facts: { ...NOTHING_KNOWN, ...facts }, notes };
}

/** Every fact, unknown: also the list of names a fact may have. */
export const NOTHING_KNOWN: DeviceFacts = {
  fp32FlopRate: unknown(),
  fp16FlopRate: unknown(),
  int8OpRate: unknown(),
  int4OpRate: unknown(),
  byteRate: unknown(),
  measuredByteRate: unknown(),
  capacitiesByte: unknown(),
  memory: unknown(),
  cores: unknown(),
  designPowerW: unknown(),
  powerRangeW: unknown(),
  idlePowerW: unknown(),
  throttleK: unknown(),
  thermalResistanceKPerW: unknown(),
  joulePerFlop: unknown(),
  joulePerByte: unknown(),
  activePowerW: unknown(),
};
