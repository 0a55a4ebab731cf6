import type { Work } from '@qeil/model';
import type { Scope, Tier } from './published-point.js';

/** One measured decode step, SI units. */
export interface MeasuredStep {
  readonly id: string;
  readonly device: string;
  readonly model: string;
  readonly tier: Tier;
  readonly scope: Scope;
  readonly rows: number;
  /** rows / tokens per second (s). */
  readonly stepS: number;
  /** Energy of the step within the scope (J). */
  readonly stepJ: number;
  /** Weights as published, the only traffic the baselines count (B). */
  readonly weightByte: number;
  /** Operations the baselines count: 2 per streamed parameter and row (FLOP). */
  readonly weightFlop: number;
  readonly peakByteRate: number | undefined;
  /** Power limit of the mode or the card (W). */
  readonly designPowerW: number | undefined;
}

/** Steps of one device at one operating point, with what counts their work. */
export interface MeasuredSet {
  readonly name: string;
  readonly steps: readonly MeasuredStep[];
  /** Steps of further models, judged with what all of `steps` fit, never fitted. */
  readonly confirmation: readonly MeasuredStep[];
  /** Complete work of a step; conditions nobody published may be estimated from the training steps, never from the held-out. */
  readonly workFrom: (training: readonly MeasuredStep[]) => (step: MeasuredStep) => Work;
  /** Whether the batch size varies: only then can arithmetic be told from traffic in a time fit. */
  readonly hasSeveralBatches: boolean;
  /** Remark on the design-power baseline where its scope is wider than the measurement's. */
  readonly designPowerNote: string | undefined;
}
