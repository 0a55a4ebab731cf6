import { type Guard, requireArray, requireFinite, requireThat } from '../_internals/require.js';

/** A column this short beside its own length, once the others are taken out of it, is a combination of them. */
const DEPENDENT = 1e-9;
/** A gradient this small, with columns and targets of length 1, is rounding. */
const STATIONARY = 1e-12;

/**
 * Coefficients x ≥ 0 that minimise ‖A·x − b‖².
 *
 * Physical coefficients (J/B, J/FLOP, W, s) cannot be negative; an ordinary fit of nearly collinear columns makes them so. A
 * column that is a combination of columns already used gets 0: the data do not tell them apart. Columns are scaled to length
 * 1 first, so units do not matter. Method: active sets, Lawson and Hanson, Solving Least Squares Problems, 1974, chapter 23.
 *
 * @param rows - A, one row per observation, all of one length
 * @param targets - b, one per row
 * @returns x, one per column
 * @throws {InvalidValueError} if there is no row, the lengths differ or a number is not finite
 */
export function nonNegativeLeastSquares(rows: readonly (readonly number[])[], targets: readonly number[]): number[] {
  check(rows, targets);
  const width = rows[0].length;
  const scales = Array.from({ length: width }, (_, column) => norm(rows.map((row) => row[column])) || 1);
  const targetScale = norm(targets) || 1;
  const columns = scales.map((scale, column) => rows.map((row) => row[column] / scale));
  const goal = targets.map((target) => target / targetScale);
  const solution = activeSets(columns, goal);
  return solution.map((value, column) => (value * targetScale) / scales[column]);
}

function activeSets(columns: readonly (readonly number[])[], goal: readonly number[]): number[] {
  let solution: number[] = columns.map(() => 0);
  let used: number[] = [];
  const refused = new Set<number>();
  // Every round lowers the residual, so no set of columns comes twice; the limit only stops a cycle made of rounding.
  for (let round = 0; round < 4 * columns.length + 4; round += 1) {
    const candidate = steepest(columns, goal, solution, used, refused);
    if (candidate === undefined) return solution;
    const tried = leastSquares(columns, goal, [...used, candidate]);
    if (tried === undefined || tried[tried.length - 1] <= 0) {
      refused.add(candidate);
      continue;
    }
    used = [...used, candidate];
    ({ solution, used } = backToFeasible(columns, goal, solution, used));
    refused.clear();
  }
  return solution;
}

/** The unused column along which the residual falls fastest. */
function steepest(
  columns: readonly (readonly number[])[],
  goal: readonly number[],
  solution: readonly number[],
  used: readonly number[],
  refused: ReadonlySet<number>,
): number | undefined {
  const residual = goal.map(
    (value, row) => value - columns.reduce((sum, column, i) => sum + column[row] * solution[i], 0),
  );
  let best: number | undefined;
  let bestSlope = STATIONARY;
  columns.forEach((column, index) => {
    const slope = dot(column, residual);
    if (used.includes(index) || refused.has(index) || slope <= bestSlope) return;
    best = index;
    bestSlope = slope;
  });
  return best;
}

/** Solve on the used columns; where that leaves the positive region, stop at the border and drop the column met there. */
function backToFeasible(
  columns: readonly (readonly number[])[],
  goal: readonly number[],
  from: readonly number[],
  start: readonly number[],
): { solution: number[]; used: number[] } {
  let solution = [...from];
  let used = [...start];
  while (used.length > 0) {
    const target = leastSquares(columns, goal, used);
    if (target === undefined) break;
    if (target.every((value) => value > 0)) {
      solution = columns.map(() => 0);
      for (const [place, index] of used.entries()) solution[index] = target[place];
      break;
    }
    let step = 1;
    for (const [place, index] of used.entries()) {
      if (target[place] <= 0) step = Math.min(step, solution[index] / (solution[index] - target[place]));
    }
    for (const [place, index] of used.entries()) solution[index] += step * (target[place] - solution[index]);
    used = used.filter((index, place) => target[place] > 0 || solution[index] > DEPENDENT);
    for (const [index] of solution.entries()) if (!used.includes(index)) solution[index] = 0;
  }
  return { solution, used };
}

/** Unconstrained solution on some columns by modified Gram–Schmidt; undefined when they are dependent. */
function leastSquares(
  columns: readonly (readonly number[])[],
  goal: readonly number[],
  used: readonly number[],
): number[] | undefined {
  const basis: number[][] = [];
  const upper: number[][] = [];
  let residual = [...goal];
  const projections: number[] = [];
  for (const index of used) {
    let rest = [...columns[index]];
    const coordinates: number[] = basis.map(() => 0);
    // Twice: once leaves rounding of the size of the condition number.
    for (let pass = 0; pass < 2; pass += 1) {
      for (const [place, direction] of basis.entries()) {
        const along = dot(direction, rest);
        coordinates[place] += along;
        rest = rest.map((value, row) => value - along * direction[row]);
      }
    }
    const length = norm(rest);
    if (length < DEPENDENT) return undefined;
    const direction = rest.map((value) => value / length);
    const along = dot(direction, residual);
    residual = residual.map((value, row) => value - along * direction[row]);
    basis.push(direction);
    projections.push(along);
    upper.push([...coordinates, length]);
  }
  const solution: number[] = used.map(() => 0);
  for (let place = used.length - 1; place >= 0; place -= 1) {
    let value = projections[place];
    for (let later = place + 1; later < used.length; later += 1) value -= upper[later][place] * solution[later];
    solution[place] = value / upper[place][place];
  }
  return solution;
}

function dot(left: readonly number[], right: readonly number[]): number {
  return left.reduce((sum, value, index) => sum + value * right[index], 0);
}

function norm(values: readonly number[]): number {
  return Math.hypot(...values);
}

function check(rows: readonly (readonly number[])[], targets: readonly number[]): void {
  const guard: Guard = { where: 'nonNegativeLeastSquares', remedy: 'give one row of finite numbers per target' };
  requireArray(guard, 'rows', rows);
  requireArray(guard, 'targets', targets, rows.length);
  requireArray(guard, 'rows[0]', rows[0]);
  rows.forEach((row, index) => {
    requireArray(guard, `rows[${index}]`, row, rows[0].length);
    requireThat(row.every(Number.isFinite), guard, `rows[${index}]`, row, 'hold finite numbers');
    requireFinite(guard, `targets[${index}]`, targets[index]);
  });
}
