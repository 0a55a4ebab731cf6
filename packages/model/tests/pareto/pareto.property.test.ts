import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dominates, hypervolume, InvalidValueError, knee, nonDominated, type Objectives } from '../../src/index.js';

/** Small integers, so that ties and duplicates are common. */
const tied = (size: number) => fc.array(fc.integer({ min: 0, max: 5 }), { minLength: size, maxLength: size });
/** Millionths: fine enough to be without ties, coarse enough that a power of two scales them without rounding. */
const smooth = (size: number) =>
  fc.array(
    fc.integer({ min: 0, max: 1e6 }).map((value) => value / 1e6),
    { minLength: size, maxLength: size },
  );
const sets = fc
  .integer({ min: 1, max: 4 })
  .chain((size) => fc.array(fc.oneof(tied(size), smooth(size)), { maxLength: 40 }));

const itself = (point: Objectives) => point;

describe('dominates', () => {
  it('is a strict partial order', () => {
    fc.assert(
      fc.property(tied(3), tied(3), tied(3), (a, b, c) => {
        expect(dominates(a, a)).toBe(false);
        if (dominates(a, b)) expect(dominates(b, a)).toBe(false);
        if (dominates(a, b) && dominates(b, c)) expect(dominates(a, c)).toBe(true);
      }),
    );
  });

  it('refuses NaN and vectors of different lengths', () => {
    expect(() => dominates([1, Number.NaN], [0, 0])).toThrow(InvalidValueError);
    expect(() => dominates([1], [0, 0])).toThrow(/member 1 is an array of 2 but must have 1 objectives/);
  });
});

describe('nonDominated', () => {
  it('keeps what brute force keeps, in order, the first of equals', () => {
    fc.assert(
      fc.property(sets, (points) => {
        const expected = points.filter(
          (point, index) =>
            !points.some((other) => dominates(other, point)) &&
            points.findIndex((other) => other.every((value, axis) => value === point[axis])) === index,
        );
        expect(nonDominated(points, itself)).toEqual(expected);
      }),
    );
  });

  it('keeps the members themselves and accepts infinite costs', () => {
    const cheap = { name: 'cheap', cost: [1, Number.POSITIVE_INFINITY] };
    const quick = { name: 'quick', cost: [Number.POSITIVE_INFINITY, 1] };
    const neither = { name: 'neither', cost: [Number.POSITIVE_INFINITY, 2] };
    expect(nonDominated([neither, cheap, quick], ({ cost }) => cost)).toEqual([cheap, quick]);
    expect(nonDominated([], itself)).toEqual([]);
  });

  it('refuses NaN', () => {
    expect(() =>
      nonDominated(
        [
          [0, 0],
          [Number.NaN, 1],
        ],
        itself,
      ),
    ).toThrow(/objective 0 of member 1 is NaN/);
  });
});

describe('hypervolume', () => {
  /** Σ over non-empty subsets of (−1)^{size+1}·volume of the box they share. */
  function byInclusionExclusion(points: readonly Objectives[], reference: Objectives): number {
    let total = 0;
    for (let subset = 1; subset < 2 ** points.length; subset += 1) {
      const chosen = points.filter((_, index) => (subset >> index) & 1);
      const sides = reference.map((top, axis) => Math.max(0, top - Math.max(...chosen.map((point) => point[axis]))));
      total += (chosen.length % 2 === 1 ? 1 : -1) * sides.reduce((product, side) => product * side, 1);
    }
    return total;
  }

  it.each([2, 3])('equals inclusion–exclusion on small sets of %i objectives', (size) => {
    const points = fc.array(fc.oneof(tied(size), smooth(size)), { maxLength: 8 });
    fc.assert(
      fc.property(points, smooth(size), (set, low) => {
        // Sometimes below some points, which then contribute nothing.
        const reference = low.map((value) => 0.2 + 6 * value);
        // 2⁸ signed terms of size up to 6³, each rounded once.
        expect(Math.abs(hypervolume(set, reference) - byInclusionExclusion(set, reference))).toBeLessThan(1e-10);
      }),
    );
  });

  it('never falls when a point is added, and does not see dominated points', () => {
    fc.assert(
      fc.property(fc.array(smooth(3), { maxLength: 20 }), smooth(3), (set, point) => {
        const reference = [1.1, 1.1, 1.1];
        const before = hypervolume(set, reference);
        expect(hypervolume([...set, point], reference)).toBeGreaterThanOrEqual(before - 1e-12);
        expect(hypervolume(nonDominated(set, itself), reference)).toBeCloseTo(before, 12);
      }),
    );
  });

  it('refuses other dimensions and infinite points', () => {
    expect(() => hypervolume([], [1])).toThrow(/reference is an array of 1 but must have 2 or 3 objectives/);
    expect(() => hypervolume([[0, Number.POSITIVE_INFINITY]], [1, 1])).toThrow(InvalidValueError);
  });
});

describe('knee', () => {
  const fronts = fc
    .integer({ min: 2, max: 3 })
    .chain((size) => fc.array(fc.oneof(tied(size), smooth(size)), { minLength: 1, maxLength: 30 }))
    .map((points) => nonDominated(points, itself));

  it('is a member, and the most bulging one when there is a bulge', () => {
    fc.assert(
      fc.property(fronts, (front) => {
        const { index, kind } = knee(front);
        expect(index in front).toBe(true);
        if (front[0].length === 2 && kind === 'bulge') {
          // In two objectives the hyperplane is the chord x + y = 1 of the normalised front.
          const low = [0, 1].map((axis) => Math.min(...front.map((point) => point[axis])));
          const high = [0, 1].map((axis) => Math.max(...front.map((point) => point[axis])));
          const height = (point: Objectives) =>
            (point[0] - low[0]) / (high[0] - low[0]) + (point[1] - low[1]) / (high[1] - low[1]);
          for (const point of front) expect(height(front[index])).toBeLessThanOrEqual(height(point) + 1e-9);
        }
      }),
    );
  });

  it('does not depend on the units of the objectives', () => {
    fc.assert(
      fc.property(fronts, fc.integer({ min: -20, max: 20 }), (front, exponent) => {
        // A power of two scales without rounding.
        const scaled = front.map((point) => point.map((value, axis) => (axis === 0 ? value * 2 ** exponent : value)));
        expect(knee(scaled)).toEqual(knee(front));
      }),
    );
  });

  it.each([
    [
      'a convex front',
      [
        [0, 10],
        [1, 3],
        [3, 1],
        [10, 0],
      ].map((p) => [p[0], p[1] * 100]),
      { index: 1, kind: 'bulge' },
    ],
    ['one point', [[3, 4]], { index: 0, kind: 'single' }],
    [
      'copies of one point',
      [
        [3, 4],
        [3, 4],
      ],
      { index: 0, kind: 'single' },
    ],
    [
      'a straight front',
      [
        [0, 4],
        [1, 3],
        [2, 2],
        [4, 0],
      ],
      { index: 2, kind: 'flat' },
    ],
    [
      'a concave front',
      [
        [0, 10],
        [7, 9],
        [10, 0],
      ],
      { index: 0, kind: 'flat' },
    ],
    [
      'an objective that does not vary',
      [
        [0, 7, 10],
        [1, 7, 1],
        [10, 7, 0],
      ],
      { index: 1, kind: 'bulge' },
    ],
    [
      'three objectives',
      [
        [0, 1, 1],
        [1, 0, 1],
        [1, 1, 0],
        [0.3, 0.3, 0.3],
      ],
      { index: 3, kind: 'bulge' },
    ],
    // Two objectives have the same best member, so three extremes are two points.
    [
      'extremes that coincide',
      [
        [0, 0, 5],
        [3, 4, 0],
      ],
      { index: 0, kind: 'degenerate' },
    ],
  ] as const)('of %s', (_, front, expected) => {
    expect(knee(front)).toEqual(expected);
  });

  it('refuses an empty front', () => {
    expect(() => knee([])).toThrow(/front is an array of 0 but must be an array with at least one entry/);
  });
});
