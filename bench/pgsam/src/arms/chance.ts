import type { Random } from '@qeil/model';

/** Uniform integer in 0 … bound − 1. */
export function below(random: Random, bound: number): number {
  return Math.floor(random.uniform() * bound);
}

/** A weight for every objective, uniform over the simplex. */
export function randomWeights(random: Random): [number, number, number] {
  const [low, high] = [random.uniform(), random.uniform()].sort((a, b) => a - b);
  return [low, high - low, 1 - high];
}
