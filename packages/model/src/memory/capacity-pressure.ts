import { type Guard, requireNonNegative, requirePositive } from '../_internals/require.js';

const guard: Guard = { where: 'capacityPressure', remedy: 'give bytes asked for and bytes the pool can lend' };

/**
 * CPQ, capacity-pressure quotient.
 *
 *   CPQ = demand/usable;  demand = weights + KV + activations + runtime of one pool
 *
 * The name is from QEIL v2 (arXiv 2602.06057); this definition is this project's. A plan fits when CPQ ≤ 1.
 *
 * @param demandByte - ≥ 0
 * @param usableByte - > 0
 * @returns CPQ ≥ 0
 * @throws {InvalidValueError} if an argument is outside the domain above
 */
export function capacityPressure(demandByte: number, usableByte: number): number {
  requireNonNegative(guard, 'demandByte', demandByte);
  requirePositive(guard, 'usableByte', usableByte);
  return demandByte / usableByte;
}
