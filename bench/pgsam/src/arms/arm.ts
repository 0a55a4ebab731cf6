import type { PlacementProblem, Random } from '@qeil/model';
import type { Trial } from './trial.js';

/** What one arm searches: a problem, a budget inside the trial, and its own stream of chance. */
export interface ArmInput {
  readonly problem: PlacementProblem;
  readonly trial: Trial;
  readonly random: Random;
}

/** Spends the trial's budget, or less of it where it has nothing more to try. */
export type Arm = (input: ArmInput) => void;
