import { seededRandom } from '@qeil/model';
import type { Decoder, PromptState } from '../engine/decoder.js';
import type { CacheTensor } from '../engine/kv-rows.js';
import { distance } from './distance.js';

/** What of a decoder is compared. */
export type Provable = Pick<Decoder, 'prefill' | 'wave'>;

/** How far a rewritten model is from its original on random tokens, and how far the original is from itself. */
export interface WholeProof {
  readonly lengths: readonly number[];
  readonly batches: readonly number[];
  /** Largest absolute difference of a logit over passes with the same tokens and the same cache. */
  readonly largestDifference: number;
  /** Largest absolute logit of the original. */
  readonly largestLogit: number;
  /** Largest absolute difference of a logit of the original when it computes the same in passes of another shape. */
  readonly ownDifference: number;
  /** Largest absolute difference of a logit of the original when each number of the cache moves by its last bit. */
  readonly lastBitDifference: number;
  /** Largest difference allowed. */
  readonly allowed: number;
  /** Largest absolute difference between a row alone and among others: of the original, and of the rewrite. */
  readonly rowDifference: number;
  readonly rewrittenRowDifference: number;
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
/** Last bits are moved in waves of up to this many rows; more would only repeat it. */
const SHAKEN_ROWS = 8;

/** Sums in another order, as a share of the largest logit: in single precision, and one step of activations rounded to 8 bits. */
const ROUNDING = { sums: 1e-5, eightBits: 1 / 127 } as const;
/** A rewrite may differ from the original a little more than the original does from itself: both are maxima of few draws. */
const OWN_FACTOR = 2;
/** However uneven the original is, this much of the largest logit is no rounding any more. */
const LIMIT = 0.1;

/** Wall seconds; another clock only in tests. */
const wallS = (): number => performance.now() / 1000;

export interface ProofOptions {
  readonly original: Provable;
  readonly rewritten: Provable;
  /** The graph rounds activations to 8 bits, so a last bit may become a step of that. */
  readonly roundsActivations: boolean;
  readonly vocabulary: number;
  readonly maxPositions: number;
  readonly lengths?: readonly number[];
  readonly batches?: readonly number[];
  readonly limitS?: number;
  readonly nowS?: () => number;
}

/** The proof's prompt lengths that leave room for its steps. */
export function proofLengths(maxPositions: number): readonly number[] {
  return PROOF_LENGTHS.filter((length) => length + STEPS <= maxPositions);
}

/**
 * Compare two decoders on seeded random tokens: every prompt length, then steps with different tokens in every row, from the same cache.
 *
 * How much they may differ is taken from the original itself, in two ways. It computes the same logits in passes of other shapes,
 * where kernels add in another order: a row alone and among others, a prompt's last token with the prompt and after it. And it is run
 * on a cache whose every number is moved by its last bit, which is what a sum in another order does; where activations are rounded
 * to fewer bits, some of those become whole steps of that rounding.
 *
 *   difference ≤ min(max(ρ · L, 2 · own difference, 2 · last-bit difference), 0.1 · L),  L the largest logit
 *
 * with ρ = 1e-5, and 1/127, a step of 8-bit rounding, where activations are rounded so: steps are rare events that a few passes may miss.
 *
 * A row must not depend on its neighbours more than it does in the original:
 *
 *   row difference of the rewrite ≤ max(1e-5 · L, 2 · row difference of the original)
 */
export async function proveRewrite(options: ProofOptions): Promise<WholeProof> {
  const { original, rewritten, vocabulary, maxPositions } = options;
  const lengths = options.lengths ?? proofLengths(maxPositions);
  const batches = options.batches ?? PROOF_BATCHES;
  const random = seededRandom(20240607);
  const tokens = (count: number): number[] =>
    Array.from({ length: count }, () => Math.floor(random.uniform() * vocabulary));
  const { limitS = LIMIT_S, nowS = wallS } = options;
  const startS = nowS();
  let finished = true;
  const largest = { difference: 0, logit: 0, own: 0, lastBit: 0, row: 0, rewrittenRow: 0 };
  const note = (which: keyof typeof largest, expected: Float32Array, actual: Float32Array): void => {
    largest[which] = Math.max(largest[which], distance(expected, actual));
  };
  const compare = (expected: Float32Array, actual: Float32Array): void => {
    note('difference', expected, actual);
    for (const value of expected) largest.logit = Math.max(largest.logit, Math.abs(value));
  };
  proof: for (const length of lengths) {
    const prompt = tokens(length);
    const state = await original.prefill(prompt);
    compare(state.logits, (await rewritten.prefill(prompt)).logits);
    const shaken = { ...state, cache: state.cache.map((tensor) => moveLastBits(tensor, random.nextUint32)) };
    for (const rows of batches) {
      if (nowS() - startS > limitS) {
        finished = false;
        break proof;
      }
      const exported = await original.wave(state, rows);
      const shared = await rewritten.wave(state, rows);
      const uneven = rows > SHAKEN_ROWS ? undefined : await original.wave(shaken, rows);
      const alone = {
        exported: await original.wave(state, 1),
        shared: rows > 1 ? await rewritten.wave(state, 1) : undefined,
      };
      for (let step = 0; step < STEPS; step += 1) {
        const next = tokens(rows);
        const first = next.slice(0, 1);
        const { logits } = await exported.step(next);
        const ours = (await shared.step(next)).logits;
        compare(logits, ours);
        if (uneven !== undefined) note('lastBit', logits, (await uneven.step(next)).logits);
        const single = (await alone.exported.step(first)).logits;
        note('row', single, logits.subarray(0, single.length));
        if (alone.shared !== undefined) {
          note('rewrittenRow', (await alone.shared.step(first)).logits, ours.subarray(0, single.length));
        }
        if (step > 0) continue;
        const whole = (await original.prefill([...prompt, ...first])).logits;
        note('own', whole, single);
      }
    }
  }
  const sums = ROUNDING.sums * largest.logit;
  const rounding = options.roundsActivations ? ROUNDING.eightBits * largest.logit : sums;
  const own = Math.max(largest.own, largest.row);
  const allowed = Math.min(Math.max(rounding, OWN_FACTOR * own, OWN_FACTOR * largest.lastBit), LIMIT * largest.logit);
  const rowsHold = largest.rewrittenRow <= Math.max(sums, OWN_FACTOR * largest.row);
  return {
    lengths,
    batches,
    largestDifference: largest.difference,
    largestLogit: largest.logit,
    ownDifference: own,
    lastBitDifference: largest.lastBit,
    allowed,
    rowDifference: largest.row,
    rewrittenRowDifference: largest.rewrittenRow,
    holds: finished && lengths.length > 0 && largest.difference <= allowed && rowsHold,
    finished,
  };
}

/** Every number but 0 one step up or down among the numbers of its type, by coin toss. */
function moveLastBits(tensor: CacheTensor, nextUint32: () => number): PromptState['cache'][number] {
  const bytes = tensor.bytes.slice();
  const words = tensor.type === 'float32' ? new Uint32Array(bytes.buffer) : new Uint16Array(bytes.buffer);
  const magnitude = tensor.type === 'float32' ? 0x7fffffff : 0x7fff;
  let coins = 0;
  for (let index = 0; index < words.length; index += 1) {
    if (index % 32 === 0) coins = nextUint32();
    const word = words[index] ?? 0;
    if ((word & magnitude) !== 0) words[index] = (coins >>> (index % 32)) & 1 ? word + 1 : word - 1;
  }
  return { ...tensor, bytes };
}
