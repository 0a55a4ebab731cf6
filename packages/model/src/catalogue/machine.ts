import type { Fact } from './fact.js';

/** Memory that devices of a machine share. Its bandwidth is that of the devices on it. */
export interface MachinePool {
  readonly name: string;
  readonly capacityByte: Fact;
}

/** Devices under one power limit that heat each other; limit, throttle temperature and resistance are those of one device. */
export interface MachineChip {
  readonly name: string;
  /** Id of the device whose facts hold the chip's limits. */
  readonly limitsOf: string;
}

/** A processor of a machine: which it is, which memory it uses, which chip's power and heat it shares. */
export interface MachineDevice {
  /** Id of a catalogue device. */
  readonly device: string;
  /** Index into the machine's pools. */
  readonly pool: number;
  /** Index into the machine's chips. */
  readonly chip: number;
}

/** A composition of catalogue devices. */
export interface CatalogueMachine {
  readonly id: string;
  readonly name: string;
  readonly pools: readonly MachinePool[];
  readonly chips: readonly MachineChip[];
  readonly devices: readonly MachineDevice[];
  /** Rate and latency between devices of different pools. */
  readonly linkByteRate: Fact;
  readonly linkLatencyS: Fact;
  /** Power of the board outside every device (W). */
  readonly boardPowerW: Fact;
  /**
   * Set when the machine stands for somebody's experiment rather than for something to buy: what it is assumed to be, in words. Its
   * unknown numbers are then meant to be filled with labelled priors and varied.
   */
  readonly scenario?: string;
  readonly notes: readonly string[];
}
