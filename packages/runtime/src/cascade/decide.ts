import type { Candidate } from './candidate.js';
import type { Decision } from './decision.js';
import type { Reliability } from './reliability/reliability.js';
import { type AnswerVotes, countVotes, type Selection, sameWeight, type VoteCount } from './votes.js';

/**
 * Choose the answer among the candidates of one question, given in the order they were drawn.
 *
 * `majority`: most votes; candidates without an answer never vote; ties go to the answer seen first.
 * `arde` (agreement- and reliability-weighted decision ensemble; the definition is this project's): heaviest weight, see
 * {@link countVotes}; ties go to the more confident answer, then to the one seen first. With a known reliability the answer comes with
 * the calibrated probability that it is right.
 */
export function decide(candidates: readonly Candidate[], selection: Selection, reliability?: Reliability): Decision {
  const known = selection === 'arde' ? reliability : undefined;
  const count = countVotes(candidates, selection, known);
  const { ranking } = count;
  const [leader, runnerUp] = ranking;
  if (leader === undefined) {
    return {
      answer: undefined,
      reason: `none of ${candidates.length} candidate(s) holds an answer`,
      tie: false,
      probability: null,
      ranking: [],
    };
  }
  const tie = runnerUp !== undefined && sameWeight(leader, runnerUp);
  const total = ranking.reduce((sum, { weight }) => sum + weight, 0);
  return {
    answer: leader.answer,
    reason: reasonFor(leader, tie ? runnerUp : undefined, count, selection, known === undefined ? total : undefined),
    tie,
    probability: known === undefined ? null : known.calibrated(leader.weight),
    ranking: ranking.map(({ answer, votes, weight }) => ({
      answer,
      votes,
      weight: selection === 'arde' && known === undefined ? weight / total : weight,
    })),
  };
}

function reasonFor(
  leader: AnswerVotes,
  rival: AnswerVotes | undefined,
  count: VoteCount,
  selection: Selection,
  totalWeight: number | undefined,
): string {
  const voters = count.ranking.reduce((sum, { votes }) => sum + votes, 0);
  const parts = [`${leader.votes} of ${voters} vote(s)`];
  if (totalWeight === undefined) {
    const against =
      count.ranking.length === 1
        ? 'no other answer'
        : `${count.ranking[1]?.answer} at ${logText(count.ranking[1]?.score)}`;
    parts.push(`evidence ${logText(leader.score)} (ln of the likelihood ratio), ${against}`);
  } else if (selection === 'arde') parts.push(`${Math.round((100 * leader.weight) / totalWeight)} % of the weight`);
  if (rival !== undefined) {
    const broken = selection === 'arde' && rival.confidence < leader.confidence ? 'its confidence' : 'being seen first';
    parts.push(`tied with ${rival.answer}, decided by ${broken}`);
  }
  if (count.onlyRejected) parts.push('every candidate failed an exact check');
  else if (count.rejected > 0) parts.push(`${count.rejected} candidate(s) left out by an exact check`);
  return parts.join('; ');
}

function logText(score: number | undefined): string {
  return score === undefined ? '?' : `${score < 0 ? '−' : '+'}${Math.abs(score).toFixed(1)}`;
}
