import { sumOf } from '../../_internals/sum.js';
import { checkPlan } from '../check-plan.js';
import type { PlacementPlan } from '../plan.js';
import type { PlacementProblem } from '../problem.js';
import { placementTime } from '../time.js';
import { waveShape } from '../wave.js';
import { decodeSegments } from './segments.js';

/** What the decode cycle of a plan lies between. */
export interface CycleBounds {
  /** max(round trip, m·busiest device, m·busiest pool): the evaluator's cycle (s). */
  readonly formulaS: number;
  /** The cycle is no longer than this (s). */
  readonly mostS: number;
  /**
   * True when the formula is the cycle and not only a lower bound: no device is visited twice in a step, and no pool can run short
   * of bandwidth. With one micro-batch visits do not matter.
   */
  readonly isExact: boolean;
}

/**
 * Bounds on the time of one decode step, and whether the evaluator's formula is exact.
 *
 * The formula is a lower bound always: a micro-batch needs its round trip, a device its m passes, a pool its bytes. It is reached when
 *
 * - no device serves a micro-batch twice in a step with another device between (then first come, first served is a tandem queue, whose
 *   cycle is the larger of round trip and m·busiest device), and
 * - the devices in use cannot together ask a pool for more than its bandwidth.
 *
 * Otherwise the cycle is at most, with every stage slowed to its fair share β′ = min(β, β_pool/devices in use) of the pool,
 *
 *   max(round trip′, m·busiest device′)   without second visits;      m·round trip′   with them:
 *
 * at any moment some micro-batch gets on.
 *
 * @throws {InvalidValueError} if the plan has the wrong shape
 */
export function decodeCycleBounds(problem: PlacementProblem, plan: PlacementPlan): CycleBounds {
  checkPlan(problem, plan);
  const segments = decodeSegments(problem, plan);
  const { microBatches } = plan;
  const used = [...new Set(segments.map(({ device }) => device))];
  const busyS = new Map(used.map((device) => [device, 0]));
  let isContended = false;
  for (const { device, pool, byteRate, passes } of segments) {
    const poolRate = problem.pools[pool].byteRate;
    const sharers = used.filter((other) => problem.devices[other].pool === pool);
    const wanted = sumOf(sharers, (sharer) => segments.find((segment) => segment.device === sharer)?.byteRate ?? 0);
    // One micro-batch never shares, and no device reads faster than its pool.
    const isShort = microBatches > 1 && wanted > poolRate;
    isContended ||= isShort;
    const shareRate = isShort ? Math.min(byteRate, poolRate / Math.min(sharers.length, microBatches)) : byteRate;
    const slowS = sumOf(
      passes,
      ({ overheadS, arithmeticS, byte }) => overheadS + Math.max(arithmeticS, byte / shareRate),
    );
    busyS.set(device, (busyS.get(device) ?? 0) + slowS);
  }
  const tripS = sumOf([...busyS.values()], (value) => value) + sumOf(segments, ({ handoverS }) => handoverS);
  const hasSecondVisit = microBatches > 1 && segments.length > used.length;
  return {
    formulaS: placementTime(problem, plan, waveShape(problem, plan)).cycleS,
    mostS: hasSecondVisit ? microBatches * tripS : Math.max(tripS, microBatches * Math.max(...busyS.values())),
    isExact: !isContended && !hasSecondVisit,
  };
}
