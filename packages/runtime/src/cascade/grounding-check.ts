import { parseNumber } from '../numbers/canonical-number.js';
import { evaluateExpression } from '../numbers/evaluate-expression.js';
import { formatRational } from '../numbers/rational.js';
import type { ImmediateCheck, Verdict } from './check.js';
import { type QuestionNumber, questionNumbers, valueKey } from './question-numbers.js';
import { unitConstants } from './unit-constants.js';
import { workedSteps } from './worked-steps.js';

/**
 * Does every number a step calculates with come from somewhere: the question (digits or words), an earlier result, or a unit
 * constant that a word of the question licenses (`half` 2, `dozen` 12, `hour` 60, …)? A hint, not exact: a right solution
 * may bring a number of its own (15 % of the 1,319 reference solutions of the GSM8K test set do). Numbers of the question
 * that no step uses are named, without weighing in.
 */
export const groundingCheck: ImmediateCheck = {
  name: 'grounding',
  exact: false,
  run(sample, question) {
    const result = (verdict: Verdict, detail: string) => ({ check: 'grounding', exact: false, verdict, detail });
    const { steps } = workedSteps(sample.text);
    if (steps.length === 0) return result('unknown', 'no worked steps');
    const stated = questionNumbers(question);
    const known = new Set([...stated.flatMap(({ values }) => values), ...unitConstants(question)].map(valueKey));
    known.add('1');
    const used = new Set<string>();
    for (const { source, expression, value } of steps) {
      const computed = evaluateExpression(expression);
      if (!computed.ok) return result('reject', `${source}: ${computed.problem}`);
      for (const operand of computed.operands) {
        const key = valueKey(operand);
        if (!known.has(key)) {
          return result(
            'reject',
            `${source} uses ${formatRational(operand)}, which neither the question nor an earlier step gives`,
          );
        }
        used.add(key);
      }
      const earlier = parseNumber(value);
      if (earlier !== undefined) known.add(valueKey(earlier));
    }
    return result('accept', `every number comes from the question or an earlier step${unusedNote(stated, used)}`);
  },
};

function unusedNote(stated: readonly QuestionNumber[], used: ReadonlySet<string>): string {
  const unused = stated.filter(({ values }) => !values.some((value) => used.has(valueKey(value))));
  return unused.length === 0 ? '' : `; not used: ${unused.map(({ written }) => written).join(', ')}`;
}
