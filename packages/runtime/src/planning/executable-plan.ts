import type { PlacementEvaluation, PlacementPlan } from '@qeil/model';
import type { Certificate } from '@qeil/pgsam-wasm';
import type { SplitPlan } from '../engine/split-plan.js';
import type { Placement } from '../engine/wave.js';

/** How sure a plan is to be the best: proved, bounded, found by search; or not searched for at all. */
export type PlanCertificate = Certificate | { readonly kind: 'baseline' };

/** A plan with names instead of indices, ready for the engine. */
export interface ExecutablePlan {
  readonly name: 'standard' | 'standard-batched' | 'v1-greedy' | 'v2' | 'hand-written';
  readonly prefill: Placement;
  readonly decode: Placement;
  /** Present when the model runs in pieces; `prefill` and `decode` are then those of the first piece and of the last. */
  readonly split?: SplitPlan;
  readonly waveSize: number;
  readonly keepPrompt: boolean;
  readonly predicted: PlacementEvaluation;
  /** Expected energy of a question's first wave, prefill included (J); absent where nobody asked. */
  readonly waveEnergyJ?: number;
  readonly plan: PlacementPlan;
  readonly certificate: PlanCertificate;
}
