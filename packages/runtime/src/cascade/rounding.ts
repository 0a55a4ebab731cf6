import type { Rational } from '../numbers/rational.js';

/**
 * True when `written` is a decimal that `exact` becomes by rounding (half away from zero) or by cutting at the places written.
 * At least one place must be written: an integer is never taken for a rounded fraction.
 */
export function roundsTo(exact: Rational, written: string): boolean {
  const match = /^\s*\$?\s*(-?)([\d,]*)\.(\d+)\s*%?\s*$/u.exec(written);
  if (match === null) return false;
  const [, sign = '', whole = '', fraction = ''] = match;
  const scale = 10n ** BigInt(fraction.length);
  const magnitude = exact.numerator < 0n ? -exact.numerator : exact.numerator;
  const scaled = BigInt(`${whole.replaceAll(',', '')}${fraction}`);
  const cut = (magnitude * scale) / exact.denominator;
  const rounded = (2n * magnitude * scale + exact.denominator) / (2n * exact.denominator);
  const sameSign = exact.numerator < 0n === (sign === '-') || scaled === 0n;
  return sameSign && (scaled === cut || scaled === rounded);
}
