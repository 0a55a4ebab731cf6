/** Largest absolute difference of two equally long lists; infinite when they are not, or hold what is no number. */
export function distance(expected: Float32Array, actual: Float32Array): number {
  if (expected.length !== actual.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let index = 0; index < expected.length; index += 1) {
    const difference = Math.abs((expected[index] ?? 0) - (actual[index] ?? 0));
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
  }
  return largest;
}
