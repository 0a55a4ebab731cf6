import { describe, expect, it } from 'vitest';
import { hypervolume3, PgsamPointsError } from '../src/index.js';

describe('hypervolume3', () => {
  it('is the volume of the union of the dominated boxes', () => {
    expect(hypervolume3([[1, 2, 3]], [2, 4, 6])).toBe(6);
    // Two boxes of 4 and 2 that share 1.
    const points = [
      [0, 0, 1],
      [1, 1, 0],
    ];
    expect(hypervolume3(points, [2, 2, 2])).toBe(5);
    expect(hypervolume3([], [1, 1, 1])).toBe(0);
  });

  it.each([
    ['a point of two', [[1, 2]], [1, 1, 1]],
    [
      'a short point behind a long one',
      [
        [1, 2],
        [1, 2, 3, 4],
      ],
      [1, 1, 1],
    ],
    ['a reference of two', [[0, 0, 0]], [1, 1]],
    ['NaN', [[Number.NaN, 0, 0]], [1, 1, 1]],
    ['an infinite reference', [[0, 0, 0]], [1, 1, Number.POSITIVE_INFINITY]],
  ])('refuses %s', (_, points, reference) => {
    expect(() => hypervolume3(points, reference)).toThrow(PgsamPointsError);
  });
});
