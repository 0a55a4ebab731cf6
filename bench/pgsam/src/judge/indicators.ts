import { hypervolume, nonDominated } from '@qeil/model';
import { hypervolume3 } from '@qeil/pgsam-wasm';

export type Vector = readonly number[];

/** Hypervolume reference in objectives scaled to [0, 1] over the reference front. */
export const HYPERVOLUME_REFERENCE = 1.1;

/** Exact hypervolume of two or three scaled objectives. */
export function scaledHypervolume(points: readonly Vector[], objectives: 2 | 3): number {
  const reference = Array.from({ length: objectives }, () => HYPERVOLUME_REFERENCE);
  return objectives === 3
    ? hypervolume3(points, reference)
    : hypervolume(
        points.map((point) => point.slice(0, 2)),
        reference,
      );
}

/**
 * IGD+: mean over the reference points r of min over the points a of sqrt(Σ max(aᵢ − rᵢ, 0)²). Infinity for no points.
 *
 * Source: Ishibuchi, Masuda, Tanigaki, Nojima, EMO 2015.
 */
export function igdPlus(points: readonly Vector[], reference: readonly Vector[]): number {
  let sum = 0;
  for (const wanted of reference) {
    let nearest = Number.POSITIVE_INFINITY;
    for (const point of points) {
      let squared = 0;
      for (let axis = 0; axis < wanted.length; axis += 1) {
        const short = point[axis] - wanted[axis];
        if (short > 0) squared += short * short;
      }
      if (squared < nearest) nearest = squared;
    }
    sum += Math.sqrt(nearest);
  }
  return sum / reference.length;
}

/**
 * Additive ε: the least amount by which every point must improve to weakly dominate the reference. Infinity for no points.
 *
 * Source: Zitzler, Thiele, Laumanns, Fonseca, Grunert da Fonseca, IEEE TEVC 7(2), 2003.
 */
export function additiveEpsilon(points: readonly Vector[], reference: readonly Vector[]): number {
  let most = Number.NEGATIVE_INFINITY;
  for (const wanted of reference) {
    let least = Number.POSITIVE_INFINITY;
    for (const point of points) {
      let worst = Number.NEGATIVE_INFINITY;
      for (let axis = 0; axis < wanted.length; axis += 1) worst = Math.max(worst, point[axis] - wanted[axis]);
      least = Math.min(least, worst);
    }
    most = Math.max(most, least);
  }
  return most;
}

/** Maps objectives to [0, 1] over a reference front; an objective that does not vary there maps to 0 at its value. */
export function scalerOf(reference: readonly Vector[]): (point: Vector) => number[] {
  const axes = reference[0].map((_, axis) => {
    const values = reference.map((point) => point[axis]);
    const low = Math.min(...values);
    const high = Math.max(...values);
    return { low, width: high > low ? high - low : Math.abs(low) || 1 };
  });
  return (point) => point.map((value, axis) => (value - axes[axis].low) / axes[axis].width);
}

/** The front of the first `objectives` coordinates. */
export function frontOf(points: readonly Vector[], objectives: 2 | 3): Vector[] {
  return nonDominated(points, (point) => point.slice(0, objectives));
}
