import {
  type Guard,
  requireArray,
  requireInteger,
  requirePositive,
  requireProbability,
  requireThat,
} from '../_internals/require.js';
import { totalOf } from '../_internals/sum.js';

/** What is believed of one question's answers. `seen` and `unseen` sum to 1. */
export interface AnswerBeliefs {
  /** P(this answer is right), per distinct answer seen. */
  readonly seen: readonly number[];
  /** P(the right answer has not been seen). */
  readonly unseen: number;
}

const guard: Guard = { where: 'beliefsFromVotes', remedy: 'give the votes of each distinct answer, and a mass > 0' };

/**
 * Beliefs from votes alone: the chance that one more sample would give each answer.
 *
 *   p_i = v_i / (n + c),  p_unseen = c / (n + c),  n = Σ v_i
 *
 * The predictive rule of a Dirichlet process with concentration c. It takes the share of votes for the probability of being
 * right, which holds as far as the model is calibrated; checks then move it.
 *
 * @param votes - v_i, integers ≥ 1; none is allowed, and leaves all mass unseen
 * @param unseenVotes - c > 0, the weight of answers not seen. Default 1
 * @throws {InvalidValueError} if an argument is outside its domain
 */
export function beliefsFromVotes(votes: readonly number[], unseenVotes = 1): AnswerBeliefs {
  requirePositive(guard, 'unseenVotes', unseenVotes);
  votes.forEach((count, index) => {
    requireInteger(guard, `votes[${index}]`, count, 1);
  });
  const total = totalOf(votes) + unseenVotes;
  return { seen: votes.map((count) => count / total), unseen: unseenVotes / total };
}

/** P(correct) when the most probable answer seen is given: max p_i, 0 when none was seen. */
export function bestBelief({ seen }: AnswerBeliefs): number {
  return Math.max(0, ...seen);
}

/** @throws {InvalidValueError} if the beliefs are not probabilities that sum to 1 */
export function checkBeliefs(owner: Guard, beliefs: AnswerBeliefs): void {
  requireArray(owner, 'beliefs.seen', beliefs.seen);
  beliefs.seen.forEach((value, index) => {
    requireProbability(owner, `beliefs.seen[${index}]`, value);
  });
  requireProbability(owner, 'beliefs.unseen', beliefs.unseen);
  const total = totalOf(beliefs.seen) + beliefs.unseen;
  requireThat(Math.abs(total - 1) < 1e-9, owner, 'beliefs', total, 'sum to 1');
}
