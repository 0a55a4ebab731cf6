import { type Guard, requirePositive } from '../_internals/require.js';

const guard: Guard = { where: 'failuresWorthTrying', remedy: 'give a Beta prior, a worth and a price, all > 0' };

/**
 * After how many failures of an exact check to give up, when the first success ends sampling and earns R:
 *
 *   n* = max(0, ⌈α·R/c − α − β⌉)
 *
 * The success rate of a question is Beta(α, β); after n failures one more sample succeeds with probability α/(α + β + n), which
 * only falls, so the one-step look-ahead is optimal: go on while α·R/(α + β + n) > c.
 *
 * @param prior - α, β > 0
 * @param worth - R > 0
 * @param price - c > 0 of one sample, in the unit of R
 * @throws {InvalidValueError} if an argument is outside its domain
 */
export function failuresWorthTrying(
  prior: { readonly alpha: number; readonly beta: number },
  worth: number,
  price: number,
): number {
  requirePositive(guard, 'prior.alpha', prior.alpha);
  requirePositive(guard, 'prior.beta', prior.beta);
  requirePositive(guard, 'worth', worth);
  requirePositive(guard, 'price', price);
  return Math.max(0, Math.ceil((prior.alpha * worth) / price - prior.alpha - prior.beta));
}
