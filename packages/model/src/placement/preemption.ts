import { type Guard, requirePositive, requireThat } from '../_internals/require.js';
import { erlangB } from '../memory/erlang-b.js';
import { checkPlan } from './check-plan.js';
import { evaluateWith } from './evaluate.js';
import type { PlacementEvaluation } from './evaluation.js';
import { poolDemands } from './memory.js';
import type { PlacementPlan } from './plan.js';
import type { PlacementProblem } from './problem.js';
import { waveShape } from './wave.js';

/** An allocator that hands out the rows' KV in blocks and turns a row away when none is free. */
export interface KvAllocator {
  /** Bytes of one block, > 0. */
  readonly blockByte: number;
  /**
   * Blocks a row holds on average over its life, over those at its longest, in (0, 1]: 1 when they are reserved at once, about a
   * half when they are taken as the row grows.
   */
  readonly meanFill: number;
}

/** How full one pool's blocks are. */
export interface PoolBlocking {
  /** c: blocks left after runtime, weights and the prompt's KV. */
  readonly freeBlocks: number;
  /** a: blocks in use on average, were none refused. */
  readonly offeredBlocks: number;
  /** Erlang-B(c, a). */
  readonly blocking: number;
}

/** A plan's cost when rows may be turned away and start again. */
export interface PreemptionEvaluation {
  /** As {@link evaluatePlacement} gives it, with the repeated prefills in time and energy. */
  readonly evaluation: PlacementEvaluation;
  readonly pools: readonly PoolBlocking[];
  /** Expected prefills per question beyond the first; Infinity when a pool has no block for its rows. */
  readonly repeatedPrefills: number;
}

const guard: Guard = { where: 'evaluateWithPreemption', remedy: 'give the allocator’s block size and mean fill' };

/**
 * Cost of a plan whose rows' KV comes from a block allocator: a row that finds no block is preempted and pays its prefill again.
 *
 *   c = ⌊(usable − runtime − weights − prompt KV)/block⌋       a = rows·row KV·mean fill/block
 *   B = 1 − Π_pools (1 − Erlang-B(c, a))                       repeats per row = B/(1 − B)
 *   repeated prefills = waves·b·B/(1 − B)
 *
 * Attempts are taken as independent, and a repeated prefill (with its crossings and KV moves) as stopping the wave: an upper bound
 * where other rows go on meanwhile. Rows' KV no longer counts as a violation of memory; runtime, weights and the prompt's KV do.
 * Negligible while a is well below c, then suddenly not. With B = 1 nothing would ever end: the plan is then evaluated as it stands,
 * rows' KV in its violation, and `repeatedPrefills` is Infinity.
 *
 * @throws {InvalidValueError} if the plan or the allocator is outside its domain
 */
export function evaluateWithPreemption(
  problem: PlacementProblem,
  plan: PlacementPlan,
  allocator: KvAllocator,
): PreemptionEvaluation {
  checkPlan(problem, plan);
  const { blockByte, meanFill } = allocator;
  requirePositive(guard, 'allocator.blockByte', blockByte);
  requireThat(meanFill > 0 && meanFill <= 1, guard, 'allocator.meanFill', meanFill, 'be in (0, 1]');
  const wave = waveShape(problem, plan);
  const rows = problem.request.rowsPerStep[plan.waveSize - 1];
  const demands = poolDemands(problem, plan);
  const heldByte = demands.map(({ totalByte, rowKvByte }) => totalByte - plan.waveSize * rowKvByte);
  const pools = demands.map(({ rowKvByte }, pool) => {
    const freeBlocks = Math.max(0, Math.floor((problem.pools[pool].usableByte - heldByte[pool]) / blockByte));
    const offeredBlocks = (rows * rowKvByte * meanFill) / blockByte;
    // Erlang-B of no blocks is 1 whatever is offered; a pool without rows turns none away.
    const blocking = offeredBlocks === 0 ? 0 : erlangB(freeBlocks, offeredBlocks);
    return { freeBlocks, offeredBlocks, blocking };
  });
  const passing = pools.reduce((product, { blocking }) => product * (1 - blocking), 1);
  if (passing === 0) {
    return { evaluation: evaluateWith(problem, plan, {}), pools, repeatedPrefills: Number.POSITIVE_INFINITY };
  }
  const repeatedPrefills = (wave.waves * plan.waveSize * (1 - passing)) / passing;
  const evaluation = evaluateWith(problem, plan, {
    prefills: 1 + repeatedPrefills,
    heldPressure: heldByte.map((byte, pool) => byte / problem.pools[pool].usableByte),
  });
  return { evaluation, pools, repeatedPrefills };
}
