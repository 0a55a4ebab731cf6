/** What one plan costs. The three objectives are all minimised. */
export interface PlacementEvaluation {
  /** Expected energy of one question (J). */
  readonly energyJ: number;
  /** Expected duration of one question (s). */
  readonly latencyS: number;
  /** U: share of the arithmetic that was powered up and not used, in [0, 1]. */
  readonly underUtilisation: number;
  /** Sum of relative excesses over all constraints; 0 exactly when the plan is feasible. */
  readonly violation: number;
  readonly breakdown: EnergyBreakdown;
  /** Per thermal domain: settled temperature (K), undefined when none is stable; Φ; loop gain R·dP_L/dT. */
  readonly thermal: readonly ThermalState[];
  /** Per memory pool: CPQ = demand / usable. */
  readonly memoryPressure: readonly number[];
  /** Seconds of one question: prefill (with crossings), KV moves, decode. They sum to latencyS. */
  readonly seconds: { readonly prefill: number; readonly kvMove: number; readonly decode: number };
  /** Expected waves per question. */
  readonly waves: number;
}

/** Terms of the unified energy equation (J). Their sum is `energyJ`. */
export interface EnergyBreakdown {
  readonly switching: number;
  readonly traffic: number;
  readonly active: number;
  readonly sleep: number;
  readonly leakage: number;
  readonly links: number;
  readonly board: number;
}

export interface ThermalState {
  readonly temperatureK: number | undefined;
  readonly phi: number;
  readonly loopGain: number;
}
