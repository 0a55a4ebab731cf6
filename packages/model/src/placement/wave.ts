import { sumOf } from '../_internals/sum.js';
import type { PlacementPlan } from './plan.js';
import type { PlacementProblem } from './problem.js';

/** How often decode work repeats under a plan. */
export interface WaveShape {
  /** r = rowsPerStep[b]/m: rows in one micro-batch. */
  readonly rows: number;
  /** Σ_n P(n samples needed)·⌈n/b⌉: expected waves per question. */
  readonly waves: number;
  /** waves·G: expected decode steps per question. */
  readonly steps: number;
  /** waves·G·m: expected passes of a micro-batch through the stages per question. */
  readonly passes: number;
}

/** The repetition counts of a plan, from the request's tables at its wave size. */
export function waveShape(problem: PlacementProblem, plan: PlacementPlan): WaveShape {
  const { neededSamples, decodeSteps, rowsPerStep } = problem.request;
  const { waveSize, microBatches } = plan;
  const waves = sumOf(neededSamples, (probability, index) => probability * Math.ceil((index + 1) / waveSize));
  const steps = waves * decodeSteps[waveSize - 1];
  return { rows: rowsPerStep[waveSize - 1] / microBatches, waves, steps, passes: steps * microBatches };
}
