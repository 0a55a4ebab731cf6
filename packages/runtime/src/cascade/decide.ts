import type { Candidate } from './candidate.js';
import type { Decision } from './decision.js';
import { type AnswerVotes, countVotes, type Selection, sameWeight, type VoteCount } from './votes.js';

/**
 * Choose the answer among the candidates of one question, given in the order they were drawn.
 *
 * `majority`: most votes; candidates without an answer never vote; ties go to the answer seen first.
 * `arde` (agreement- and reliability-weighted decision ensemble; the definition is this project's): heaviest weight, see
 * {@link countVotes}; ties go to the more confident answer, then to the one seen first.
 */
export function decide(candidates: readonly Candidate[], selection: Selection): Decision {
  const count = countVotes(candidates, selection);
  const { ranking } = count;
  const [leader, runnerUp] = ranking;
  if (leader === undefined) {
    return {
      answer: undefined,
      reason: `none of ${candidates.length} candidate(s) holds an answer`,
      tie: false,
      ranking: [],
    };
  }
  const tie = runnerUp !== undefined && sameWeight(leader, runnerUp);
  const total = ranking.reduce((sum, { weight }) => sum + weight, 0);
  return {
    answer: leader.answer,
    reason: reasonFor(leader, tie ? runnerUp : undefined, count, selection, total),
    tie,
    ranking: ranking.map(({ answer, votes, weight }) => ({
      answer,
      votes,
      weight: selection === 'arde' ? weight / total : weight,
    })),
  };
}

function reasonFor(
  leader: AnswerVotes,
  rival: AnswerVotes | undefined,
  count: VoteCount,
  selection: Selection,
  totalWeight: number,
): string {
  const voters = count.ranking.reduce((sum, { votes }) => sum + votes, 0);
  const parts = [`${leader.votes} of ${voters} vote(s)`];
  if (selection === 'arde') parts.push(`${Math.round((100 * leader.weight) / totalWeight)} % of the weight`);
  if (rival !== undefined) {
    const broken = selection === 'arde' && rival.confidence < leader.confidence ? 'its confidence' : 'being seen first';
    parts.push(`tied with ${rival.answer}, decided by ${broken}`);
  }
  if (count.onlyRejected) parts.push('every candidate failed an exact check');
  else if (count.rejected > 0) parts.push(`${count.rejected} candidate(s) left out by an exact check`);
  return parts.join('; ');
}
