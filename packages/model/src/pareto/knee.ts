import { type Guard, requireArray } from '../_internals/require.js';
import { solveLinear } from '../_internals/solve-linear.js';
import { sumOf } from '../_internals/sum.js';
import { checkObjectives } from './check-objectives.js';
import type { Objectives } from './objectives.js';

/** The member of a front to take when nobody has said what matters more, and how it was found. */
export interface Knee {
  readonly index: number;
  /**
   * `bulge`: the member farthest from the extremes' hyperplane, towards the ideal.
   * Otherwise the member nearest to the ideal, because there is no such bulge:
   * `single`: all members are the same point; `flat`: none lies on the ideal's side of the hyperplane;
   * `degenerate`: the extremes do not span a hyperplane that faces the ideal.
   */
  readonly kind: 'bulge' | 'single' | 'flat' | 'degenerate';
}

const guard: Guard = { where: 'knee', remedy: 'pass the finite objectives of a non-empty front' };
/** Rounding of a distance in coordinates of size 1. */
const FLAT = 1e-12;

/**
 * Knee of a front: normalise each objective to [0, 1] over the front (objectives that do not vary drop out), lay a hyperplane
 * through the extremes (the best member of each objective), and take the member with the largest signed distance to it on the
 * ideal's side. Ties go to the first.
 *
 * Source: Das, "On characterizing the knee of the Pareto curve based on normal-boundary intersection", Structural
 * Optimization 18, 1999.
 *
 * @param front - objectives of each member, minimised; a front is expected, any non-empty set is accepted
 * @throws {InvalidValueError} if the front is empty, a value is not finite or the numbers of objectives differ
 */
export function knee(front: readonly Objectives[]): Knee {
  requireArray(guard, 'front', front);
  checkObjectives(guard, front, true);
  const points = normalised(front);
  const nearest = indexOfLargest(points.map((point) => -Math.hypot(...point)));
  if (points[0].length === 0) return { index: 0, kind: 'single' };
  // The hyperplane is w·x = 1 in coordinates whose origin is the ideal.
  const weights = solveLinear(extremes(points));
  if (!weights?.every((weight) => weight > 0)) return { index: nearest, kind: 'degenerate' };
  const norm = Math.hypot(...weights);
  const distances = points.map((point) => (1 - sumOf(point, (value, axis) => weights[axis] * value)) / norm);
  const farthest = indexOfLargest(distances);
  return distances[farthest] > FLAT ? { index: farthest, kind: 'bulge' } : { index: nearest, kind: 'flat' };
}

/** Coordinates in [0, 1] with the ideal at the origin, without the axes on which all members agree. */
function normalised(front: readonly Objectives[]): number[][] {
  const axes = front[0].map((_, axis) => {
    const values = front.map((member) => member[axis]);
    const low = Math.min(...values);
    return { axis, low, range: Math.max(...values) - low };
  });
  const varying = axes.filter(({ range }) => range > 0);
  return front.map((member) => varying.map(({ axis, low, range }) => (member[axis] - low) / range));
}

/** Best member of each axis; among equals the one with the smallest sum of coordinates. */
function extremes(points: readonly (readonly number[])[]): number[][] {
  return points[0].map((_, axis) => {
    const total = (point: readonly number[]) => sumOf(point, (value) => value);
    const best = points.reduce((kept, point) => {
      const difference = point[axis] - kept[axis];
      return difference < 0 || (difference === 0 && total(point) < total(kept)) ? point : kept;
    });
    return [...best];
  });
}

function indexOfLargest(values: readonly number[]): number {
  return values.reduce((best, value, index) => (value > values[best] ? index : best), 0);
}
