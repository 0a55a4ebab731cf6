import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateExpression } from '../../src/numbers/evaluate-expression.js';

/** A fraction in any terms: the reference shares no code with what it judges. */
type Fraction = readonly [top: bigint, bottom: bigint];

interface Tree {
  readonly text: string;
  /** 0 sum, 1 product, 2 atom: how tightly the outermost operator binds. */
  readonly level: number;
  /** Undefined after a division by zero. */
  readonly value: Fraction | undefined;
}

const atom: fc.Arbitrary<Tree> = fc
  .record({ digits: fc.nat(9999), places: fc.nat(3), percent: fc.boolean() })
  .map(({ digits, places, percent }) => {
    const whole = digits.toString().padStart(places + 1, '0');
    const cut = whole.length - places;
    const text = places === 0 ? whole : `${whole.slice(0, cut)}.${whole.slice(cut)}`;
    const bottom = 10n ** BigInt(places) * (percent ? 100n : 1n);
    return { text: percent ? `${text}%` : text, level: 2, value: [BigInt(digits), bottom] };
  });

const operators: Readonly<
  Record<string, { level: number; apply: (left: Fraction, right: Fraction) => Fraction | undefined }>
> = {
  '+': { level: 0, apply: ([a, b], [c, d]) => [a * d + c * b, b * d] },
  '-': { level: 0, apply: ([a, b], [c, d]) => [a * d - c * b, b * d] },
  '*': { level: 1, apply: ([a, b], [c, d]) => [a * c, b * d] },
  '/': { level: 1, apply: ([a, b], [c, d]) => (c === 0n ? undefined : [a * d, b * c]) },
};

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    atom,
    fc
      .record({
        sign: fc.constantFrom(...Object.keys(operators)),
        left: tie('tree'),
        right: tie('tree'),
        space: fc.boolean(),
      })
      .map(({ sign, left, right, space }): Tree => {
        const operator = operators[sign];
        if (operator === undefined) throw new Error(sign);
        // The right side needs brackets at equal level as well: these operators associate to the left.
        const leftText = left.level < operator.level ? `(${left.text})` : left.text;
        const rightText = right.level <= operator.level ? `(${right.text})` : right.text;
        const gap = space ? ' ' : '';
        const value = left.value && right.value && operator.apply(left.value, right.value);
        return { text: `${leftText}${gap}${sign}${gap}${rightText}`, level: operator.level, value };
      }),
  ),
}));

describe('evaluateExpression', () => {
  it('agrees with a reference on random expressions', () => {
    fc.assert(
      fc.property(tree, ({ text, value }) => {
        fc.pre(text.length <= 256);
        const result = evaluateExpression(text);
        if (value === undefined) {
          expect(result).toEqual({ ok: false, problem: 'division by zero' });
          return;
        }
        if (!result.ok) throw new Error(`${text}: ${result.problem}`);
        expect(result.value.numerator * value[1]).toBe(value[0] * result.value.denominator);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['2+3*4', 14n, 1n],
    ['-3+5', 2n, 1n],
    ['--3', 3n, 1n],
    ['+2', 2n, 1n],
    ['80,000*1.5', 120000n, 1n],
    ['$5 × 20%', 1n, 1n],
    ['(1+2)%', 3n, 100n],
    ['6÷4', 3n, 2n],
    ['7−9', -2n, 1n],
    ['.5*10.', 5n, 1n],
  ])('%s', (text, numerator, denominator) => {
    expect(evaluateExpression(text)).toMatchObject({ ok: true, value: { numerator, denominator } });
  });

  it.each([
    ['', 'ends early'],
    ['2+', 'ends early'],
    ['(2', 'missing ")"'],
    ['2)', 'unexpected ")"'],
    ['2 3', 'unexpected "3"'],
    ['x*2', 'unexpected "x"'],
    ['2**3', 'unexpected "*"'],
    ['1/0', 'division by zero'],
    ['1/(2-2)', 'division by zero'],
    ['('.repeat(40), 'nested deeper than 32'],
    ['1'.repeat(257), 'longer than 256 characters'],
  ])('refuses %j', (text, problem) => {
    expect(evaluateExpression(text)).toEqual({ ok: false, problem });
  });

  it('never throws on any text', () => {
    const arithmetic = fc.string({ unit: fc.constantFrom(...'0123456789+-*/().,% $x'), maxLength: 80 });
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), arithmetic), (text) => {
        expect(evaluateExpression(text)).toHaveProperty('ok');
      }),
    );
  });
});
