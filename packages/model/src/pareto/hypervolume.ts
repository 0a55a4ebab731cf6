import { type Guard, requireFinite, requireThat } from '../_internals/require.js';
import { checkObjectives } from './check-objectives.js';
import type { Objectives } from './objectives.js';

const guard: Guard = { where: 'hypervolume', remedy: 'pass finite points and a finite reference of 2 or 3 objectives' };

/**
 * Exact hypervolume: the volume dominated by the points and bounded by the reference, under minimisation.
 *
 *   HV = volume of ∪_p [p, reference]
 *
 * A point that is not below the reference in every objective contributes nothing. Units are the product of the objectives'
 * units, so normalise first where they differ; which reference to take (1.1 in normalised objectives is common) is the
 * caller's. O(n log n) in two objectives, O(n²) in three.
 *
 * Source: Zitzler and Thiele, PPSN V, 1998; computed by sweeping one objective.
 *
 * @param points - objectives of each member; dominated members and duplicates are harmless; none gives 0
 * @param reference - upper corner, 2 or 3 objectives
 * @throws {InvalidValueError} if a value is not finite, or the numbers of objectives differ or are not 2 or 3
 */
export function hypervolume(points: readonly Objectives[], reference: Objectives): number {
  const size = reference.length;
  requireThat(size === 2 || size === 3, guard, 'reference', reference, 'have 2 or 3 objectives');
  reference.forEach((value, objective) => {
    requireFinite(guard, `reference[${objective}]`, value);
  });
  checkObjectives(guard, [reference, ...points], true);
  const inside = points.filter((point) => point.every((value, objective) => value < reference[objective]));
  return size === 2 ? area(inside, reference) : volume(inside, reference);
}

/** Sum of the steps of a staircase, from the lowest first objective upwards. */
function area(points: readonly Objectives[], reference: Objectives): number {
  const sorted = [...points].sort((a, b) => a[0] - b[0]);
  let total = 0;
  let ceiling = reference[1];
  for (const point of sorted) {
    if (point[1] >= ceiling) continue;
    total += (reference[0] - point[0]) * (ceiling - point[1]);
    ceiling = point[1];
  }
  return total;
}

/** Slabs between consecutive third objectives, each as thick as their difference and as large as the staircase under it. */
function volume(points: readonly Objectives[], reference: Objectives): number {
  const sorted = [...points].sort((a, b) => a[2] - b[2]);
  let stair: Objectives[] = [];
  let total = 0;
  sorted.forEach((point, index) => {
    if (!stair.some((kept) => kept[0] <= point[0] && kept[1] <= point[1])) {
      stair = stair.filter((kept) => kept[0] < point[0] || kept[1] < point[1]);
      stair.push(point);
    }
    const top = index + 1 < sorted.length ? sorted[index + 1][2] : reference[2];
    if (top > point[2]) total += (top - point[2]) * area(stair, reference);
  });
  return total;
}
