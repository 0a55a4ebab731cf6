import { seededRandom } from '@qeil/model';

const RESAMPLES = 2000;

/**
 * A statistic of questions with its 95 % percentile bootstrap interval: questions are drawn anew with all they were asked, so what
 * the statistic compares stays paired. Source: Efron 1979, Ann. Statist. 7(1).
 *
 * @param statistic - of the indices of questions, repeats among them
 */
export function pairedInterval(questions: number, seed: number, statistic: (indices: readonly number[]) => number) {
  const random = seededRandom(seed);
  const all = Array.from({ length: questions }, (_, index) => index);
  const drawn = Array.from({ length: RESAMPLES }, () => statistic(all.map(() => random.integer(questions))));
  drawn.sort((left, right) => left - right);
  return {
    value: statistic(all),
    low: drawn[Math.floor(0.025 * RESAMPLES)],
    high: drawn[Math.ceil(0.975 * RESAMPLES) - 1],
  };
}
