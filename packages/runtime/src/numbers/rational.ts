/** An exact fraction in lowest terms; the denominator is positive. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Reduce numerator/denominator. @throws {RangeError} if the denominator is 0. */
export function rational(numerator: bigint, denominator: bigint): Rational {
  if (denominator === 0n) throw new RangeError('rational: denominator is 0');
  const sign = denominator < 0n ? -1n : 1n;
  const divisor = greatestCommonDivisor(numerator < 0n ? -numerator : numerator, sign * denominator);
  return { numerator: (sign * numerator) / divisor, denominator: (sign * denominator) / divisor };
}

export function add(left: Rational, right: Rational): Rational {
  return rational(
    left.numerator * right.denominator + right.numerator * left.denominator,
    left.denominator * right.denominator,
  );
}

export function subtract(left: Rational, right: Rational): Rational {
  return add(left, { numerator: -right.numerator, denominator: right.denominator });
}

export function multiply(left: Rational, right: Rational): Rational {
  return rational(left.numerator * right.numerator, left.denominator * right.denominator);
}

/** @throws {RangeError} if `right` is 0. */
export function divide(left: Rational, right: Rational): Rational {
  return rational(left.numerator * right.denominator, left.denominator * right.numerator);
}

export function equal(left: Rational, right: Rational): boolean {
  return left.numerator === right.numerator && left.denominator === right.denominator;
}

/** Value of an unsigned plain decimal such as `12`, `.5` or `3.`; undefined for anything else. */
export function rationalOfDecimal(text: string): Rational | undefined {
  const match = /^(\d*)(?:\.(\d*))?$/.exec(text);
  const whole = match?.[1] ?? '';
  const fraction = match?.[2] ?? '';
  if (match === null || whole.length + fraction.length === 0) return undefined;
  return rational(BigInt(whole + fraction), 10n ** BigInt(fraction.length));
}

/** Shortest plain form: a decimal when it ends within 30 places, else `n/d`. */
export function formatRational(value: Rational): string {
  const places = decimalPlaces(value.denominator);
  if (places === undefined) return `${value.numerator}/${value.denominator}`;
  if (places === 0) return value.numerator.toString();
  const magnitude = value.numerator < 0n ? -value.numerator : value.numerator;
  const digits = ((magnitude * 10n ** BigInt(places)) / value.denominator).toString().padStart(places + 1, '0');
  const cut = digits.length - places;
  return `${value.numerator < 0n ? '-' : ''}${digits.slice(0, cut)}.${digits.slice(cut)}`;
}

const MOST_PLACES = 30;

/** Places after the point that 1/denominator needs; undefined when there is no end within {@link MOST_PLACES}. */
function decimalPlaces(denominator: bigint): number | undefined {
  let power = 1n;
  for (let places = 0; places <= MOST_PLACES; places += 1) {
    if (power % denominator === 0n) return places;
    power *= 10n;
  }
  return undefined;
}

function greatestCommonDivisor(left: bigint, right: bigint): bigint {
  let [a, b] = [left, right];
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}
