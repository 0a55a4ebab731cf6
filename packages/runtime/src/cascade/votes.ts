import type { Candidate } from './candidate.js';

/** `majority`: plain vote. `arde`: checks and confidence weigh in. */
export type Selection = 'majority' | 'arde';

/** Votes for one answer. */
export interface AnswerVotes {
  readonly answer: string;
  readonly votes: number;
  /** Sum of the weights of those votes, each in (0, 1]; under `majority` each is 1. */
  readonly weight: number;
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
}

/** Most that one vote can weigh. The `lock` rule relies on it. */
export const HEAVIEST_VOTE = 1;
/** What a vote keeps when a check that is only a hint rejects the candidate. */
const HINT_REJECTED = 0.25;
/** Confidence of a candidate that came without log-probabilities. */
const UNKNOWN_CONFIDENCE = 0.5;
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
 * its common denominator left out so that weights add up and none exceeds 1.
 */
export function countVotes(candidates: readonly Candidate[], selection: Selection): VoteCount {
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
  const ranking = [...byAnswer].map(([answer, sum]) => ({ answer, ...sum, confidence: sum.confidence / sum.votes }));
  ranking.sort((left, right) => {
    const byWeight = gridded(right.weight) - gridded(left.weight);
    const byConfidence = selection === 'arde' ? gridded(right.confidence) - gridded(left.confidence) : 0;
    return byWeight || byConfidence || left.firstSeen - right.firstSeen;
  });
  return {
    ranking,
    rejected: answered.length - standing.length,
    onlyRejected: standing.length === 0 && answered.length > 0,
  };
}

/** True when two answers weigh the same. */
export function sameWeight(left: AnswerVotes, right: AnswerVotes): boolean {
  return gridded(left.weight) === gridded(right.weight);
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

/** Candidates whose votes a selection counts, in the order drawn. */
export function voters(candidates: readonly Candidate[], selection: Selection): (Candidate & { answer: string })[] {
  return votingCandidates(candidates, selection).voting.map(({ candidate }) => candidate);
}

function votingCandidates(candidates: readonly Candidate[], selection: Selection) {
  const answered = candidates.flatMap((candidate, index) => {
    const { answer } = candidate;
    return answer === undefined ? [] : [{ candidate: { ...candidate, answer }, index }];
  });
  const standing = selection === 'majority' ? answered : answered.filter(({ candidate }) => !isRejected(candidate));
  return { answered, standing, voting: standing.length > 0 ? standing : answered };
}

/** What a candidate's vote weighs if it votes; 0 without an answer. */
export function voteOf(candidate: Candidate, selection: Selection): number {
  if (candidate.answer === undefined) return 0;
  return selection === 'majority' ? 1 : voteWeight(candidate);
}

function voteWeight(candidate: Candidate): number {
  const hints = candidate.checks.filter(({ exact, verdict }) => !exact && verdict === 'reject').length;
  return confidenceOf(candidate) * HINT_REJECTED ** hints;
}

/** exp of the mean log-probability, in (0, 1]. */
function confidenceOf({ logProbabilities }: Candidate): number {
  if (logProbabilities.length === 0) return UNKNOWN_CONFIDENCE;
  const mean = logProbabilities.reduce((sum, value) => sum + value, 0) / logProbabilities.length;
  // Rounding on a device may push a certain token a hair above probability 1.
  return Number.isNaN(mean) ? UNKNOWN_CONFIDENCE : Math.exp(Math.min(0, Math.max(mean, -30)));
}

function gridded(weight: number): number {
  return Math.round(weight * WEIGHT_GRID);
}
