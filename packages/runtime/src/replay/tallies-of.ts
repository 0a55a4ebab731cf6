import type { VoteTally } from '@qeil/model';
import type { RecordedQuestion } from './recorded-question.js';

/** Recorded questions as a prior for the value of sampling. An answer is right when the first sample that gave it is. */
export function talliesOf(questions: readonly RecordedQuestion[]): VoteTally[] {
  return questions.map(({ answers, correct }) => {
    const counts = new Map<number, { votes: number; right: boolean }>();
    let none = 0;
    answers.forEach((answer, sample) => {
      if (answer < 0) {
        none += 1;
        return;
      }
      const count = counts.get(answer) ?? { votes: 0, right: correct[sample] === true };
      count.votes += 1;
      counts.set(answer, count);
    });
    return { answers: [...counts.values()], none };
  });
}

/**
 * Beta(α, β) of a sample's chance of success over questions, by moments: m = mean, v = variance of the shares,
 * s = m(1 − m)/v − 1, α = m·s, β = (1 − m)·s. Undefined when all questions are alike, or none ever succeeds.
 */
export function successPrior(shares: readonly number[]): { alpha: number; beta: number } | undefined {
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  const variance = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / shares.length;
  const strength = (mean * (1 - mean)) / variance - 1;
  if (!(mean > 0 && mean < 1 && variance > 0 && strength > 0)) return undefined;
  return { alpha: mean * strength, beta: (1 - mean) * strength };
}
