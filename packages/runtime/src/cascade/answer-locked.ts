import { lockReached } from '@qeil/model';
import type { Selection, VoteCount } from './votes.js';

/** More than the rounding of any sum of votes. */
const ROUNDING = 1e-6;

/**
 * True when no way of voting in the samples left changes the answer.
 *
 * Under `majority` this is `lockReached` of `@qeil/model`. Under `arde` a rival, seen or not, gains at most
 * `mostPerSample` on the leader per sample left; and while only rejected candidates vote, one that stands would overrule them all, so
 * nothing is locked.
 */
export function answerLocked(count: VoteCount, remaining: number, selection: Selection): boolean {
  const [leader, runnerUp] = count.ranking;
  if (leader === undefined || count.onlyRejected) return false;
  if (selection === 'majority') {
    const bySight = [...count.ranking].sort((left, right) => left.firstSeen - right.firstSeen);
    return lockReached(
      bySight.map(({ votes }) => votes),
      remaining,
    );
  }
  // An answer not seen yet stands at 0, be it below or above what was seen.
  const rival = Math.max(0, runnerUp?.score ?? 0);
  return leader.score - rival > remaining * count.mostPerSample + ROUNDING;
}
