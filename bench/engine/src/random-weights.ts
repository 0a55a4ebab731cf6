import { open } from 'node:fs/promises';

interface WeightShape {
  readonly name: string;
  readonly dims: readonly number[];
}

/** Offsets in the file are multiples of the page size, so that it can be mapped. */
const ALIGNMENT = 4096;
const CHUNK = 1 << 20;
/** Any number but 0. */
const SEED = 0x2545f491;

/** Marsaglia's xorshift32 (2003): weights need no better randomness, and hundreds of millions are wanted. */
function xorshift(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state / 2 ** 31;
  };
}

/**
 * Write seeded random weights one after the other: matrices uniform with variance 1 / (3 · inner size), so that activations keep
 * their size, norms 1.
 *
 * @returns where each lies (B)
 */
export async function writeRandomWeights(
  file: string,
  weights: readonly WeightShape[],
): Promise<ReadonlyMap<string, { readonly offset: number; readonly length: number }>> {
  const random = xorshift(SEED);
  const places = new Map<string, { offset: number; length: number }>();
  const handle = await open(file, 'w');
  try {
    let offset = 0;
    for (const { name, dims } of weights) {
      const elements = dims.reduce((product, size) => product * size, 1);
      const scale = 1 / Math.sqrt(dims[0] ?? 1);
      for (let start = 0; start < elements; start += CHUNK) {
        const values = new Float32Array(Math.min(CHUNK, elements - start));
        if (dims.length === 1) values.fill(1);
        else for (let index = 0; index < values.length; index += 1) values[index] = scale * random();
        await handle.write(new Uint8Array(values.buffer), 0, values.byteLength, offset + start * 4);
      }
      places.set(name, { offset, length: elements * 4 });
      offset = Math.ceil((offset + elements * 4) / ALIGNMENT) * ALIGNMENT;
    }
  } finally {
    await handle.close();
  }
  return places;
}
