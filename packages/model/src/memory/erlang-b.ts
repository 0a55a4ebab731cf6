import { type Guard, requireInteger, requireNonNegative } from '../_internals/require.js';

const guard: Guard = {
  where: 'erlangB',
  remedy: 'give free blocks and the mean number of blocks in use were none refused',
};

/**
 * Erlang-B: the probability that a request for one block finds all of them taken, when requests come at random and a refused
 * one goes away.
 *
 *   B(0) = 1;  B(n) = a·B(n−1) / (n + a·B(n−1));  result B(c)
 *
 * The recursion is stable: every B is a quotient of positive terms. Negligible while a is well below c, about 1 − c/a beyond.
 * It holds for any distribution of holding times. Source: A. K. Erlang, 1917; the recursion is classical.
 *
 * @param blocks - c, integer ≥ 0
 * @param offeredLoad - a, arrival rate × mean holding time (blocks), ≥ 0
 * @returns probability in [0, 1]; 1 when c = 0
 * @throws {InvalidValueError} if an argument is outside the domain above
 */
export function erlangB(blocks: number, offeredLoad: number): number {
  requireInteger(guard, 'blocks', blocks, 0);
  requireNonNegative(guard, 'offeredLoad', offeredLoad);
  let blocking = 1;
  for (let count = 1; count <= blocks && blocking > 0; count += 1) {
    blocking = (offeredLoad * blocking) / (count + offeredLoad * blocking);
  }
  return blocking;
}
