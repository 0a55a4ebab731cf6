import { canonicalNumber } from './canonical-number.js';

const LONGEST_ANSWER = 200;
/** A number with a unit behind it: `18 eggs`, `$1,200 per week`. The unit may hold no further digit, or `3 1/2` would be read as 3. */
const NUMBER_WITH_UNIT = /^([+\-−]?\s*[$€£¥]?\s*[+\-−]?[\d.,]*\d)(%?)[\s.,;:!?°a-zA-Z"')*](\D*)$/u;

/**
 * The form in which answers are compared: a number in its one spelling, else the text itself with white space collapsed and a
 * closing full stops dropped. Idempotent. Undefined when nothing is left.
 */
export function canonicalAnswer(text: string): string | undefined {
  const trimmed = text.slice(0, 4 * LONGEST_ANSWER).trim();
  const whole = canonicalNumber(trimmed);
  if (whole !== undefined) return whole;
  const leading = NUMBER_WITH_UNIT.exec(trimmed)?.[1];
  const number = leading === undefined ? undefined : canonicalNumber(leading);
  if (number !== undefined) return number;
  const plain = trimmed
    .replace(/\s+/gu, ' ')
    .slice(0, LONGEST_ANSWER)
    .replace(/[\s.]+$/u, '');
  if (plain === '') return undefined;
  // What was cut off may have hidden a number: `1/2..`.
  return plain === trimmed ? plain : canonicalAnswer(plain);
}
