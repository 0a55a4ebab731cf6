import type { LinkCost, PlacementProblem } from './problem.js';

/** A boundary between stages that lie on different devices, or the move of one stage's KV. */
export interface Crossing {
  /** The stage whose output (or KV) moves. */
  readonly stage: number;
  readonly link: LinkCost;
}

/** Boundaries between consecutive stages on different devices. */
export function stageCrossings(problem: PlacementProblem, deviceOfStage: readonly number[]): Crossing[] {
  const crossings: Crossing[] = [];
  for (let stage = 0; stage + 1 < deviceOfStage.length; stage += 1) {
    const from = deviceOfStage[stage];
    const to = deviceOfStage[stage + 1];
    if (from !== to) crossings.push({ stage, link: problem.links[from][to] });
  }
  return crossings;
}

/** Stages whose prompt KV moves from the device that prefilled it to the one that decodes. */
export function kvMoves(
  problem: PlacementProblem,
  prefillDevice: readonly number[],
  decodeDevice: readonly number[],
): Crossing[] {
  const moves: Crossing[] = [];
  for (let stage = 0; stage < prefillDevice.length; stage += 1) {
    const from = prefillDevice[stage];
    const to = decodeDevice[stage];
    if (from !== to) moves.push({ stage, link: problem.links[from][to] });
  }
  return moves;
}

/** Time to carry bytes over a link: latency + bytes/rate (s). */
export function linkTimeS(link: LinkCost, bytes: number): number {
  return link.latencyS + bytes / link.byteRate;
}
