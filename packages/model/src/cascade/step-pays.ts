import { type Guard, requireNonNegative, requireProbability } from '../_internals/require.js';

/** One step of the cascade that could be taken next. */
export interface CascadeStep {
  /** Expected gain in P(correct). */
  readonly gain: number;
  /** Expected energy (J). */
  readonly priceJ: number;
  /** Energy the step is expected to save elsewhere (J), such as samples not drawn. Default 0. */
  readonly savingJ?: number;
}

/** What the user set; both may be left out. */
export interface CascadeLimits {
  /** Worth of a correct answer (J). */
  readonly valueJ?: number | undefined;
  /** Energy left for the question (J). */
  readonly leftJ?: number | undefined;
}

const guard: Guard = { where: 'stepPays', remedy: 'give a gain in [0, 1] and energies ≥ 0 J' };

/**
 * Whether the cascade takes a step.
 *
 *   gain · value + saving > price,  and price ≤ energy left
 *
 * Without a value accuracy comes first: any step that can change the answer or saves something is worth it, gain > 0 or saving > 0.
 *
 * @throws {InvalidValueError} if a number is outside its domain
 */
export function stepPays({ gain, priceJ, savingJ = 0 }: CascadeStep, { valueJ, leftJ }: CascadeLimits): boolean {
  requireProbability(guard, 'gain', gain);
  requireNonNegative(guard, 'priceJ', priceJ);
  requireNonNegative(guard, 'savingJ', savingJ);
  if (leftJ !== undefined && priceJ > leftJ) return false;
  if (valueJ === undefined) return gain > 0 || savingJ > 0;
  requireNonNegative(guard, 'valueJ', valueJ);
  return gain * valueJ + savingJ > priceJ;
}
