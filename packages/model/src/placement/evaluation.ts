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

/** Where one thermal domain settles under a plan. */
export interface ThermalState {
  /** T* (K); undefined when there is no stable temperature. */
  readonly temperatureK: number | undefined;
  /** Φ = H/(H + P_L), in [0, 1]. */
  readonly phi: number;
  /** R·dP_L/dT at T*; stable below 1. */
  readonly loopGain: number;
}
