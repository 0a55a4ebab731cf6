import { PAPER_CLAIMS } from './paper-claims.js';
import type { Comparison } from './scenario.js';
import type { GridPoint } from './sweep.js';

/** How many combinations with one setting reach the paper's claims. */
export interface ClaimCount {
  readonly axis: string;
  readonly setting: string;
  readonly combinations: number;
  readonly reachEnergy: number;
  readonly reachLatency: number;
  readonly reachBoth: number;
  /** Intelligence per watt at equal accuracy. */
  readonly reachIpw: number;
  readonly reachAll: number;
}

/** Whether a comparison saves at least what the paper claims. */
export function reachesClaims({ energyChange, latencyChange, ipwRatio }: Comparison) {
  const energy = energyChange <= PAPER_CLAIMS.energyChange;
  const latency = latencyChange <= PAPER_CLAIMS.latencyChange;
  const ipw = ipwRatio >= PAPER_CLAIMS.ipwRatio;
  return { energy, latency, ipw, both: energy && latency, all: energy && latency && ipw };
}

/** For every setting of the grid, how many of its combinations reach the claims: none means the claims need another setting. */
export function claimsNeeded(grid: readonly GridPoint[]): ClaimCount[] {
  const counts = new Map<string, ClaimCount>();
  for (const { settings, comparison } of grid) {
    if (comparison === undefined) continue;
    const reached = reachesClaims(comparison);
    for (const [axis, setting] of Object.entries(settings)) {
      const key = JSON.stringify([axis, setting]);
      const before = counts.get(key);
      counts.set(key, {
        axis,
        setting,
        combinations: (before?.combinations ?? 0) + 1,
        reachEnergy: (before?.reachEnergy ?? 0) + Number(reached.energy),
        reachLatency: (before?.reachLatency ?? 0) + Number(reached.latency),
        reachBoth: (before?.reachBoth ?? 0) + Number(reached.both),
        reachIpw: (before?.reachIpw ?? 0) + Number(reached.ipw),
        reachAll: (before?.reachAll ?? 0) + Number(reached.all),
      });
    }
  }
  return [...counts.values()].sort((left, right) => left.axis.localeCompare(right.axis));
}

/** Combinations nearest to the paper's pair of claims, by the larger of the two differences; closest first. */
export function nearestToClaims(grid: readonly GridPoint[], count: number): (GridPoint & { comparison: Comparison })[] {
  const distance = ({ energyChange, latencyChange }: Comparison) =>
    Math.max(Math.abs(energyChange - PAPER_CLAIMS.energyChange), Math.abs(latencyChange - PAPER_CLAIMS.latencyChange));
  return grid
    .flatMap(({ settings, comparison }) => (comparison === undefined ? [] : [{ settings, comparison }]))
    .sort((left, right) => distance(left.comparison) - distance(right.comparison))
    .slice(0, count);
}
