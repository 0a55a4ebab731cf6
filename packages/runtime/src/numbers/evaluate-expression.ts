import { add, divide, multiply, type Rational, rational, rationalOfDecimal, subtract } from './rational.js';

/** What an expression is worth, and the numbers written in it (percent signs applied). */
export type ExpressionResult =
  | { readonly ok: true; readonly value: Rational; readonly operands: readonly Rational[] }
  | { readonly ok: false; readonly problem: string };

const LONGEST_EXPRESSION = 256;
const DEEPEST_NESTING = 32;
const ONE_HUNDREDTH = rational(1n, 100n);

/**
 * Exact value of an arithmetic expression: `+ - * /`, unary signs, parentheses, decimals with optional thousands commas,
 * percent behind a number. `×` and `÷` are read too, and `$` is skipped. Nothing is ever executed.
 */
export function evaluateExpression(text: string): ExpressionResult {
  if (text.length > LONGEST_EXPRESSION) return { ok: false, problem: `longer than ${LONGEST_EXPRESSION} characters` };
  const reader = new ExpressionReader(text);
  try {
    const value = reader.sum(0);
    reader.expectEnd();
    return { ok: true, value, operands: reader.operands };
  } catch (error) {
    if (error instanceof ExpressionProblem) return { ok: false, problem: error.message };
    throw error;
  }
}

class ExpressionProblem extends Error {}

class ExpressionReader {
  readonly operands: Rational[] = [];
  readonly #tokens: readonly string[];
  #next = 0;

  constructor(text: string) {
    const plain = text.replaceAll('×', '*').replaceAll('÷', '/').replaceAll('−', '-').replace(/[$\s]/gu, ' ');
    this.#tokens = plain.match(/(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d*)?|\.\d+|\S/gu) ?? [];
  }

  sum(depth: number): Rational {
    let value = this.#product(depth);
    for (;;) {
      if (this.#take('+')) value = add(value, this.#product(depth));
      else if (this.#take('-')) value = subtract(value, this.#product(depth));
      else return value;
    }
  }

  expectEnd(): void {
    const token = this.#tokens[this.#next];
    if (token !== undefined) throw new ExpressionProblem(`unexpected "${token}"`);
  }

  #product(depth: number): Rational {
    let value = this.#signed(depth);
    for (;;) {
      if (this.#take('*')) value = multiply(value, this.#signed(depth));
      else if (this.#take('/')) {
        const divisor = this.#signed(depth);
        if (divisor.numerator === 0n) throw new ExpressionProblem('division by zero');
        value = divide(value, divisor);
      } else return value;
    }
  }

  #signed(depth: number): Rational {
    let negative = false;
    for (;;) {
      if (this.#take('-')) negative = !negative;
      else if (!this.#take('+')) break;
    }
    const value = this.#primary(depth);
    return negative ? { numerator: -value.numerator, denominator: value.denominator } : value;
  }

  #primary(depth: number): Rational {
    if (depth > DEEPEST_NESTING) throw new ExpressionProblem(`nested deeper than ${DEEPEST_NESTING}`);
    if (this.#take('(')) {
      const inner = this.sum(depth + 1);
      if (!this.#take(')')) throw new ExpressionProblem('missing ")"');
      return this.#percent(inner);
    }
    const token = this.#tokens[this.#next];
    const value = token === undefined ? undefined : rationalOfDecimal(token.replaceAll(',', ''));
    if (value === undefined) throw new ExpressionProblem(token === undefined ? 'ends early' : `unexpected "${token}"`);
    this.#next += 1;
    const operand = this.#percent(value);
    this.operands.push(operand);
    return operand;
  }

  #percent(value: Rational): Rational {
    return this.#take('%') ? multiply(value, ONE_HUNDREDTH) : value;
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#next] !== token) return false;
    this.#next += 1;
    return true;
  }
}
