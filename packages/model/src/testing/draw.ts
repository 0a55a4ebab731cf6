import type { Random } from '../random/random.js';

/** Uniform in [low, high). */
export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random.uniform();
}

/** Log-uniform in [low, high), low > 0: every decade equally likely. */
export function logBetween(random: Random, low: number, high: number): number {
  return low * (high / low) ** random.uniform();
}

/** Uniform integer in [low, high]. */
export function integerBetween(random: Random, low: number, high: number): number {
  return low + random.integer(high - low + 1);
}

/** True with the given probability. */
export function chance(random: Random, probability: number): boolean {
  return random.uniform() < probability;
}

/** `count` values, drawn in order. */
export function repeat<Value>(count: number, draw: (index: number) => Value): Value[] {
  return Array.from({ length: count }, (_, index) => draw(index));
}
