/** State of xoshiro128**: four 32-bit words, not all zero. */
export type XoshiroWords = readonly [number, number, number, number];

/**
 * xoshiro128** 1.1: 32 bits per call, period 2¹²⁸ − 1.
 *
 * Source: Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47(4), 2021; reference code
 * prng.di.unimi.it/xoshiro128starstar.c.
 *
 * @returns a function that gives the next 32-bit unsigned integer
 */
export function xoshiro128StarStar(words: XoshiroWords): () => number {
  const state = Uint32Array.from(words);
  return () => {
    const result = Math.imul(rotateLeft(Math.imul(state[1], 5), 7), 9) >>> 0;
    const shifted = state[1] << 9;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = rotateLeft(state[3], 11);
    return result;
  };
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
