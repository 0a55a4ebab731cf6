import type { Candidate } from './candidate.js';
import { confidenceOf } from './confidence.js';
import type { Reliability } from './reliability/reliability.js';

/** `majority`: plain vote. `arde`: checks and confidence weigh in. */
export type Selection = 'majority' | 'arde';

/** Votes for one answer. */
export interface AnswerVotes {
  readonly answer: string;
  readonly votes: number;
  /** What ranks: the sum of the weights of those votes; by a known reliability the belief that the answer is right. */
  readonly weight: number;
  /** What adds up over candidates: the weight, or by a known reliability the pooled log-likelihood ratio. */
  readonly score: number;
  /** Mean confidence of the candidates that gave it, in (0, 1]. */
  readonly confidence: number;
  /** Position of the first candidate that gave it. */
  readonly firstSeen: number;
}

export interface VoteCount {
  /** Best first: weight, then (under `arde`) confidence, then first seen. */
  readonly ranking: readonly AnswerVotes[];
  /** Candidates with an answer that an exact check rejected; under `majority` they vote all the same and this is 0. */
  readonly rejected: number;
  /** True when every candidate with an answer was rejected, so that those vote for want of others. */
  readonly onlyRejected: boolean;
  /** Most by which one more sample may change the lead of one score over another. */
  readonly mostPerSample: number;
}

/** Most that one vote can weigh. The `lock` rule relies on it. */
export const HEAVIEST_VOTE = 1;
/** What a vote keeps when a check that is only a hint rejects the candidate. */
const HINT_REJECTED = 0.25;
/** Weights are compared on this grid, so that sums in another order still tie. */
const WEIGHT_GRID = 1e9;

/**
 * Count the votes a selection counts. The same count serves the decision and the stopping rules, so that what makes a rule
 * stop is what the selection will choose by.
 *
 * A candidate without an answer never votes. Under `majority` each other candidate has one vote of weight 1. Under `arde` a
 * candidate that an exact check rejects votes only when nobody else does, and a vote weighs
 *
 *   exp(mean log-probability of its tokens) · 0.25^(hints that reject it)
 *
 * which ranks as the softmax over the question's candidates does (temperature 1; Taubenfeld et al. 2025, arXiv 2502.06233),
 * its common denominator left out so that weights add up and none exceeds 1. By a known reliability, votes and what checks say are
 * pooled as log-likelihood ratios instead, see {@link Reliability}.
 */
export function countVotes(
  candidates: readonly Candidate[],
  selection: Selection,
  reliability?: Reliability,
): VoteCount {
  if (selection === 'arde' && reliability !== undefined) return countPooled(candidates, reliability);
  const { answered, standing, voting } = votingCandidates(candidates, selection);
  const byAnswer = new Map<string, { votes: number; weight: number; confidence: number; firstSeen: number }>();
  for (const { candidate, index } of voting) {
    const { answer } = candidate;
    const sum = byAnswer.get(answer) ?? { votes: 0, weight: 0, confidence: 0, firstSeen: index };
    sum.votes += 1;
    sum.weight += selection === 'majority' ? 1 : voteWeight(candidate);
    sum.confidence += confidenceOf(candidate);
    byAnswer.set(answer, sum);
  }
  const ranking = [...byAnswer].map(([answer, sum]) => ({
    answer,
    ...sum,
    score: sum.weight,
    confidence: sum.confidence / sum.votes,
  }));
  return {
    ranking: ranked(ranking, selection),
    rejected: answered.length - standing.length,
    onlyRejected: standing.length === 0 && answered.length > 0,
    mostPerSample: HEAVIEST_VOTE,
  };
}

/** By a known reliability every candidate with an answer has its say; what checks found is part of what it says. */
function countPooled(candidates: readonly Candidate[], reliability: Reliability): VoteCount {
  const { answers, logRatios, beliefs } = reliability.pool(candidates);
  const ranking = answers.map((answer, index) => {
    const voters = candidates.filter((candidate) => candidate.answer === answer);
    return {
      answer,
      votes: voters.length,
      weight: beliefs.seen[index] ?? 0,
      score: logRatios[index] ?? 0,
      confidence: voters.reduce((sum, voter) => sum + confidenceOf(voter), 0) / voters.length,
      firstSeen: candidates.findIndex((candidate) => candidate.answer === answer),
    };
  });
  return {
    ranking: ranked(ranking, 'arde'),
    rejected: 0,
    onlyRejected: false,
    mostPerSample: reliability.mostPerSample,
  };
}

function ranked(ranking: readonly AnswerVotes[], selection: Selection): AnswerVotes[] {
  return [...ranking].sort((left, right) => {
    const byWeight = gridded(right.score) - gridded(left.score);
    const byConfidence = selection === 'arde' ? gridded(right.confidence) - gridded(left.confidence) : 0;
    return byWeight || byConfidence || left.firstSeen - right.firstSeen;
  });
}

/** True when two answers weigh the same. */
export function sameWeight(left: AnswerVotes, right: AnswerVotes): boolean {
  return gridded(left.score) === gridded(right.score);
}

/** True when an exact check rejects the candidate. */
export function isRejected(candidate: Candidate): boolean {
  return candidate.checks.some(({ exact, verdict }) => exact && verdict === 'reject');
}

/** True when an exact check accepts the candidate and no check, hints included, rejects it. */
export function isVerified(candidate: Candidate): boolean {
  const { checks } = candidate;
  return (
    checks.some(({ exact, verdict }) => exact && verdict === 'accept') &&
    checks.every(({ verdict }) => verdict !== 'reject')
  );
}

/** Candidates whose votes a selection counts, in the order drawn; by a known reliability all that hold an answer. */
export function voters(
  candidates: readonly Candidate[],
  selection: Selection,
  reliability?: Reliability,
): (Candidate & { answer: string })[] {
  return votingCandidates(candidates, reliability === undefined ? selection : 'majority').voting.map(
    ({ candidate }) => candidate,
  );
}

function votingCandidates(candidates: readonly Candidate[], selection: Selection) {
  const answered = candidates.flatMap((candidate, index) => {
    const { answer } = candidate;
    return answer === undefined ? [] : [{ candidate: { ...candidate, answer }, index }];
  });
  const standing = selection === 'majority' ? answered : answered.filter(({ candidate }) => !isRejected(candidate));
  return { answered, standing, voting: standing.length > 0 ? standing : answered };
}

/** What a candidate's vote weighs if it votes, by a known reliability its log-likelihood ratio; 0 without an answer. */
export function voteOf(candidate: Candidate, selection: Selection, reliability?: Reliability): number {
  if (candidate.answer === undefined) return 0;
  if (selection === 'arde' && reliability !== undefined) return reliability.logRatioOf(candidate);
  return selection === 'majority' ? 1 : voteWeight(candidate);
}

function voteWeight(candidate: Candidate): number {
  const hints = candidate.checks.filter(({ exact, verdict }) => !exact && verdict === 'reject').length;
  return confidenceOf(candidate) * HINT_REJECTED ** hints;
}

function gridded(weight: number): number {
  return Math.round(weight * WEIGHT_GRID);
}
