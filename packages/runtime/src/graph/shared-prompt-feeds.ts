import { type HostTensor, integers, tensorOfBytes } from '../engine/driver/host-tensor.js';
import { SHARED_INPUTS } from './shared-attention.js';

/** Sizes of a pass over a graph rewritten by `sharePrompt`. */
export interface PassSizes {
  readonly rows: number;
  /** New positions per row. */
  readonly fresh: number;
  /** Positions of the prompt input and of the suffix inputs, at least one each. */
  readonly prompt: number;
  readonly suffix: number;
  /** How many of them count; the others are masked. */
  readonly promptUsed: number;
  readonly suffixUsed: number;
}

/** Added to the score of a position that must not be seen: exp of it is 0, and sums with it stay finite. */
const HIDDEN = -1e9;

/** The inputs that say how a pass is laid out: mask and shapes. */
export function sharedPromptFeeds(
  sizes: PassSizes,
  kvHeads: number,
  headSize: number,
): ReadonlyMap<string, HostTensor> {
  const { rows, fresh, prompt, suffix, promptUsed, suffixUsed } = sizes;
  const total = prompt + suffix + fresh;
  const mask = new Float32Array(fresh * total);
  for (let position = 0; position < fresh; position += 1) {
    const start = position * total;
    mask.fill(HIDDEN, start + promptUsed, start + prompt);
    mask.fill(HIDDEN, start + prompt + suffixUsed, start + prompt + suffix);
    mask.fill(HIDDEN, start + prompt + suffix + position + 1, start + total);
  }
  const whole = (...values: number[]): HostTensor => integers(BigInt64Array.from(values.map(BigInt)), [values.length]);
  const { shapes } = SHARED_INPUTS;
  return new Map([
    [SHARED_INPUTS.mask, tensorOfBytes('float32', new Uint8Array(mask.buffer), [fresh, total])],
    [SHARED_INPUTS.parts, whole(prompt, suffix, fresh)],
    [shapes.suffixScores, whole(kvHeads, -1, suffix)],
    [shapes.freshScores, whole(kvHeads, -1, fresh)],
    [shapes.scores, whole(kvHeads, -1, fresh, total)],
    [shapes.flatScores, whole(kvHeads, -1, total)],
    [shapes.suffixShares, whole(kvHeads, rows, -1, suffix)],
    [shapes.freshShares, whole(kvHeads, rows, -1, fresh)],
    [shapes.mixed, whole(kvHeads, rows, -1, headSize)],
    [shapes.heads, whole(rows, -1, fresh, headSize)],
  ]);
}
