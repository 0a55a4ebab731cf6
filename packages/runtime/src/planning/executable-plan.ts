import type { PlacementEvaluation, PlacementPlan } from '@qeil/model';
import type { Placement } from '../engine/wave.js';

/** How sure a plan is to be the best: proved, bounded, or found by search. */
export type Certificate = 'exact' | 'heuristic';

/** A plan with names instead of indices, ready for the engine. */
export interface ExecutablePlan {
  readonly name: 'standard' | 'standard-batched' | 'v1-greedy' | 'v2';
  readonly prefill: Placement;
  readonly decode: Placement;
  readonly waveSize: number;
  readonly keepPrompt: boolean;
  readonly predicted: PlacementEvaluation;
  /** Expected energy of a question's first wave, prefill included (J); absent where nobody asked. */
  readonly waveEnergyJ?: number;
  readonly plan: PlacementPlan;
  readonly certificate: Certificate | 'baseline';
}
