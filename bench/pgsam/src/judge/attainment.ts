import type { Vector } from './indicators.js';
import { frontOf } from './indicators.js';

const MOST_POINTS = 40;

/**
 * The 50 % attainment surface of several runs in energy and latency: for every energy the median over the runs of the least
 * latency reached within it. Runs that reach nothing within it count as infinite.
 *
 * Source: Grunert da Fonseca, Fonseca, Hall, EMO 2001.
 */
export function medianAttainment(fronts: readonly (readonly Vector[])[]): [energyJ: number, latencyS: number][] {
  const runs = fronts.map((front) => frontOf(front, 2).sort((a, b) => a[0] - b[0]));
  const energies = [...new Set(runs.flatMap((run) => run.map(([energy]) => energy)))].sort((a, b) => a - b);
  const reached = runs.map(() => Number.POSITIVE_INFINITY);
  const next = runs.map(() => 0);
  const surface: [number, number][] = [];
  for (const energy of energies) {
    runs.forEach((run, index) => {
      while (next[index] < run.length && run[next[index]][0] <= energy) {
        reached[index] = run[next[index]][1];
        next[index] += 1;
      }
    });
    const latency = [...reached].sort((a, b) => a - b)[Math.ceil(runs.length / 2) - 1];
    const last = surface.at(-1);
    if (Number.isFinite(latency) && (last === undefined || latency < last[1])) surface.push([energy, latency]);
  }
  return thinned(surface);
}

/** At most {@link MOST_POINTS}, evenly by position, both ends kept: for drawing. */
function thinned<Point>(points: readonly Point[]): Point[] {
  if (points.length <= MOST_POINTS) return [...points];
  const step = (points.length - 1) / (MOST_POINTS - 1);
  return Array.from({ length: MOST_POINTS }, (_, index) => points[Math.round(index * step)]);
}
