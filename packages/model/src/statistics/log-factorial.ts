const EXACT_BELOW = 20;
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188];

/**
 * ln n!: exact product below 20, Stirling's series above, within a few units in the last place.
 *
 * Arguments are trusted. Source: Abramowitz and Stegun 6.1.41.
 *
 * @param n - integer ≥ 0
 */
export function logFactorial(n: number): number {
  if (n < EXACT_BELOW) {
    let product = 1;
    for (let factor = 2; factor <= n; factor += 1) product *= factor;
    return Math.log(product);
  }
  let correction = 0;
  let power = 1 / n;
  for (const coefficient of STIRLING) {
    correction += coefficient * power;
    power /= n * n;
  }
  return (n + 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI) + correction;
}
