import { sumOf } from './sum.js';

/** A column this short beside what it was is a combination of the columns before it. */
const RANK_TOLERANCE = 1e-9;

/** Solution of a least-squares problem, or the column that depends on those before it. */
export type LeastSquares =
  | { readonly coefficients: readonly number[]; readonly residuals: readonly number[] }
  | { readonly dependentColumn: number };

/**
 * Coefficients x that minimise |A·x − y|², by Gram–Schmidt with a second pass, which is as stable as Householder's method.
 *
 * @param columns - the columns of A, each as long as `target`
 */
export function leastSquares(columns: readonly (readonly number[])[], target: readonly number[]): LeastSquares {
  const basis: number[][] = [];
  const projections: number[][] = [];
  for (const [index, column] of columns.entries()) {
    const reduced = [...column];
    const row = new Array<number>(columns.length).fill(0);
    for (let pass = 0; pass < 2; pass += 1) {
      basis.forEach((direction, earlier) => {
        const share = dot(direction, reduced);
        row[earlier] += share;
        subtract(reduced, direction, share);
      });
    }
    const length = Math.sqrt(dot(reduced, reduced));
    if (!(length > RANK_TOLERANCE * Math.sqrt(dot(column, column)))) return { dependentColumn: index };
    row[index] = length;
    basis.push(reduced.map((value) => value / length));
    projections.push(row);
  }
  const residuals = [...target];
  const targetShares = basis.map((direction) => {
    const share = dot(direction, residuals);
    subtract(residuals, direction, share);
    return share;
  });
  return { coefficients: backSubstitute(projections, targetShares), residuals };
}

/** R·x = c with R upper triangular: `projections[j][i]` is R[i][j]. */
function backSubstitute(projections: readonly (readonly number[])[], shares: readonly number[]): number[] {
  const solution = new Array<number>(shares.length).fill(0);
  for (let row = shares.length - 1; row >= 0; row -= 1) {
    let rest = shares[row];
    for (let column = row + 1; column < shares.length; column += 1) rest -= projections[column][row] * solution[column];
    solution[row] = rest / projections[row][row];
  }
  return solution;
}

function dot(first: readonly number[], second: readonly number[]): number {
  return sumOf(first, (value, index) => value * second[index]);
}

function subtract(from: number[], direction: readonly number[], share: number): void {
  for (let index = 0; index < from.length; index += 1) from[index] -= share * direction[index];
}
