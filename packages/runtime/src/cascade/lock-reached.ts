import { HEAVIEST_VOTE, type Selection, type VoteCount } from './votes.js';

/** More than the rounding of any sum of votes. */
const ROUNDING = 1e-6;

/**
 * True when no way of voting in the samples left changes the answer.
 *
 * A rival, seen or not, gains at most one full vote per sample left. Under `majority` a rival that draws level still loses when
 * the leader was seen first. When only rejected candidates vote, one that stands would overrule them all: never locked.
 */
export function lockReached(count: VoteCount, remaining: number, selection: Selection): boolean {
  const [leader, ...rivals] = count.ranking;
  if (leader === undefined || count.onlyRejected) return false;
  const gain = remaining * HEAVIEST_VOTE;
  const holds = (rivalWeight: number, rivalSeenLater: boolean) => {
    const lead = leader.weight - rivalWeight;
    return selection === 'majority' ? lead > gain || (lead === gain && rivalSeenLater) : lead > gain + ROUNDING;
  };
  return holds(0, true) && rivals.every(({ weight, firstSeen }) => holds(weight, leader.firstSeen < firstSeen));
}
