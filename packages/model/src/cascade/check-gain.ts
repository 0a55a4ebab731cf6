import { type Guard, requireInteger, requireProbability } from '../_internals/require.js';
import { totalOf } from '../_internals/sum.js';
import { type AnswerBeliefs, bestBelief, checkBeliefs } from './answer-beliefs.js';
import { type CheckRates, type CheckVerdict, VERDICTS } from './check-rates.js';

const REMEDY = 'give beliefs that sum to 1, the index of an answer seen, and rates of a check';

/**
 * Beliefs after a check judged a candidate that gives answer `index` (Bayes).
 *
 *   p_index' ∝ p_index · P(v | right),  p_other' ∝ p_other · P(v | wrong)
 *
 * @param index - of the candidate's answer in `beliefs.seen`
 * @throws {InvalidValueError} if an argument is outside its domain, or the verdict was impossible
 */
export function beliefsAfterCheck(
  beliefs: AnswerBeliefs,
  index: number,
  verdict: CheckVerdict,
  rates: CheckRates,
): AnswerBeliefs {
  const guard: Guard = { where: 'beliefsAfterCheck', remedy: REMEDY };
  requireArguments(guard, beliefs, index, rates);
  const { seen, unseen } = joint(beliefs, index, verdict, rates);
  const total = totalOf(seen) + unseen;
  // A verdict that was never possible says nothing about which answer is right.
  if (total === 0) return beliefs;
  return { seen: seen.map((value) => value / total), unseen: unseen / total };
}

/**
 * Expected gain in P(correct) of running a check on a candidate that gives answer `index`: the value of its information.
 *
 *   G = Σ_v max_i P(answer i right, verdict v) − max_i p_i
 *
 * Never negative; 0 when no verdict could change which answer is given, so also for a check whose two rows are equal. A check
 * that another garbles gains no less than the garbled one (Blackwell). Source: Howard 1966, Information Value Theory.
 *
 * @param index - of the candidate's answer in `beliefs.seen`
 * @returns a probability in [0, 1)
 * @throws {InvalidValueError} if an argument is outside its domain
 */
export function expectedCheckGain(beliefs: AnswerBeliefs, index: number, rates: CheckRates): number {
  requireArguments({ where: 'expectedCheckGain', remedy: REMEDY }, beliefs, index, rates);
  const informed = totalOf(VERDICTS.map((verdict) => Math.max(...joint(beliefs, index, verdict, rates).seen)));
  return Math.max(0, withoutRounding(informed - bestBelief(beliefs)));
}

/** P(a check gives this verdict on a candidate with answer `index`). */
export function verdictProbability(
  beliefs: AnswerBeliefs,
  index: number,
  verdict: CheckVerdict,
  rates: CheckRates,
): number {
  requireArguments({ where: 'verdictProbability', remedy: REMEDY }, beliefs, index, rates);
  const { seen, unseen } = joint(beliefs, index, verdict, rates);
  return totalOf(seen) + unseen;
}

/** Sums of probabilities that are equal in exact arithmetic differ by this much at most. */
export function withoutRounding(gain: number): number {
  return gain < 1e-12 ? 0 : gain;
}

function joint(
  { seen, unseen }: AnswerBeliefs,
  index: number,
  verdict: CheckVerdict,
  { right, wrong }: CheckRates,
): AnswerBeliefs {
  return {
    seen: seen.map((belief, each) => belief * (each === index ? right[verdict] : wrong[verdict])),
    unseen: unseen * wrong[verdict],
  };
}

function requireArguments(guard: Guard, beliefs: AnswerBeliefs, index: number, { right, wrong }: CheckRates): void {
  checkBeliefs(guard, beliefs);
  requireInteger(guard, 'index', index, 0, beliefs.seen.length - 1);
  for (const verdict of VERDICTS) {
    requireProbability(guard, `rates.right.${verdict}`, right[verdict]);
    requireProbability(guard, `rates.wrong.${verdict}`, wrong[verdict]);
  }
}
