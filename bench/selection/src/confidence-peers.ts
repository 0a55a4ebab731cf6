import { fullVote, type ReplayRule, type ReplayVote } from '@qeil/runtime';
import type { Confidence } from './read-data.js';

type ConfidenceOf = (vote: ReplayVote) => Confidence;

/** Place of the first sample of the answer with the most weight; a sample of weight 0 does not vote. */
function heaviest(vote: ReplayVote, weights: ReadonlyMap<number, number>): number | undefined {
  const sums = new Map<number, { weight: number; sample: number }>();
  for (const sample of vote.drawn) {
    const answer = vote.question.answers[sample] ?? -1;
    const weight = weights.get(sample) ?? 0;
    if (answer < 0 || weight === 0) continue;
    const sum = sums.get(answer) ?? { weight: 0, sample };
    sum.weight += weight;
    sums.set(answer, sum);
  }
  let best: { weight: number; sample: number } | undefined;
  for (const sum of sums.values()) if (best === undefined || sum.weight > best.weight + 1e-12) best = sum;
  return best?.sample;
}

/**
 * CISC (Taubenfeld et al. 2025, arXiv 2502.06233), with response probability as confidence: votes weigh softmax(mean
 * log-probability / T) over the question's samples. Nothing is stopped early.
 */
export function cisc(confidenceOf: ConfidenceOf, temperature: number): ReplayRule {
  return {
    ...fullVote,
    name: 'cisc',
    promise: `all samples, weighed by confidence at temperature ${temperature}`,
    chosen(vote) {
      const { meanLogProbability } = confidenceOf(vote);
      const most = Math.max(...vote.drawn.map((sample) => meanLogProbability[sample] ?? -Infinity));
      const weight = (sample: number) => Math.exp(((meanLogProbability[sample] ?? -Infinity) - most) / temperature);
      return heaviest(vote, new Map(vote.drawn.map((sample) => [sample, weight(sample)])));
    },
  };
}

/** Samples that DeepConf draws whole to learn its bar. */
const WARM_UP = 6;
/** Share of the weight at which it stops. */
const CONSENSUS = 0.95;

interface Traces {
  readonly weights: ReadonlyMap<number, number>;
  readonly tokens: number;
}

/**
 * DeepConf (Fu et al. 2025, arXiv 2508.15260), online: six whole traces set a bar at which the share `keep` of them stays above;
 * later traces end at the first window under it and do not vote; the rest vote with their lowest window's confidence; stop when one
 * answer holds 95 % of the weight. Confidence here is exp of the mean log-probability of the drawn tokens, since that of the
 * k most likely tokens is not recorded.
 */
export function deepConf(confidenceOf: ConfidenceOf, keep: number): ReplayRule {
  const traces = (vote: ReplayVote): Traces => {
    const { lowestWindow } = confidenceOf(vote);
    const lowest = (sample: number) => lowestWindow[sample]?.at(-1)?.[1] ?? -Infinity;
    const first = vote.drawn
      .slice(0, WARM_UP)
      .map(lowest)
      .sort((left, right) => right - left);
    const bar = first[Math.max(0, Math.ceil(keep * first.length) - 1)] ?? -Infinity;
    const weights = new Map<number, number>();
    let tokens = 0;
    vote.drawn.forEach((sample, at) => {
      const whole = vote.question.cost?.[sample] ?? 0;
      const fell = at < WARM_UP ? undefined : lowestWindow[sample]?.find(([, value]) => value < bar);
      tokens += fell === undefined ? whole : fell[0];
      if (lowest(sample) >= bar) weights.set(sample, Math.exp(lowest(sample)));
    });
    return { weights, tokens };
  };
  return {
    name: 'deepconf',
    promise: `a heuristic: confident traces agree; the bar keeps ${100 * keep} % of the first ${WARM_UP}`,
    lock: false,
    stops(vote) {
      if (vote.drawn.length < WARM_UP) return false;
      const { weights } = traces(vote);
      const sums = new Map<number, number>();
      for (const [sample, weight] of weights) {
        const answer = vote.question.answers[sample] ?? -1;
        if (answer >= 0) sums.set(answer, (sums.get(answer) ?? 0) + weight);
      }
      const total = [...sums.values()].reduce((sum, weight) => sum + weight, 0);
      return total > 0 && Math.max(...sums.values()) >= CONSENSUS * total;
    },
    chosen: (vote) => heaviest(vote, traces(vote).weights) ?? vote.leaderSample,
    cost: (vote) => traces(vote).tokens,
  };
}
