import { canonicalAnswer } from '../../numbers/canonical-answer.js';
import { parseNumber } from '../../numbers/canonical-number.js';
import { formatRational, multiply, type Rational, rational, subtract } from '../../numbers/rational.js';
import { convertUnit, unitNamed } from '../../numbers/units.js';
import type { ImmediateCheck, Verdict } from '../check.js';
import { answerLine } from '../extract-answer.js';
import { CheckSpecProblem } from './check-spec-problem.js';

interface Tolerance {
  readonly size: Rational;
  /** Of the reference's magnitude; else absolute. */
  readonly relative: boolean;
}

const EXACT: Tolerance = { size: rational(0n, 1n), relative: false };
const NUMBER_THEN_UNIT = /^(?<number>[+\-−]?\s*[$€£¥]?\s*[\d.,]*\d(?:\s*\/\s*\d+)?)\s*(?<unit>[^\d\s][^\d]*)?$/u;

/**
 * The answer is a number, optionally in a unit that converts to the one asked for: `numeric`, `numeric:±1%`, `numeric:±0.5:kg`,
 * `numeric:42±1%:km`.
 *
 * Rejects what is no such number. With a reference it accepts within the tolerance and rejects beyond it; without one it has
 * nothing to accept by. In grading, the tolerance holds around the data set's reference answer.
 */
export function numericCheck(argument: string): ImmediateCheck {
  const [range = '', unit] = argument.split(':');
  const name = argument === '' ? 'numeric' : `numeric:${argument}`;
  const { reference, tolerance } = parseRange(range);
  if (unit !== undefined && unitNamed(unit) === undefined)
    throw new CheckSpecProblem(`"${unit}" is no unit known here`);
  const read = (text: string) => numberIn(answerLine(text), unit);
  return {
    name,
    exact: true,
    readAnswer: (text) => {
      const value = read(text);
      return value === undefined ? undefined : formatRational(value);
    },
    matchesReference: (answer, expected) => {
      const [left, right] = [parseNumber(answer), parseNumber(expected)];
      return left !== undefined && right !== undefined ? within(left, right, tolerance) : answer === expected;
    },
    run(sample) {
      const result = (verdict: Verdict, detail: string) => ({ check: name, exact: true, verdict, detail });
      const value = read(sample.text);
      if (value === undefined)
        return result('reject', `no number${unit === undefined ? '' : ` that converts to ${unit}`}`);
      const shown = `${formatRational(value)}${unit === undefined ? '' : ` ${unit}`}`;
      if (reference === undefined)
        return result('unknown', `${shown} is a number; there is no reference to hold it against`);
      const close = within(value, reference, tolerance);
      return result(close ? 'accept' : 'reject', `${shown} is ${close ? '' : 'not '}within ${range}`);
    },
  };
}

function parseRange(range: string): { reference: Rational | undefined; tolerance: Tolerance } {
  const match = /^(?<reference>[^±]*?)(?:(?:±|\+-|\+\/-)(?<size>[\d.]+)(?<percent>%)?)?$/u.exec(range);
  const { reference, size, percent } = match?.groups ?? {};
  const wanted = reference === undefined || reference === '' ? undefined : parseNumber(reference);
  if (match === null || (wanted === undefined && reference !== '')) {
    throw new CheckSpecProblem(`"${range}" is neither a tolerance such as ±1% nor a reference such as 42±0.5`);
  }
  if (size === undefined) return { reference: wanted, tolerance: EXACT };
  const parsed = parseNumber(size);
  if (parsed === undefined) throw new CheckSpecProblem(`"${size}" is no tolerance`);
  const scaled = percent === undefined ? parsed : multiply(parsed, rational(1n, 100n));
  return { reference: wanted, tolerance: { size: scaled, relative: percent !== undefined } };
}

/** The number of an answer, in the unit asked for. A bare number is taken to be in it; without one asked for, units are dropped. */
function numberIn(line: string | undefined, unit: string | undefined): Rational | undefined {
  if (line === undefined) return undefined;
  if (unit === undefined) return parseNumber(canonicalAnswer(line) ?? '');
  const bare = parseNumber(line);
  if (bare !== undefined) return bare;
  const { number, unit: written } = NUMBER_THEN_UNIT.exec(line.replace(/\.$/u, ''))?.groups ?? {};
  const value = number === undefined ? undefined : parseNumber(number);
  return value === undefined || written === undefined ? undefined : convertUnit(value, written, unit);
}

function within(value: Rational, reference: Rational, { size, relative }: Tolerance): boolean {
  const distance = magnitude(subtract(value, reference));
  const allowed = relative ? multiply(size, magnitude(reference)) : size;
  return distance.numerator * allowed.denominator <= allowed.numerator * distance.denominator;
}

function magnitude({ numerator, denominator }: Rational): Rational {
  return { numerator: numerator < 0n ? -numerator : numerator, denominator };
}
