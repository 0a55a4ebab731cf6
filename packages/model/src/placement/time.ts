import { sumOf } from '../_internals/sum.js';
import type { StageWaits } from './additions.js';
import { kvMoves, linkTimeS, stageCrossings } from './crossings.js';
import { DECODE, PREFILL, pointOf } from './phase.js';
import type { PlacementPlan } from './plan.js';
import type { OperatingPoint, PlacementProblem, StageWork } from './problem.js';
import type { WaveShape } from './wave.js';

/** Where the time of one question goes (s). */
export interface PlacementTime {
  readonly prefillS: number;
  readonly kvMoveS: number;
  readonly decodeS: number;
  /** τ, their sum. */
  readonly totalS: number;
  /** Time of one decode cycle: the slowest of the round trip, the busiest device and the busiest pool. */
  readonly cycleS: number;
  /** Time each device spends executing. */
  readonly busyS: readonly number[];
}

/** Prefill of one stage: max(W/π, Q/β) + t₀ + row overhead (s). */
export function prefillStageS(stage: StageWork, point: OperatingPoint): number {
  const arithmeticS = stage.prefillFlop / point.flopRate[PREFILL];
  const trafficS = stage.prefillByte / point.byteRate[PREFILL];
  return Math.max(arithmeticS, trafficS) + point.stageOverheadS[PREFILL] + point.rowOverheadS[PREFILL];
}

/** One decode pass of one stage over `rows` rows: max(W/π, Q/β) + t₀ + rows·row overhead (s). */
export function decodeStageS(stage: StageWork, point: OperatingPoint, rows: number): number {
  const arithmeticS = decodePassFlop(stage, rows) / point.flopRate[DECODE];
  const trafficS = decodePassByte(stage, rows) / point.byteRate[DECODE];
  return Math.max(arithmeticS, trafficS) + point.stageOverheadS[DECODE] + rows * point.rowOverheadS[DECODE];
}

/** Arithmetic of one decode pass over `rows` rows (FLOP). */
export function decodePassFlop(stage: StageWork, rows: number): number {
  return rows * stage.decodeFlopPerRow;
}

/** Traffic of one decode pass over `rows` rows (B). */
export function decodePassByte(stage: StageWork, rows: number): number {
  return stage.decodeBytePerPass + rows * stage.decodeBytePerRow;
}

/**
 * τ and the busy time of every device, as `docs/placement.md` gives them under "Time".
 *
 * @returns seconds; the problem and plan are trusted to have passed their checks
 */
export function placementTime(
  problem: PlacementProblem,
  plan: PlacementPlan,
  wave: WaveShape,
  { prefills = 1, prefillWaitS, passWaitS }: StageWaits = {},
): PlacementTime {
  const { stages, devices } = problem;
  const prefillBusyS = devices.map(() => 0);
  const passBusyS = devices.map(() => 0);
  stages.forEach((stage, index) => {
    const first = plan.prefillDevice[index];
    const second = plan.decodeDevice[index];
    const prefillS = prefillStageS(stage, pointOf(problem, plan, first)) + (prefillWaitS?.[index] ?? 0);
    prefillBusyS[first] += prefills * prefillS;
    passBusyS[second] += decodeStageS(stage, pointOf(problem, plan, second), wave.rows) + (passWaitS?.[index] ?? 0);
  });
  const prefillCrossingS = sumOf(stageCrossings(problem, plan.prefillDevice), ({ stage, link }) =>
    linkTimeS(link, stages[stage].prefillCrossingByte),
  );
  const oneKvMoveS = sumOf(kvMoves(problem, plan.prefillDevice, plan.decodeDevice), ({ stage, link }) =>
    linkTimeS(link, stages[stage].promptKvByte),
  );
  const kvMoveS = prefills * oneKvMoveS;
  const prefillS = sumOf(prefillBusyS, (busyS) => busyS) + prefills * prefillCrossingS;
  const cycleS = decodeCycleS(problem, plan, wave, passBusyS);
  const decodeS = wave.steps * cycleS;
  return {
    prefillS,
    kvMoveS,
    decodeS,
    totalS: prefillS + kvMoveS + decodeS,
    cycleS,
    busyS: prefillBusyS.map((busyS, device) => busyS + wave.passes * passBusyS[device]),
  };
}

/**
 * One decode step of a whole wave:
 *
 *   cycle = max(round trip of a micro-batch, m · busiest device, m · busiest pool)
 */
function decodeCycleS(
  problem: PlacementProblem,
  plan: PlacementPlan,
  wave: WaveShape,
  passBusyS: readonly number[],
): number {
  const { stages, devices, pools, links } = problem;
  const crossingS = sumOf(stageCrossings(problem, plan.decodeDevice), ({ stage, link }) =>
    linkTimeS(link, wave.rows * stages[stage].decodeCrossingBytePerRow),
  );
  const first = plan.decodeDevice[0];
  const last = plan.decodeDevice[stages.length - 1];
  const returnS = first === last ? 0 : links[last][first].latencyS;
  const poolByte = pools.map(() => 0);
  stages.forEach((stage, index) => {
    poolByte[devices[plan.decodeDevice[index]].pool] += decodePassByte(stage, wave.rows);
  });
  const poolS = Math.max(...poolByte.map((byte, pool) => byte / pools[pool].byteRate));
  const roundTripS = sumOf(passBusyS, (busyS) => busyS) + crossingS + returnS;
  return Math.max(roundTripS, plan.microBatches * Math.max(...passBusyS), plan.microBatches * poolS);
}
