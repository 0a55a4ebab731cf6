import { seededRandom } from '@qeil/model';
import type { Decoder, PromptState, WaveDecoding } from '../engine/decoder.js';

/** How far a rewrite is from its original, on random inputs. */
export interface RewriteProof {
  readonly lengths: readonly number[];
  readonly batches: readonly number[];
  /** Largest absolute difference of a logit over all passes. */
  readonly largestDifference: number;
  /** Largest absolute logit of the original. */
  readonly largestLogit: number;
  /** Difference allowed, relative to the largest logit. */
  readonly tolerance: number;
  readonly holds: boolean;
}

/** Lengths around the sizes at which kernels change: providers were seen to be wrong from 32 on and right below. */
export const PROOF_LENGTHS = [1, 31, 32, 64, 127] as const;
export const PROOF_BATCHES = [1, 8, 32] as const;
const STEPS = 2;

/** Sums in another order differ by rounding; activations rounded to 8 or 16 bits may differ by a rounding step. */
const TOLERANCE = { float32: 1e-4, rounded: 3e-2 };

export interface ProofOptions {
  readonly original: Decoder;
  readonly rewritten: Decoder;
  readonly vocabulary: number;
  readonly maxPositions: number;
  /** Some activations are rounded (quantised weights, float16). */
  readonly rounded: boolean;
  readonly lengths?: readonly number[];
  readonly batches?: readonly number[];
}

/** Compare two decoders on seeded random tokens: every prompt length, then steps with different tokens in every row. */
export async function proveRewrite(options: ProofOptions): Promise<RewriteProof> {
  const { original, rewritten, vocabulary, maxPositions, rounded } = options;
  const lengths = (options.lengths ?? PROOF_LENGTHS).filter((length) => length + STEPS <= maxPositions);
  const batches = options.batches ?? PROOF_BATCHES;
  const random = seededRandom(20240607);
  const tokens = (count: number): number[] =>
    Array.from({ length: count }, () => Math.floor(random.uniform() * vocabulary));
  const seen = { difference: 0, logit: 0 };
  const compare = (expected: Float32Array, actual: Float32Array): void => {
    if (expected.length !== actual.length) seen.difference = Number.POSITIVE_INFINITY;
    for (let index = 0; index < expected.length; index += 1) {
      const value = expected[index] ?? 0;
      const difference = Math.abs(value - (actual[index] ?? Number.NaN));
      // NaN is larger than any difference.
      if (!(difference <= seen.difference))
        seen.difference = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
      seen.logit = Math.max(seen.logit, Math.abs(value));
    }
  };
  for (const length of lengths) {
    const prompt = tokens(length);
    const expected: PromptState = await original.prefill(prompt);
    const actual = await rewritten.prefill(prompt);
    compare(expected.logits, actual.logits);
    for (const rows of batches) {
      const both: readonly WaveDecoding[] = [original.wave(expected, rows), rewritten.wave(actual, rows)];
      for (let step = 0; step < STEPS; step += 1) {
        const next = tokens(rows);
        const [left, right] = [await both[0]?.step(next), await both[1]?.step(next)];
        if (left !== undefined && right !== undefined) compare(left.logits, right.logits);
      }
    }
  }
  const tolerance = rounded ? TOLERANCE.rounded : TOLERANCE.float32;
  return {
    lengths,
    batches,
    largestDifference: seen.difference,
    largestLogit: seen.logit,
    tolerance,
    holds: seen.difference <= tolerance * seen.logit,
  };
}
