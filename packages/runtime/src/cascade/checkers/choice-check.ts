import type { ImmediateCheck, Verdict } from '../check.js';
import { answerLine } from '../extract-answer.js';
import { CheckSpecProblem } from './check-spec-problem.js';

/** Ways a letter is given, most explicit first; the last match in the text counts. */
const FORMS = [/\banswer\s*(?:is|:)?\s*\(?([A-Z])\)?(?![A-Za-z])/gu, /^\s*\(?([A-Z])\)?[).:]?\s*$/gmu];

/**
 * The answer is one letter of a multiple choice: `choice` (A to E), `choice:A-D`, or a key, `choice:C`.
 *
 * Read behind `####`, else from "the answer is (B)", else from a line that is one letter. Rejects what is none of the letters;
 * only a key accepts.
 */
export function choiceCheck(argument: string): ImmediateCheck {
  const name = argument === '' ? 'choice' : `choice:${argument}`;
  const { first, last, key } = parseLetters(argument);
  const allowed = (letter: string | undefined) => letter !== undefined && letter >= first && letter <= last;
  const read = (text: string) => {
    const letter = letterIn(text);
    return allowed(letter) ? letter : undefined;
  };
  return {
    name,
    exact: true,
    readAnswer: read,
    run(sample) {
      const result = (verdict: Verdict, detail: string) => ({ check: name, exact: true, verdict, detail });
      const letter = read(sample.text);
      if (letter === undefined) return result('reject', `no letter from ${first} to ${last}`);
      if (key === undefined) return result('unknown', `${letter} is a choice; there is no key to hold it against`);
      return result(letter === key ? 'accept' : 'reject', `the key is ${key}, the answer ${letter}`);
    },
  };
}

function parseLetters(argument: string): { first: string; last: string; key: string | undefined } {
  if (argument === '') return { first: 'A', last: 'E', key: undefined };
  const match = /^([A-Z])(?:-([A-Z]))?$/u.exec(argument.toUpperCase());
  const [, first, last] = match ?? [];
  if (first === undefined || (last !== undefined && last < first)) {
    throw new CheckSpecProblem(`choice takes letters such as A-E or one key such as C, not "${argument}"`);
  }
  return last === undefined ? { first: 'A', last: 'Z', key: first } : { first, last, key: undefined };
}

function letterIn(text: string): string | undefined {
  const line = answerLine(text);
  if (line !== undefined) return /^\(?([A-Za-z])\)?(?:[).:,\s].*)?$/u.exec(line)?.[1]?.toUpperCase();
  for (const form of FORMS) {
    const found = [...text.matchAll(form)].at(-1)?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}
