import { type Guard, requireArray, requireInteger } from '../_internals/require.js';
import { sumOf } from '../_internals/sum.js';

/** A candidate's canonical answer; null when none could be read from it. */
export type Answer = string | null;

/** The answer with the most votes. */
export interface Majority {
  readonly answer: string;
  readonly votes: number;
  /** Votes of the strongest other answer; 0 when there is none. */
  readonly runnerUpVotes: number;
}

/**
 * Votes per distinct answer, in the order the answers were first seen. A null never votes.
 *
 * @example
 * countVotes(['7', null, '8', '7']); // Map { '7' → 2, '8' → 1 }
 */
export function countVotes(answers: readonly Answer[]): Map<string, number> {
  const votes = new Map<string, number>();
  for (const answer of answers) {
    if (answer !== null) votes.set(answer, (votes.get(answer) ?? 0) + 1);
  }
  return votes;
}

/**
 * The answer given most often; a tie goes to the answer first seen. Source: Wang et al. 2022 (arXiv 2203.11171).
 *
 * @returns undefined when no answer could be read at all
 */
export function majorityAnswer(answers: readonly Answer[]): Majority | undefined {
  let leader: { answer: string; votes: number } | undefined;
  let runnerUpVotes = 0;
  for (const [answer, votes] of countVotes(answers)) {
    if (leader === undefined || votes > leader.votes) {
      runnerUpVotes = leader?.votes ?? 0;
      leader = { answer, votes };
    } else {
      runnerUpVotes = Math.max(runnerUpVotes, votes);
    }
  }
  return leader && { ...leader, runnerUpVotes };
}

const guard: Guard = { where: 'majorityAtK', remedy: 'give at least k answers for every question' };

/**
 * majority@k: the share of questions whose {@link majorityAnswer} over the first k samples is the gold answer. Answers and gold are
 * compared as text, so both must be canonical. A question without any readable answer counts as wrong.
 *
 * @throws {InvalidValueError} if there is no question, or one has fewer than k answers
 */
export function majorityAtK(
  questions: readonly { readonly answers: readonly Answer[]; readonly gold: string }[],
  k: number,
): number {
  requireArray(guard, 'questions', questions);
  questions.forEach(({ answers }, index) => {
    requireInteger(guard, `k for questions[${index}]`, k, 1, answers.length);
  });
  const right = sumOf(questions, ({ answers, gold }) => Number(majorityAnswer(answers.slice(0, k))?.answer === gold));
  return right / questions.length;
}
