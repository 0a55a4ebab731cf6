import { type Guard, requireInteger, requireProbability } from '../_internals/require.js';
import { totalOf } from '../_internals/sum.js';
import { type AnswerBeliefs, bestBelief, checkBeliefs } from './answer-beliefs.js';
import { withoutRounding } from './check-gain.js';

const REMEDY = 'give beliefs over at least one answer seen that sum to 1, and an accuracy in [0, 1]';

/**
 * Expected gain in P(correct) of asking an expert, such as a larger model, for an answer of its own.
 *
 * The expert says the right answer with probability q; else any of the other answers seen, or a new one, with equal probability:
 *
 *   G = Σ_j max(q·p_j, max_{i≠j} p_i·(1−q)/n) + max(q·u, max_i p_i·(1−q)/n) − max_i p_i
 *
 * with n answers seen and u the belief that the right one is not among them. Never negative; 0 when the expert could not change
 * which answer is given.
 *
 * @param accuracy - q, in [0, 1]
 * @throws {InvalidValueError} if an argument is outside its domain
 */
export function expectedExpertGain(beliefs: AnswerBeliefs, accuracy: number): number {
  const guard: Guard = { where: 'expectedExpertGain', remedy: REMEDY };
  checkBeliefs(guard, beliefs);
  requireProbability(guard, 'accuracy', accuracy);
  const outcomes = [...beliefs.seen.keys(), undefined];
  const informed = totalOf(
    outcomes.map((said) => {
      const { seen, unseen } = joint(beliefs, said, accuracy);
      // A new answer, once said, can be given too.
      return Math.max(...seen, said === undefined ? unseen : 0);
    }),
  );
  return Math.max(0, withoutRounding(informed - bestBelief(beliefs)));
}

/**
 * Beliefs after the expert spoke.
 *
 * @param said - index of its answer in `beliefs.seen`; undefined for an answer not seen before, which is then appended as the
 *   last of `seen`
 * @throws {InvalidValueError} if an argument is outside its domain
 */
export function beliefsAfterExpert(beliefs: AnswerBeliefs, said: number | undefined, accuracy: number): AnswerBeliefs {
  const guard: Guard = { where: 'beliefsAfterExpert', remedy: REMEDY };
  checkBeliefs(guard, beliefs);
  requireProbability(guard, 'accuracy', accuracy);
  if (said !== undefined) requireInteger(guard, 'said', said, 0, beliefs.seen.length - 1);
  const { seen, unseen } = joint(beliefs, said, accuracy);
  const total = totalOf(seen) + unseen;
  if (total === 0) return said === undefined ? { seen: [...beliefs.seen, 0], unseen: beliefs.unseen } : beliefs;
  const scaled = seen.map((value) => value / total);
  if (said !== undefined) return { seen: scaled, unseen: unseen / total };
  return { seen: [...scaled, unseen / total], unseen: 0 };
}

function joint({ seen, unseen }: AnswerBeliefs, said: number | undefined, accuracy: number): AnswerBeliefs {
  const slip = (1 - accuracy) / seen.length;
  return {
    seen: seen.map((belief, index) => belief * (index === said ? accuracy : slip)),
    // When the right answer is none of those seen, the expert's slips fall on those seen alone.
    unseen: unseen * (said === undefined ? accuracy : slip),
  };
}
