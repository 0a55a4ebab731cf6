import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalAnswer } from '../../src/numbers/canonical-answer.js';
import { canonicalNumber, parseNumber } from '../../src/numbers/canonical-number.js';
import { equal, rational } from '../../src/numbers/rational.js';
import { anyText as anyUnicode } from '../fakes/any-text.js';

/** Texts that look like numbers more often than random ones. */
const numberLike = fc.string({ unit: fc.constantFrom(...'0123456789.,-+$%/ e'), maxLength: 12 });

describe('canonicalNumber', () => {
  it.each([
    ['1,200', '1200'],
    ['$1,234.50', '1234.5'],
    ['+7', '7'],
    ['007', '7'],
    ['18.0', '18'],
    ['18.', '18'],
    ['.5', '0.5'],
    ['1/2', '0.5'],
    ['2/6', '1/3'],
    ['-0', '0'],
    ['−3', '-3'],
    ['$-3', '-3'],
    ['-$3', '-3'],
    ['20%', '20'],
    ['  42 ', '42'],
    ['123456789012345678901234567890', '123456789012345678901234567890'],
    ['0.1', '0.1'],
  ])('writes %j as %j', (text, expected) => {
    expect(canonicalNumber(text)).toBe(expected);
  });

  it.each([
    '',
    '.',
    '-',
    '1,2',
    '1,23,456',
    '--1',
    '+-1',
    '1/0',
    '1/2/3',
    '12 eggs',
    'x',
    '1e3',
    '1'.repeat(65),
    'Infinity',
    'NaN',
  ])('takes %j for no number', (text) => {
    expect(canonicalNumber(text)).toBeUndefined();
  });

  it('is idempotent and keeps the value', () => {
    fc.assert(
      fc.property(fc.oneof(numberLike, fc.string()), (text) => {
        const once = canonicalNumber(text);
        if (once === undefined) return;
        expect(canonicalNumber(once)).toBe(once);
        const [before, after] = [parseNumber(text), parseNumber(once)];
        expect(before !== undefined && after !== undefined && equal(before, after)).toBe(true);
      }),
    );
  });

  it('gives equal numbers one spelling, however they are written', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.nat(4), (integer, zeros) => {
        const magnitude = (integer < 0n ? -integer : integer).toString();
        const grouped = magnitude.replace(/\B(?=(\d{3})+$)/gu, ',');
        const sign = integer < 0n ? '-' : '+';
        const spellings = [`${sign}${'0'.repeat(zeros)}${magnitude}`, `${sign}$${grouped}.${'0'.repeat(zeros)}`];
        for (const spelling of spellings) expect(canonicalNumber(spelling)).toBe(integer.toString());
      }),
    );
  });
});

describe('canonicalAnswer', () => {
  it.each([
    ['18 eggs', '18'],
    ['$1,200 per week.', '1200'],
    ['3 1/2', '3 1/2'],
    ['  B ', 'B'],
    ['no  solution.', 'no solution'],
    ['5-3', '5-3'],
    ['10:30', '10:30'],
  ])('reads %j as %j', (text, expected) => {
    expect(canonicalAnswer(text)).toBe(expected);
  });

  it.each([
    ['..', undefined],
    ['1/2..', '0.5'],
    ['Monday. . .', 'Monday'],
  ])('drops closing full stops, however many: %s', (text, expected) => {
    expect(canonicalAnswer(text)).toBe(expected);
  });

  it('is idempotent on any text', () => {
    fc.assert(
      fc.property(fc.oneof(numberLike, anyUnicode(300)), (text) => {
        const once = canonicalAnswer(text);
        if (once !== undefined) expect(canonicalAnswer(once)).toBe(once);
      }),
    );
  });

  it('rejects a zero denominator in the arithmetic beneath', () => {
    expect(() => rational(1n, 0n)).toThrow(RangeError);
  });
});
