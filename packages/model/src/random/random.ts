import { type Guard, requireInteger } from '../_internals/require.js';
import { forkWords, seedWords } from './seed.js';
import { type XoshiroWords, xoshiro128StarStar } from './xoshiro128.js';

/** A seeded stream of random numbers: the same on every machine and engine. */
export interface Random {
  /** The next 32 random bits as an unsigned integer. */
  nextUint32(): number;
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** Uniform integer in [0, bound), 1 ≤ bound ≤ 2³², without bias. */
  integer(bound: number): number;
  /** The stream named (label, index) under this one: the same however many numbers were drawn here, and draws none itself. */
  fork(label: string, index?: number): Random;
}

/**
 * The stream named (seed, label, index): xoshiro128** started from {@link seedWords}.
 *
 * @example
 * const random = seededRandom(7, 'question-12', 3);
 * random.uniform(); // the same number in every run
 * @throws {InvalidValueError} if seed or index is not a non-negative safe integer
 */
export function seededRandom(seed: number, label = '', index = 0): Random {
  return randomFromWords(seedWords(seed, label, index));
}

/** The stream that starts at the given words. For {@link seedWords} kept elsewhere, and for test vectors. */
export function randomFromWords(words: XoshiroWords): Random {
  const nextUint32 = xoshiro128StarStar(words);
  return {
    nextUint32,
    uniform: () => {
      const high = nextUint32() >>> 5;
      const low = nextUint32() >>> 6;
      return (high * 2 ** 26 + low) / 2 ** 53;
    },
    integer: (bound) => uniformInteger(nextUint32, bound),
    fork: (label, index = 0) => randomFromWords(forkWords(words, label, index)),
  };
}

const guard: Guard = { where: 'Random.integer', remedy: 'give the number of outcomes' };

/** Rejects the last, incomplete run of `bound` values, so that every remainder is equally likely. */
function uniformInteger(nextUint32: () => number, bound: number): number {
  requireInteger(guard, 'bound', bound, 1, 2 ** 32);
  const limit = 2 ** 32 - (2 ** 32 % bound);
  for (;;) {
    const value = nextUint32();
    if (value < limit) return value % bound;
  }
}
