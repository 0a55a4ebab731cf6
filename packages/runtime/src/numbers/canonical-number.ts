import { divide, formatRational, type Rational, rationalOfDecimal } from './rational.js';

/** Longer numbers are not answers; the bound keeps hostile text from costing time. */
const LONGEST_NUMBER = 64;

const UNSIGNED = String.raw`(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?`;
const NUMBER = new RegExp(
  String.raw`^([+\-−]?)\s*[$€£¥]?\s*([+\-−]?)\s*(${UNSIGNED})(?:\s*/\s*(${UNSIGNED}))?\s*%?\.?$`,
  'u',
);

/** The exact value a number is written for, or undefined when the text is not one number. Percent signs are dropped: `5%` is 5. */
export function parseNumber(text: string): Rational | undefined {
  const trimmed = text.trim();
  if (trimmed.length > LONGEST_NUMBER) return undefined;
  const match = NUMBER.exec(trimmed);
  if (match === null) return undefined;
  const [, outerSign = '', innerSign = '', top = '', bottom] = match;
  if (outerSign !== '' && innerSign !== '') return undefined;
  const numerator = rationalOfDecimal(top.replaceAll(',', ''));
  const denominator = bottom === undefined ? undefined : rationalOfDecimal(bottom.replaceAll(',', ''));
  if (numerator === undefined || (bottom !== undefined && denominator === undefined)) return undefined;
  if (denominator?.numerator === 0n) return undefined;
  const magnitude = denominator === undefined ? numerator : divide(numerator, denominator);
  const negative = `${outerSign}${innerSign}` !== '' && `${outerSign}${innerSign}` !== '+';
  return negative ? { numerator: -magnitude.numerator, denominator: magnitude.denominator } : magnitude;
}

/**
 * One spelling per number: no thousands commas, currency or percent signs, plus signs, leading zeros or trailing zeros;
 * `.5` and `1/2` are `0.5`, `2/6` is `1/3`. Idempotent. Undefined when the text is not one number.
 */
export function canonicalNumber(text: string): string | undefined {
  const value = parseNumber(text);
  return value === undefined ? undefined : formatRational(value);
}
