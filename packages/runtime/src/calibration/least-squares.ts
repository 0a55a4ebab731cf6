/** One equation y ≈ a·first + b·second, already weighted. */
export interface Equation {
  readonly first: number;
  readonly second: number;
  readonly y: number;
}

export interface TwoCoefficients {
  readonly first: number;
  readonly second: number;
}

/**
 * Coefficients ≥ 0 that minimise Σ (first·a + second·b − y)².
 *
 * With two unknowns the constrained minimum is the free one where that is allowed, else the better of the two edges. Equations
 * that cannot tell the unknowns apart are settled by an edge, the first unknown preferred.
 */
export function nonNegativeLeastSquares(equations: readonly Equation[]): TwoCoefficients {
  let [aa, ab, bb, ay, by] = [0, 0, 0, 0, 0];
  for (const { first, second, y } of equations) {
    aa += first * first;
    ab += first * second;
    bb += second * second;
    ay += first * y;
    by += second * y;
  }
  const determinant = aa * bb - ab ** 2;
  // Collinear columns leave the determinant at 0 up to rounding.
  if (determinant > 1e-9 * aa * bb) {
    const free = { first: (ay * bb - by * ab) / determinant, second: (by * aa - ay * ab) / determinant };
    if (free.first >= 0 && free.second >= 0) return free;
  }
  const firstAlone = { first: aa > 0 ? Math.max(0, ay / aa) : 0, second: 0 };
  const secondAlone = { first: 0, second: bb > 0 ? Math.max(0, by / bb) : 0 };
  const error = ({ first: a, second: b }: TwoCoefficients) => {
    let squares = 0;
    for (const { first, second, y } of equations) squares += (a * first + b * second - y) ** 2;
    return squares;
  };
  return error(secondAlone) < error(firstAlone) ? secondAlone : firstAlone;
}
