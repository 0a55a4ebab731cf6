import { type Guard, requireInteger, requireNonNegative } from '../_internals/require.js';

const guard: Guard = { where: 'expectedDistinctExperts', remedy: 'give 1 ≤ active ≤ count and tokens ≥ 0' };

/**
 * Experts of a layer that at least one of `tokens` tokens is sent to, when the router spreads tokens evenly and independently.
 *
 *   E·(1 − (1 − a/E)^n)
 *
 * These are the experts whose weights a pass reads. Routers are trained towards this balance; a skewed one reads fewer.
 *
 * @param count - experts E, integer ≥ 1
 * @param active - experts per token a, integer in 1 … E
 * @param tokens - n, ≥ 0; need not be whole
 * @returns experts, in [0, E]; a for one token
 * @throws {InvalidValueError} if an argument is outside the domain above
 */
export function expectedDistinctExperts(count: number, active: number, tokens: number): number {
  requireInteger(guard, 'count', count, 1);
  requireInteger(guard, 'active', active, 1, count);
  requireNonNegative(guard, 'tokens', tokens);
  return count * (1 - (1 - active / count) ** tokens);
}
