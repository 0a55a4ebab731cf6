import type { DeviceEnergy } from './energy.js';
import type { DomainHeat } from './heat.js';
import type { PlacementProblem } from './problem.js';

/** Time that stages lose beside their work. */
export interface StageWaits {
  /** Prefills of the prompt per question; default 1. */
  readonly prefills?: number;
  /** Seconds each stage waits in one prefill, its device kept busy. */
  readonly prefillWaitS?: readonly number[];
  /** Seconds each stage waits in one decode pass, its device kept busy. */
  readonly passWaitS?: readonly number[];
}

/**
 * What an evaluation may add to a problem that the problem, and so its flat form and the compiled evaluator, cannot express.
 * Without any of it the reference evaluator computes the same bits as before.
 */
export interface EvaluationAdditions extends StageWaits {
  /** Energy of bytes brought from a backing store, counted with the links (J). */
  readonly streamedJ?: number;
  /** Pressure of what pools must hold at once, where the rest may be streamed or preempted; default: of everything. */
  readonly heldPressure?: readonly number[];
  /** Where thermal domains go; default: to their steady state. */
  readonly settle?: (problem: PlacementProblem, energies: readonly DeviceEnergy[], totalS: number) => DomainHeat[];
}
