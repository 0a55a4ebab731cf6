import { type Guard, requireInteger } from '../_internals/require.js';
import { logFactorial } from './log-factorial.js';

/**
 * P(leader beats runner-up): the posterior probability that the leader's share among the two exceeds one half, under a uniform
 * prior.
 *
 *   P(Beta(v1+1, v2+1) > ½) = P(Bin(v1+v2+1, ½) ≤ v1)
 *
 * Looks at two answers only and is read again after every wave, so a threshold on it is a heuristic, not an error rate. Source:
 * Aggarwal et al. 2023 (arXiv 2305.11860).
 *
 * @param leaderVotes - v1, integer ≥ 0
 * @param runnerUpVotes - v2, integer ≥ 0; may exceed v1, the result is then below ½
 * @returns probability in (0, 1); ½ at equal votes
 * @throws {InvalidValueError} if a count is not an integer ≥ 0
 */
export function leaderBeatsRunnerUp(leaderVotes: number, runnerUpVotes: number): number {
  checkVotes('leaderBeatsRunnerUp', leaderVotes, runnerUpVotes);
  const trials = leaderVotes + runnerUpVotes + 1;
  // P(Bin ≤ v1) = 1 − P(Bin ≤ v2) by symmetry: sum the shorter side.
  return leaderVotes <= runnerUpVotes ? lowerTail(trials, leaderVotes) : 1 - lowerTail(trials, runnerUpVotes);
}

/**
 * ln of the e-process that the leader is more frequent than one rival, under a uniform mixture over shares above one half.
 *
 *   E = 2^{v1+v2+1} · B(v1+1, v2+1) · P(Beta(v1+1, v2+1) > ½)
 *
 * Under "the leader is not the more frequent of the two" E has mean ≤ 1 at any stopping time, so P(E ever reaches 1/α) ≤ α
 * (Ville). Take the minimum over rivals and split α over the answers that may lead. E = 1 before any vote.
 *
 * @param leaderVotes - v1, integer ≥ 0
 * @param rivalVotes - v2, integer ≥ 0
 * @returns ln E
 * @throws {InvalidValueError} if a count is not an integer ≥ 0
 */
export function anytimeLogEvidence(leaderVotes: number, rivalVotes: number): number {
  checkVotes('anytimeLogEvidence', leaderVotes, rivalVotes);
  const total = leaderVotes + rivalVotes;
  const logBeta = logFactorial(leaderVotes) + logFactorial(rivalVotes) - logFactorial(total + 1);
  const logTail =
    leaderVotes <= rivalVotes ? logLowerTail(total + 1, leaderVotes) : Math.log1p(-lowerTail(total + 1, rivalVotes));
  return (total + 1) * Math.LN2 + logBeta + logTail;
}

/**
 * Whether the rest of the samples can no longer change the vote.
 *
 * The leader is the answer with the most votes, first seen among equals. It is safe from a rival that would need more than all
 * remaining votes to pass it, or exactly all of them when the leader was seen first; an answer not seen yet is such a rival with
 * no votes. So stopping gives the full vote's answer, always.
 *
 * @param votes - votes per distinct answer in the order the answers were first seen, integers ≥ 1; empty before any answer
 * @param remaining - samples still to be drawn, integer ≥ 0
 * @throws {InvalidValueError} if a count is outside the domain above
 */
export function lockReached(votes: readonly number[], remaining: number): boolean {
  const guard: Guard = { where: 'lockReached', remedy: 'give votes ≥ 1 per answer seen, and samples left ≥ 0' };
  requireInteger(guard, 'remaining', remaining, 0);
  votes.forEach((count, index) => {
    requireInteger(guard, `votes[${index}]`, count, 1);
  });
  if (remaining === 0) return true;
  if (votes.length === 0) return false;
  const most = Math.max(...votes);
  const leader = votes.indexOf(most);
  const isSafe = (count: number, index: number) =>
    index === leader || (index > leader ? count + remaining <= most : count + remaining < most);
  return remaining <= most && votes.every(isSafe);
}

/** P(Bin(trials, ½) ≤ most), most < trials/2 where it must be accurate: all terms positive. */
function lowerTail(trials: number, most: number): number {
  return Math.exp(logLowerTail(trials, most));
}

/** ln P(Bin(trials, ½) ≤ most): the largest term in logs times the rest relative to it. */
function logLowerTail(trials: number, most: number): number {
  const logLargest = logFactorial(trials) - logFactorial(most) - logFactorial(trials - most) - trials * Math.LN2;
  let relative = 1;
  let term = 1;
  for (let count = most; count > 0 && term > 0; count -= 1) {
    term *= count / (trials - count + 1);
    relative += term;
  }
  return logLargest + Math.log(relative);
}

function checkVotes(where: string, first: number, second: number): void {
  const guard: Guard = { where, remedy: 'give vote counts' };
  requireInteger(guard, 'leaderVotes', first, 0);
  requireInteger(guard, where === 'anytimeLogEvidence' ? 'rivalVotes' : 'runnerUpVotes', second, 0);
}
