/** A pivot this small in coordinates of size 1 is rounding. */
const SMALLEST_PIVOT = 1e-12;

/**
 * Solves A·x = (1, …, 1) by Gaussian elimination with partial pivoting.
 *
 * @param matrix - square, small, coordinates of size 1
 * @returns x, or undefined when A is singular
 */
export function solveLinear(matrix: readonly (readonly number[])[]): number[] | undefined {
  const size = matrix.length;
  const rows = matrix.map((row) => [...row, 1]);
  for (let column = 0; column < size; column += 1) {
    let pivot = column;
    for (let row = column + 1; row < size; row += 1) {
      if (Math.abs(rows[row][column]) > Math.abs(rows[pivot][column])) pivot = row;
    }
    if (Math.abs(rows[pivot][column]) < SMALLEST_PIVOT) return undefined;
    [rows[column], rows[pivot]] = [rows[pivot], rows[column]];
    for (let row = 0; row < size; row += 1) {
      if (row === column) continue;
      const factor = rows[row][column] / rows[column][column];
      for (let entry = column; entry <= size; entry += 1) rows[row][entry] -= factor * rows[column][entry];
    }
  }
  return rows.map((row, index) => row[size] / row[index]);
}
