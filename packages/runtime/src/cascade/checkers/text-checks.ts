import { canonicalAnswer } from '../../numbers/canonical-answer.js';
import type { ImmediateCheck, Verdict } from '../check.js';
import { answerLine, extractAnswer } from '../extract-answer.js';
import { CheckSpecProblem } from './check-spec-problem.js';

/** What a pattern is given to read at most (characters): time that a pattern takes may grow steeply with it. */
const LONGEST_SUBJECT = 10_000;

/** The answer equals a text once both are canonical: `exact:42`. */
export function exactCheck(argument: string): ImmediateCheck {
  const expected = canonicalAnswer(argument);
  if (expected === undefined) throw new CheckSpecProblem('exact needs the text to equal, for example exact:42');
  const name = `exact:${argument}`;
  return {
    name,
    exact: true,
    run(sample) {
      const answer = extractAnswer(sample.text);
      const verdict: Verdict = answer === expected ? 'accept' : 'reject';
      return {
        check: name,
        exact: true,
        verdict,
        detail: `the answer is ${answer ?? 'missing'}, expected ${expected}`,
      };
    },
  };
}

/** The answer, or the whole text where no `####` marks one, matches a pattern: `regex:^\d{3}$`, with flags as `regex:/^yes/i`. */
export function regexCheck(argument: string): ImmediateCheck {
  const pattern = patternOf(argument);
  const name = `regex:${argument}`;
  return {
    name,
    exact: true,
    run(sample) {
      const subject = (answerLine(sample.text) ?? sample.text).slice(0, LONGEST_SUBJECT);
      const verdict: Verdict = pattern.test(subject) ? 'accept' : 'reject';
      return {
        check: name,
        exact: true,
        verdict,
        detail: `${verdict === 'accept' ? 'matches' : 'does not match'} ${pattern}`,
      };
    },
  };
}

function patternOf(argument: string): RegExp {
  const [, source, flags] = /^\/(.+)\/([imsu]*)$/su.exec(argument) ?? [undefined, argument, 'u'];
  if (source === undefined || source === '')
    throw new CheckSpecProblem('regex needs a pattern, for example regex:^\\d+$');
  try {
    return new RegExp(source, flags);
  } catch (cause) {
    throw new CheckSpecProblem(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
