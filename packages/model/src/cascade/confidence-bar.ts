import { type Guard, requireArray, requireProbability, requireThat } from '../_internals/require.js';

const guard: Guard = {
  where: 'confidenceBar',
  remedy: 'give the lowest window of each finished trace, and the share of traces to keep in (0, 1]',
};

/**
 * The bar under which a trace ends early: the (1 − keep) quantile of the lowest windowed mean log-probabilities of traces that
 * ran to their end.
 *
 *   bar = x_(1 + ⌊(1 − keep)·n⌋), x sorted upwards
 *
 * So of the traces it was learnt from at least the share `keep` reaches the bar in every window. Source: Fu et al. 2025
 * (arXiv 2508.15260), whose warm-up traces are here the question's first wave.
 *
 * @param lowest - lowest window of each trace (natural log, ≤ 0), at least one
 * @param keep - share kept, in (0, 1]
 * @throws {InvalidValueError} if an argument is outside its domain
 */
export function confidenceBar(lowest: readonly number[], keep: number): number {
  requireArray(guard, 'lowest', lowest);
  lowest.forEach((value, index) => {
    requireThat(typeof value === 'number' && value <= 0, guard, `lowest[${index}]`, value, 'be a number ≤ 0');
  });
  requireProbability(guard, 'keep', keep);
  requireThat(keep > 0, guard, 'keep', keep, 'be more than 0');
  const sorted = [...lowest].sort((left, right) => left - right);
  // Kept traces are counted, not the dropped ones: (1 − keep)·n would round 0.1·10 up to 1.0000000000000002.
  const kept = Math.max(1, Math.ceil(keep * sorted.length - 1e-9));
  return sorted[sorted.length - kept];
}
