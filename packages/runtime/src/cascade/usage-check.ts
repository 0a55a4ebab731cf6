import { evaluateExpression } from '../numbers/evaluate-expression.js';
import type { ImmediateCheck, Verdict } from './check.js';
import { type QuestionNumber, questionNumbers, valueKey } from './question-numbers.js';
import { workedSteps } from './worked-steps.js';

/**
 * Does the solution use every number the question states in digits, as often as it is stated? The converse of `grounding`: steps
 * that hold and come from the question may still stop half-way or leave a condition out. A hint, not exact: a question may state
 * a number that does not matter. A percentage may be used in any of its forms (`20 %` as 20, 0.2, 80, …).
 */
export const usageCheck: ImmediateCheck = {
  name: 'usage',
  exact: false,
  run(sample, question) {
    const result = (verdict: Verdict, detail: string) => ({ check: 'usage', exact: false, verdict, detail });
    const { steps } = workedSteps(sample.text);
    if (steps.length === 0) return result('unknown', 'no worked steps');
    const stated = questionNumbers(question).filter(isNumeral);
    if (stated.length === 0) return result('unknown', 'the question states no number in digits');
    const used = new Map<string, number>();
    for (const { expression } of steps) {
      const computed = evaluateExpression(expression);
      for (const operand of computed.ok ? computed.operands : []) {
        const key = valueKey(operand);
        used.set(key, (used.get(key) ?? 0) + 1);
      }
    }
    // Numbers with fewer forms choose first, so that 20 % does not take the only 80 from a stated 80.
    const byForms = [...stated].sort((left, right) => left.values.length - right.values.length);
    const unused = byForms.filter((number) => !take(used, number));
    if (unused.length === 0) return result('accept', 'every number of the question is used');
    return result('reject', `not used: ${unused.map(({ written }) => written).join(', ')}`);
  },
};

function isNumeral({ written }: QuestionNumber): boolean {
  return /^[\d.]/u.test(written) && !written.includes('/');
}

/** Uses up one operand that the number may stand for. */
function take(used: Map<string, number>, { values }: QuestionNumber): boolean {
  for (const value of values) {
    const key = valueKey(value);
    const left = used.get(key) ?? 0;
    if (left === 0) continue;
    used.set(key, left - 1);
    return true;
  }
  return false;
}
