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

/** The oracle: the best of all ordinary fits on a subset of the columns that come out non-negative. */
function leastOverSupports(rows: readonly (readonly number[])[], targets: readonly number[]): number {
  const width = rows[0].length;
  let least = Math.hypot(...targets);
  for (let mask = 1; mask < 2 ** width; mask += 1) {
    const used = Array.from({ length: width }, (_, column) => column).filter((column) => mask & (1 << column));
    const fitted = normalEquations(
      rows.map((row) => used.map((column) => row[column])),
      targets,
    );
    if (fitted.some((value) => !(value >= 0))) continue;
    const solution = Array.from({ length: width }, (_, column) => fitted[used.indexOf(column)] ?? 0);
    least = Math.min(least, Math.hypot(...residuals(rows, targets, solution)));
  }
  return least;
}

/** AᵀA·x = Aᵀb by Gauss–Jordan with pivots; NaN where it is singular. */
function normalEquations(rows: readonly (readonly number[])[], targets: readonly number[]): number[] {
  const width = rows[0].length;
  const inner = (left: number, of: (row: number) => number) =>
    rows.reduce((sum, row, at) => sum + row[left] * of(at), 0);
  const table = Array.from({ length: width }, (_, left) => [
    ...Array.from({ length: width }, (_, right) => inner(left, (at) => rows[at][right])),
    inner(left, (at) => targets[at]),
  ]);
  for (let at = 0; at < width; at += 1) {
    const pivot = table.slice(at).reduce((best, row) => (Math.abs(row[at]) > Math.abs(best[at]) ? row : best));
    table.splice(table.indexOf(pivot), 1);
    const scaled = pivot.map((value) => value / pivot[at]);
    table.forEach((row, index) => {
      table[index] = row.map((value, column) => value - row[at] * scaled[column]);
    });
    table.splice(at, 0, scaled);
  }
  return table.map((row) => row[width]);
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

  it('finds the least residual over all supports, with columns as alike as bytes and time', () => {
    // Entries in [0, 1] make columns that point the same way, so that columns enter, turn negative and leave again.
    const alike = fc.integer({ min: 0, max: 1000 }).map((value) => value / 1000);
    const row = fc.array(alike, { minLength: 6, maxLength: 6 });
    const problems = fc.record({
      rows: fc.array(row, { minLength: 8, maxLength: 8 }),
      targets: fc.array(entry, { minLength: 8, maxLength: 8 }),
    });
    fc.assert(
      fc.property(fc.array(problems, { minLength: 5, maxLength: 5 }), (batch) => {
        for (const { rows, targets } of batch) {
          const reached = Math.hypot(...residuals(rows, targets, nonNegativeLeastSquares(rows, targets)));
          expect(reached).toBeCloseTo(leastOverSupports(rows, targets), 7);
        }
      }),
    );
  });

  it('does not tell apart two columns that differ by a ten-thousandth of a millionth', () => {
    // The second column is the first, off by 1e-10 in a direction that the target has.
    const solution = nonNegativeLeastSquares(
      [
        [1, 1],
        [0, 1e-10],
      ],
      [1, 1],
    );
    expect(solution.filter((value) => value > 0)).toHaveLength(1);
    expect(solution[0] + solution[1]).toBeCloseTo(1, 9);
  });

  it('gives 0 to a column of zeros, and everything 0 for a target of zeros', () => {
    const rows = [
      [0, 2],
      [0, 4],
    ];
    const [none, half] = nonNegativeLeastSquares(rows, [1, 2]);
    expect(none).toBe(0);
    expect(half).toBeCloseTo(0.5, 12);
    expect(nonNegativeLeastSquares([[1, 2]], [0])).toEqual([0, 0]);
  });

  it('is linear in the size of the target, and inverse in that of a column', () => {
    fc.assert(
      fc.property(problem, ({ rows, targets }) => {
        const once = nonNegativeLeastSquares(rows, targets);
        const scaled = nonNegativeLeastSquares(
          rows.map((row) => row.map((value) => 4 * value)),
          targets.map((target) => 0.5 * target),
        );
        // Powers of 2 round nothing.
        expect(scaled).toEqual(once.map((value) => value / 8));
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
