/** 97.5 % quantile of the standard normal distribution. */
const Z_95 = 1.959963984540054;

/** 95 % score interval of a share (Wilson 1927, J. Am. Stat. Assoc. 22, 209–212); n ≥ 1. */
export function wilsonInterval(successes: number, n: number): { readonly low: number; readonly high: number } {
  const share = successes / n;
  const z2 = Z_95 * Z_95;
  const centre = (share + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Z_95 / (1 + z2 / n)) * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
