import { type Guard, requireArray, requireNonNegative, requirePositive, requireThat } from '../_internals/require.js';
import { sumOf } from '../_internals/sum.js';
import { type SpillPolicy, spillMissShare } from '../memory/spill.js';
import { checkPlan } from './check-plan.js';
import { evaluateWith } from './evaluate.js';
import type { PlacementEvaluation } from './evaluation.js';
import { type PoolDemand, poolDemands } from './memory.js';
import type { PlacementPlan } from './plan.js';
import type { PlacementProblem } from './problem.js';
import { decodePassByte } from './time.js';
import { waveShape } from './wave.js';

/** Where weights that do not fit are read from. */
export interface BackingStore {
  /** β_back (B/s), > 0. */
  readonly byteRate: number;
  /** Energy of bringing a byte to memory (J/B), ≥ 0. */
  readonly joulePerByte: number;
}

/** A plan's cost when weights may stream. */
export interface SpillEvaluation {
  /** As {@link evaluatePlacement} gives it, with the streaming in time, active energy and (its own energy) in `links`. */
  readonly evaluation: PlacementEvaluation;
  /** Per pool: share of its weight bytes that each pass brings from the backing store. */
  readonly missShare: readonly number[];
  /** Bytes brought per question. */
  readonly streamedByte: number;
}

const guard: Guard = {
  where: 'evaluateWithSpill',
  remedy: 'give one backing store per pool, with a rate > 0 in B/s and J/B ≥ 0',
};

/**
 * Cost of a plan whose weights may exceed memory and then stream from a backing store, pass by pass.
 *
 *   C = usable − runtime − KV        W = weights held in the pool, once per device
 *   miss share μ = 0 if W ≤ C, else 1 − C/W (pinned) or 1 (LRU)
 *   a stage's pass waits μ·(its weight bytes of the pass)/β_back beside its roofline time
 *
 * The device is taken as active (π₀) while it waits, bytes still cross the memory bus once they have arrived, and stages do not read
 * ahead: all three make the figure an upper bound for an engine that overlaps streaming with work. A pass reads no more weights
 * than its traffic, so the experts a pass does not meet are not streamed.
 *
 * Weights no longer count as a violation of memory; runtime and KV do. `memoryPressure` stays the whole demand over usable.
 *
 * @param backing - one store per pool
 * @throws {InvalidValueError} if the plan or a store is outside its domain
 */
export function evaluateWithSpill(
  problem: PlacementProblem,
  plan: PlacementPlan,
  policy: SpillPolicy,
  backing: readonly BackingStore[],
): SpillEvaluation {
  checkPlan(problem, plan);
  requireArray(guard, 'backing', backing, problem.pools.length);
  backing.forEach((store, pool) => {
    requirePositive(guard, `backing[${pool}].byteRate`, store.byteRate);
    requireNonNegative(guard, `backing[${pool}].joulePerByte`, store.joulePerByte);
  });
  requireThat(policy === 'pinned' || policy === 'lru', guard, 'policy', policy, 'be "pinned" or "lru"');
  const demands = poolDemands(problem, plan);
  const missShare = demands.map((demand, pool) => missShareOf(demand, problem.pools[pool].usableByte, policy));
  const wave = waveShape(problem, plan);
  const poolOf = (device: number) => problem.devices[device].pool;
  const prefillByte = problem.stages.map((stage, index) => {
    return missShare[poolOf(plan.prefillDevice[index])] * Math.min(stage.weightByte, stage.prefillByte);
  });
  const passByte = problem.stages.map((stage, index) => {
    return missShare[poolOf(plan.decodeDevice[index])] * Math.min(stage.weightByte, decodePassByte(stage, wave.rows));
  });
  const storeOf = (device: number) => backing[poolOf(device)];
  const streamedJ = sumOf(
    problem.stages,
    (_, stage) =>
      storeOf(plan.prefillDevice[stage]).joulePerByte * prefillByte[stage] +
      storeOf(plan.decodeDevice[stage]).joulePerByte * wave.passes * passByte[stage],
  );
  const evaluation = evaluateWith(problem, plan, {
    prefillWaitS: prefillByte.map((byte, stage) => byte / storeOf(plan.prefillDevice[stage]).byteRate),
    passWaitS: passByte.map((byte, stage) => byte / storeOf(plan.decodeDevice[stage]).byteRate),
    streamedJ,
    heldPressure: demands.map(
      ({ weightByte, totalByte }, pool) => (totalByte - weightByte) / problem.pools[pool].usableByte,
    ),
  });
  const streamedByte = sumOf(prefillByte, (byte) => byte) + wave.passes * sumOf(passByte, (byte) => byte);
  return { evaluation, missShare, streamedByte };
}

function missShareOf({ weightByte, totalByte }: PoolDemand, usableByte: number, policy: SpillPolicy): number {
  return spillMissShare(weightByte, Math.max(0, usableByte - (totalByte - weightByte)), policy);
}
