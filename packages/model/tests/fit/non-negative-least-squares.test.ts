import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidValueError } from '../../src/errors.js';
import { nonNegativeLeastSquares } from '../../src/fit/non-negative-least-squares.js';

// Thousandths: numbers whose squares neither vanish nor overflow.
const entry = fc.integer({ min: -1000, max: 1000 }).map((value) => value / 1000);
const problem = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 4 })).chain(([width, extra]) =>
  fc.record({
    rows: fc.array(fc.array(entry, { minLength: width, maxLength: width }), {
      minLength: width + extra,
      maxLength: width + extra,
    }),
    targets: fc.array(entry, { minLength: width + extra, maxLength: width + extra }),
  }),
);

function residuals(
  rows: readonly (readonly number[])[],
  targets: readonly number[],
  solution: readonly number[],
): number[] {
  return rows.map(
    (row, index) => targets[index] - row.reduce((sum, value, column) => sum + value * solution[column], 0),
  );
}

describe('nonNegativeLeastSquares', () => {
  it('solves a square system whose solution is positive', () => {
    const solution = nonNegativeLeastSquares(
      [
        [2, 1],
        [1, 3],
      ],
      [8, 9],
    );
    expect(solution[0]).toBeCloseTo(3, 12);
    expect(solution[1]).toBeCloseTo(2, 12);
  });

  it('holds at 0 what an ordinary fit would make negative', () => {
    // The free solution is (2, −1).
    const rows = [
      [1, 0],
      [1, 1],
      [0, 1],
    ];
    const solution = nonNegativeLeastSquares(rows, [2, 1, -1]);
    expect(solution[1]).toBe(0);
    expect(solution[0]).toBeCloseTo(1.5, 12);
  });

  it('gives 0 to the second of two equal columns', () => {
    const solution = nonNegativeLeastSquares(
      [
        [1, 2],
        [2, 4],
      ],
      [3, 6],
    );
    expect(solution.filter((value) => value > 0)).toHaveLength(1);
    expect(solution[0] + 2 * solution[1]).toBeCloseTo(3, 12);
  });

  it('satisfies the Kuhn–Tucker conditions: x ≥ 0, and no allowed change lowers the residual', () => {
    fc.assert(
      fc.property(problem, ({ rows, targets }) => {
        const solution = nonNegativeLeastSquares(rows, targets);
        const rest = residuals(rows, targets, solution);
        solution.forEach((value, column) => {
          const slope = rows.reduce((sum, row, index) => sum + row[column] * rest[index], 0);
          const size = Math.hypot(...rows.map((row) => row[column]));
          expect(value).toBeGreaterThanOrEqual(0);
          // A column of size 1e-8 beside others may be called dependent; its slope is then of that size.
          expect(slope).toBeLessThanOrEqual(1e-7 * Math.max(size, 1e-3));
          if (value > 1e-6) expect(Math.abs(slope)).toBeLessThanOrEqual(1e-6);
        });
      }),
    );
  });

  it('follows a change of units', () => {
    fc.assert(
      fc.property(problem, fc.integer({ min: -12, max: 12 }), ({ rows, targets }, power) => {
        const unit = 10 ** power;
        const plain = residuals(rows, targets, nonNegativeLeastSquares(rows, targets));
        const scaledRows = rows.map((row) => row.map((value) => value * unit));
        const scaled = residuals(scaledRows, targets, nonNegativeLeastSquares(scaledRows, targets));
        expect(Math.hypot(...scaled)).toBeCloseTo(Math.hypot(...plain), 6);
      }),
    );
  });

  it('refuses rows of different lengths and numbers that are none', () => {
    expect(() => nonNegativeLeastSquares([[1, 2], [1]], [1, 2])).toThrow(InvalidValueError);
    expect(() => nonNegativeLeastSquares([[1]], [1, 2])).toThrow(/targets/);
    expect(() => nonNegativeLeastSquares([[Number.NaN]], [1])).toThrow(/rows\[0\]/);
    expect(() => nonNegativeLeastSquares([], [])).toThrow(/rows/);
  });
});
