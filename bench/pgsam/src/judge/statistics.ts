import { normalTail } from './normal-tail.js';

/**
 * Vargha–Delaney Â₁₂: P(a > b) + ½·P(a = b) for a random member of each sample; above ½ the first is larger.
 *
 * Source: Vargha, Delaney, J. Educational and Behavioral Statistics 25(2), 2000.
 */
export function varghaDelaney(first: readonly number[], second: readonly number[]): number {
  let wins = 0;
  for (const a of first) for (const b of second) wins += a > b ? 1 : a === b ? 0.5 : 0;
  return wins / (first.length * second.length);
}

/** Up to this many differences p is exact when no two are equally large. */
const MOST_EXACT = 50;

/**
 * Two-sided p of the Wilcoxon signed-rank test on pairs; 1 where every pair is equal. Zero differences are left out. Exact up to
 * {@link MOST_EXACT} differences of different sizes, else by the normal approximation with the correction for ties.
 *
 * Source: Wilcoxon, Biometrics Bulletin 1(6), 1945; checked against scipy.stats.wilcoxon.
 */
export function signedRank(first: readonly number[], second: readonly number[]): number {
  const differences = first.map((value, index) => value - second[index]).filter((difference) => difference !== 0);
  const count = differences.length;
  if (count === 0) return 1;
  const sizes = differences.map(Math.abs);
  const rank = ranks(sizes);
  const positive = rank.reduce((sum, value, index) => (differences[index] > 0 ? sum + value : sum), 0);
  const total = (count * (count + 1)) / 2;
  const smaller = Math.min(positive, total - positive);
  const tieSizes = groupSizes(sizes);
  if (count <= MOST_EXACT && tieSizes.every((size) => size === 1)) return Math.min(1, 2 * rankSumShare(count, smaller));
  const variance = (total * (2 * count + 1)) / 12 - tieSizes.reduce((sum, size) => sum + size ** 3 - size, 0) / 48;
  return Math.min(1, 2 * normalTail((total / 2 - smaller) / Math.sqrt(variance)));
}

function groupSizes(values: readonly number[]): number[] {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.values()];
}

/** P(sum of a random subset of 1 … count ≤ most). */
function rankSumShare(count: number, most: number): number {
  const ways = new Float64Array(most + 1);
  ways[0] = 1;
  for (let rank = 1; rank <= count; rank += 1) {
    for (let sum = most; sum >= rank; sum -= 1) ways[sum] += ways[sum - rank];
  }
  return ways.reduce((sum, value) => sum + value, 0) / 2 ** count;
}

/** Holm's step-down adjustment of p values, in their given order (Holm, Scandinavian J. of Statistics 6, 1979). */
export function holm(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((a, b) => values[a] - values[b]);
  const adjusted = values.map(() => 1);
  let running = 0;
  order.forEach((index, rank) => {
    running = Math.max(running, Math.min(1, (values.length - rank) * values[index]));
    adjusted[index] = running;
  });
  return adjusted;
}

export interface Quartiles {
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/** Quartiles by linear interpolation. */
export function quartiles(values: readonly number[]): Quartiles {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => {
    const position = share * (sorted.length - 1);
    const below = Math.floor(position);
    const next = sorted[Math.min(sorted.length - 1, below + 1)];
    return next === sorted[below] ? next : sorted[below] + (position - below) * (next - sorted[below]);
  };
  return { low: at(0.25), median: at(0.5), high: at(0.75) };
}

/** Spearman's ρ with mean ranks; undefined where one does not vary. */
export function spearman(first: readonly number[], second: readonly number[]): number | undefined {
  const [a, b] = [ranks(first), ranks(second)];
  const mean = (a.length + 1) / 2;
  let [products, squaresA, squaresB] = [0, 0, 0];
  a.forEach((rank, index) => {
    products += (rank - mean) * (b[index] - mean);
    squaresA += (rank - mean) ** 2;
    squaresB += (b[index] - mean) ** 2;
  });
  return squaresA === 0 || squaresB === 0 ? undefined : products / Math.sqrt(squaresA * squaresB);
}

function ranks(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((a, b) => values[a] - values[b]);
  const result = values.map(() => 0);
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && values[order[end]] === values[order[start]]) end += 1;
    for (let at = start; at < end; at += 1) result[order[at]] = (start + end + 1) / 2;
    start = end;
  }
  return result;
}
