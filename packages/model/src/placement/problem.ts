/**
 * A placement problem: everything the optimiser may know about one machine, one model and one request.
 *
 * SI units throughout. Phases are indexed 0 = prefill, 1 = decode wherever a pair appears.
 */

/** A number per phase: `[prefill, decode]`. */
export type PerPhase = readonly [prefill: number, decode: number];

/** Work of one stage (embedding, one decoder layer, or head), from the model's shape and the request. */
export interface StageWork {
  readonly name: string;
  /** Bytes the stage's weights occupy on each device that holds it (B). */
  readonly weightByte: number;
  /** Arithmetic of prefilling the prompt once, one sequence (FLOP). */
  readonly prefillFlop: number;
  /** Memory traffic of that prefill: weights, KV written, activations (B). */
  readonly prefillByte: number;
  /** Arithmetic of one decode step for one row (FLOP). */
  readonly decodeFlopPerRow: number;
  /** Traffic of one decode pass that does not depend on the rows: weights, a shared prompt's KV (B). */
  readonly decodeBytePerPass: number;
  /** Traffic of one decode pass per row: its KV read and written, activations (B). */
  readonly decodeBytePerRow: number;
  /** KV of the prompt: resident on the prefill device, moved once if decode happens elsewhere (B). */
  readonly promptKvByte: number;
  /** KV capacity one row needs on the decode device at its longest (B). */
  readonly rowKvByte: number;
  /** Activations handed to the next stage in prefill, whole prompt (B). */
  readonly prefillCrossingByte: number;
  /** Activations handed to the next stage in decode, per row (B). */
  readonly decodeCrossingBytePerRow: number;
}

/** One clock or thread setting of a device. */
export interface OperatingPoint {
  readonly name: string;
  /** Peak arithmetic rate π (FLOP/s), > 0. */
  readonly flopRate: PerPhase;
  /** Memory bandwidth β (B/s), > 0. */
  readonly byteRate: PerPhase;
  /** Fixed cost of running one stage once, t₀ (s), ≥ 0. */
  readonly stageOverheadS: PerPhase;
  /** Host work per row, stage and pass that neither rate covers: KV copies, sampling (s), ≥ 0. */
  readonly rowOverheadS: PerPhase;
  /** Switching energy ε_f (J/FLOP), ≥ 0. */
  readonly joulePerFlop: number;
  /** Traffic energy ε_m (J/B), ≥ 0. */
  readonly joulePerByte: number;
  /** Constant power while busy π₀, leakage excluded (W), ≥ 0. */
  readonly activePowerW: number;
}

/** Something that executes, with what it shares given as indices into the problem's arrays. */
export interface PlacementDevice {
  readonly name: string;
  readonly pool: number;
  readonly powerDomain: number;
  readonly thermalDomain: number;
  /** Power while not busy, leakage excluded (W), ≥ 0. Spent by every device of the machine, used or not. */
  readonly sleepPowerW: number;
  /** Memory the device's process needs besides weights and KV, if it is used (B). */
  readonly runtimeByte: number;
  readonly points: readonly OperatingPoint[];
}

/** Memory that devices share. */
export interface MemoryPool {
  readonly name: string;
  readonly usableByte: number;
  /** Bandwidth of the pool as a whole, β_pool (B/s). */
  readonly byteRate: number;
}

/** Devices under one power cap. */
export interface PowerDomain {
  readonly name: string;
  /** Cap (W); Infinity when there is none. */
  readonly capW: number;
}

/** Leakage law P_L(T) = P_L0·(T/T₀)²·exp(−(E_a/k)(1/T − 1/T₀)), temperatures in kelvin. */
export interface LeakageLaw {
  readonly referencePowerW: number;
  readonly referenceK: number;
  readonly activationEv: number;
}

/** Devices that heat each other. */
export interface ThermalDomain {
  readonly name: string;
  readonly ambientK: number;
  /** Thermal resistance to ambient R (K/W), ≥ 0. */
  readonly resistanceKPerW: number;
  /** Highest temperature a plan may settle at (K); Infinity when unknown and unguarded. */
  readonly limitK: number;
  /** Absent when no leakage is modelled; its power is then taken as part of π₀. */
  readonly leakage?: LeakageLaw;
}

/** Cost of moving bytes from one device to another. */
export interface LinkCost {
  readonly latencyS: number;
  readonly byteRate: number;
  readonly joulePerByte: number;
}

/** The request, reduced to what costs depend on. The three arrays have one entry per possible wave size 1…k. */
export interface PlacementRequest {
  /** `neededSamples[n−1]` = P(the question needs exactly n samples); ≥ 0, sums to 1. Its length is the budget k. */
  readonly neededSamples: readonly number[];
  /** `decodeSteps[b−1]` = expected decode steps of a wave of b rows: its longest row. */
  readonly decodeSteps: readonly number[];
  /** `rowsPerStep[b−1]` = expected rows still running, averaged over those steps; ≤ b. */
  readonly rowsPerStep: readonly number[];
}

/** Upper bounds on a plan; Infinity when absent. */
export interface PlacementBounds {
  readonly energyJ: number;
  readonly latencyS: number;
  /** On the mean power E/τ (W). */
  readonly powerW: number;
}

/** One machine, one model, one request: everything a plan's cost depends on. `checkPlacementProblem` refuses a wrong one. */
export interface PlacementProblem {
  readonly stages: readonly StageWork[];
  readonly devices: readonly PlacementDevice[];
  readonly pools: readonly MemoryPool[];
  readonly powerDomains: readonly PowerDomain[];
  readonly thermalDomains: readonly ThermalDomain[];
  /** `links[from][to]`; the diagonal is ignored. */
  readonly links: readonly (readonly LinkCost[])[];
  readonly request: PlacementRequest;
  readonly bounds: PlacementBounds;
  /** Power of the board outside every device, spent for the whole duration (W). */
  readonly boardPowerW: number;
  /** True when the engine runs all stages of a phase on one device; plans that split a phase are then infeasible. */
  readonly wholePhases: boolean;
  /** `allowed[phase][stage][device]`: pins and prohibitions. */
  readonly allowed: readonly [prefill: readonly (readonly boolean[])[], decode: readonly (readonly boolean[])[]];
}
