/** A decision for every stage, operating point, wave and micro-batch. The unknown of a {@link PlacementProblem}. */
export interface PlacementPlan {
  /** Device index of each stage in prefill. */
  readonly prefillDevice: readonly number[];
  /** Device index of each stage in decode. */
  readonly decodeDevice: readonly number[];
  /** Operating-point index of each device (also of devices the plan does not use). */
  readonly point: readonly number[];
  /** Samples drawn together, 1 … k. */
  readonly waveSize: number;
  /** Micro-batches a wave is cut into, 1 … waveSize. */
  readonly microBatches: number;
}
