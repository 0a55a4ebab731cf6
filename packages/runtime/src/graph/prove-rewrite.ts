import { seededRandom } from '@qeil/model';
import type { Decoder } from '../engine/decoder.js';

/** How far a rewrite is from its original on random inputs, and how far the original is from itself. */
export interface RewriteProof {
  readonly lengths: readonly number[];
  readonly batches: readonly number[];
  /** Largest absolute difference of a logit over all passes. */
  readonly largestDifference: number;
  /** Largest absolute logit of the original. */
  readonly largestLogit: number;
  /** Largest absolute difference of a logit of the original when it computes the same in passes of another shape. */
  readonly ownDifference: number;
  /** Largest difference allowed. */
  readonly allowed: number;
  readonly holds: boolean;
  /** False when time ran out; nothing holds then. */
  readonly finished: boolean;
}

/** Lengths around the sizes at which kernels change: providers were seen to be wrong from 32 on and right below. */
export const PROOF_LENGTHS = [1, 31, 32, 64, 127] as const;
export const PROOF_BATCHES = [1, 8, 32] as const;
const STEPS = 2;
/** Less than a device process is given to load. */
const LIMIT_S = 200;

/** Single-precision sums in another order: this much of the largest logit. */
const ROUNDING = 1e-5;
/** A rewrite may differ from the original a little more than the original does from itself: both are maxima of few draws. */
const OWN_FACTOR = 2;
/** However uneven the original is, this much of the largest logit is no rounding any more. */
const LIMIT = 1e-2;

/** Wall seconds; another clock only in tests. */
const wallS = (): number => performance.now() / 1000;

export interface ProofOptions {
  readonly original: Decoder;
  readonly rewritten: Decoder;
  readonly vocabulary: number;
  readonly maxPositions: number;
  readonly lengths?: readonly number[];
  readonly batches?: readonly number[];
  readonly limitS?: number;
  readonly nowS?: () => number;
}

/** Largest absolute difference of two equally long lists; infinite when they are not, or hold what is no number. */
function distance(expected: Float32Array, actual: Float32Array): number {
  if (expected.length !== actual.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let index = 0; index < expected.length; index += 1) {
    const difference = Math.abs((expected[index] ?? 0) - (actual[index] ?? 0));
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
  }
  return largest;
}

/**
 * Compare two decoders on seeded random tokens: every prompt length, then steps with different tokens in every row.
 *
 * How much they may differ is taken from the original itself. It computes the same logits in passes of other shapes, where kernels
 * add in another order: a row alone and among others, a prompt's last token with the prompt and after it.
 *
 *   difference ≤ min(max(1e-5 · L, 2 · own difference), 1e-2 · L),  L the largest logit
 */
export async function proveRewrite(options: ProofOptions): Promise<RewriteProof> {
  const { original, rewritten, vocabulary, maxPositions } = options;
  const lengths = (options.lengths ?? PROOF_LENGTHS).filter((length) => length + STEPS <= maxPositions);
  const batches = options.batches ?? PROOF_BATCHES;
  const random = seededRandom(20240607);
  const tokens = (count: number): number[] =>
    Array.from({ length: count }, () => Math.floor(random.uniform() * vocabulary));
  let largestDifference = 0;
  let largestLogit = 0;
  let ownDifference = 0;
  const { limitS = LIMIT_S, nowS = wallS } = options;
  const startS = nowS();
  let finished = true;
  const compare = (expected: Float32Array, actual: Float32Array): void => {
    largestDifference = Math.max(largestDifference, distance(expected, actual));
    for (const value of expected) largestLogit = Math.max(largestLogit, Math.abs(value));
  };
  proof: for (const length of lengths) {
    const prompt = tokens(length);
    const expected = await original.prefill(prompt);
    const actual = await rewritten.prefill(prompt);
    compare(expected.logits, actual.logits);
    for (const rows of batches) {
      if (nowS() - startS > limitS) {
        finished = false;
        break proof;
      }
      const exported = await original.wave(expected, rows);
      const shared = await rewritten.wave(actual, rows);
      const alone = await original.wave(expected, 1);
      for (let step = 0; step < STEPS; step += 1) {
        const next = tokens(rows);
        const { logits } = await exported.step(next);
        compare(logits, (await shared.step(next)).logits);
        const first = next.slice(0, 1);
        const single = (await alone.step(first)).logits;
        ownDifference = Math.max(ownDifference, distance(single, logits.subarray(0, single.length)));
        if (step > 0) continue;
        const whole = (await original.prefill([...prompt, ...first])).logits;
        ownDifference = Math.max(ownDifference, distance(whole, single));
      }
    }
  }
  const allowed = Math.min(Math.max(ROUNDING * largestLogit, OWN_FACTOR * ownDifference), LIMIT * largestLogit);
  const holds = finished && lengths.length > 0 && largestDifference <= allowed;
  return { lengths, batches, largestDifference, largestLogit, ownDifference, allowed, holds, finished };
}
