import { type Guard, requireThat } from '../_internals/require.js';

const guard: Guard = { where: 'lambertW0', remedy: 'the principal branch is real from −1/e on' };
const MOST_STEPS = 60;

/**
 * Lambert's W, principal branch: the w ≥ −1 with w·e^w = x.
 *
 * Halley's iteration from the series about the branch point or a logarithm. Within 1e-14 relative away from x = −1/e; at the branch
 * point W changes as the square root of x, so half the digits of 1 + W go, as they do in x itself.
 *
 * Source: Corless, Gonnet, Hare, Jeffrey, Knuth, "On the Lambert W function", Adv. Comput. Math. 5, 1996, eq. 4.22 and 5.9.
 *
 * @param x - ≥ −1/e
 * @returns W₀(x) ≥ −1
 * @throws {InvalidValueError} if x is below −1/e or not finite
 */
export function lambertW0(x: number): number {
  requireThat(Number.isFinite(x) && x >= -1 / Math.E, guard, 'x', x, 'be a finite number ≥ −1/e');
  let w = initialGuess(x);
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const exponential = Math.exp(w);
    const error = w * exponential - x;
    const slope = exponential * (w + 1);
    if (error === 0 || slope === 0) break;
    const change = error / (slope - (error * (w + 2)) / (2 * (w + 1)));
    w -= change;
    if (Math.abs(change) <= 1e-16 * Math.abs(w)) break;
  }
  return Math.max(w, -1);
}

/** Near the branch point W grows as the root of the distance to it (eq. 4.22, first term); far out as a logarithm. */
function initialGuess(x: number): number {
  return x < 0 ? -1 + Math.sqrt(Math.max(0, 2 * (Math.E * x + 1))) : Math.log1p(x);
}
