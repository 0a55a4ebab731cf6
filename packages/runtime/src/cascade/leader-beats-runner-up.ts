/**
 * Posterior probability that the leader is ahead of the runner-up, their share of each other's votes being Beta(1, 1) at first:
 *
 *   P(Bin(v₁ + v₂ + 1, ½) ≤ v₁) = P(Beta(v₁ + 1, v₂ + 1) > ½)
 *
 * Adaptive-Consistency (Aggarwal et al. 2023, arXiv 2305.11860).
 */
export function leaderBeatsRunnerUp(leaderVotes: number, rivalVotes: number): number {
  const trials = leaderVotes + rivalVotes + 1;
  let term = 0.5 ** trials;
  let sum = 0;
  for (let successes = 0; successes <= leaderVotes; successes += 1) {
    sum += term;
    term *= (trials - successes) / (successes + 1);
  }
  return Math.min(1, sum);
}
