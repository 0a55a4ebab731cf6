import { type Guard, requireNonNegative, requireThat } from '../_internals/require.js';

/** What stays in memory when weights do not fit: a chosen part always, or whatever was used last. */
export type SpillPolicy = 'pinned' | 'lru';

const guard: Guard = { where: 'spillMissShare', remedy: 'give bytes ≥ 0 and the policy "pinned" or "lru"' };

/**
 * Share of the weight bytes of one pass that come from the backing store, when each pass reads all weights in the same order.
 *
 *   W ≤ C: 0;   pinned: 1 − C/W;   LRU: 1
 *
 * Under LRU a cyclic sweep longer than the cache evicts every block just before it is needed again. Source: the classical worst
 * case of LRU, Sleator and Tarjan, CACM 28(2), 1985.
 *
 * @param weightByte - W, bytes read per pass, ≥ 0
 * @param capacityByte - C, bytes of memory left for them, ≥ 0
 * @returns share in [0, 1]
 * @throws {InvalidValueError} if an argument is outside the domain above
 */
export function spillMissShare(weightByte: number, capacityByte: number, policy: SpillPolicy): number {
  requireNonNegative(guard, 'weightByte', weightByte);
  requireNonNegative(guard, 'capacityByte', capacityByte);
  requireThat(policy === 'pinned' || policy === 'lru', guard, 'policy', policy, 'be "pinned" or "lru"');
  if (weightByte <= capacityByte) return 0;
  return policy === 'pinned' ? 1 - capacityByte / weightByte : 1;
}
