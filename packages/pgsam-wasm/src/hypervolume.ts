import { compiledPgsam } from './low-level.js';
import { translatingErrors } from './thrown.js';

/**
 * Exact hypervolume of points with three minimised objectives: the volume they dominate below `reference`. Points that are not
 * better than the reference in all three add nothing; dominated points may be among them.
 *
 * O(n log n) comparisons: thousands of points take milliseconds. In units of the product of the three.
 *
 * @throws {PgsamPointsError} if a coordinate is not finite or a point has not three
 * @example
 * hypervolume3([[1, 2, 3]], [2, 4, 6]); // 6
 */
export function hypervolume3(points: readonly (readonly number[])[], reference: readonly number[]): number {
  // Checked here because flattening would hide a short point behind a long one.
  const odd = points.find((point) => point.length !== 3);
  const flat = Float64Array.from(odd === undefined ? points.flat() : odd);
  return translatingErrors(() => compiledPgsam().hypervolume3(flat, Float64Array.from(reference)));
}
