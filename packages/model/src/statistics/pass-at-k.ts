import { type Guard, requireArray, requireInteger } from '../_internals/require.js';
import { sumOf } from '../_internals/sum.js';

/** Samples drawn for one question, and how many of them were right. */
export interface SampleCount {
  /** n. */
  readonly samples: number;
  /** c ≤ n. */
  readonly correct: number;
}

const guard: Guard = { where: 'passAtK', remedy: 'give 0 ≤ correct ≤ samples and 1 ≤ k ≤ samples' };

/**
 * pass@k of one question, unbiased: the chance that k of the n samples, drawn without replacement, hold a right one.
 *
 *   pass@k = 1 − C(n−c, k)/C(n, k) = 1 − Π_{i=n−c+1}^{n} (1 − k/i)
 *
 * The product neither overflows nor cancels. Source: Chen et al. 2021 (arXiv 2107.03374), section 2.1.
 *
 * @param count - n samples, c of them correct
 * @param k - samples one may draw, 1 ≤ k ≤ n
 * @returns probability in [0, 1]
 * @throws {InvalidValueError} if an argument is outside the domain above
 */
export function passAtK({ samples, correct }: SampleCount, k: number): number {
  requireInteger(guard, 'samples', samples, 1);
  requireInteger(guard, 'correct', correct, 0, samples);
  requireInteger(guard, 'k', k, 1, samples);
  if (samples - correct < k) return 1;
  let miss = 1;
  for (let index = samples - correct + 1; index <= samples; index += 1) miss *= 1 - k / index;
  return 1 - miss;
}

/**
 * Mean of {@link passAtK} over questions.
 *
 * @throws {InvalidValueError} if there is no question, or k exceeds any question's samples
 */
export function meanPassAtK(counts: readonly SampleCount[], k: number): number {
  requireArray(guard, 'counts', counts);
  return sumOf(counts, (count) => passAtK(count, k)) / counts.length;
}
