import {
  add,
  divide,
  formatRational,
  multiply,
  type Rational,
  rational,
  rationalOfDecimal,
} from '../numbers/rational.js';

/** A number found in a question: how it is written and the values a step may use it as. */
export interface QuestionNumber {
  readonly written: string;
  readonly values: readonly Rational[];
}

const ONE = rational(1n, 1n);
const HUNDRED = rational(100n, 1n);

const UNITS =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

const CARDINALS: ReadonlyMap<string, number> = new Map([
  ...UNITS.map((word, value): [string, number] => [word, value]),
  ...TENS.map((word, index): [string, number] => [word, 10 * (index + 2)]),
  ...TENS.flatMap((ten, index) =>
    UNITS.slice(1, 10).map((unit, one): [string, number] => [`${ten}-${unit}`, 10 * (index + 2) + one + 1]),
  ),
  ['hundred', 100],
  ['thousand', 1000],
  ['million', 1_000_000],
]);

/** Words that put a factor or a share into a step, and the numbers they license, as [numerator, denominator]. */
const FACTOR_WORDS: readonly { readonly words: RegExp; readonly values: readonly (readonly [number, number])[] }[] = [
  {
    words: /\b(half|halves|halved)\b/iu,
    values: [
      [2, 1],
      [1, 2],
    ],
  },
  { words: /\b(twice|double[ds]?|doubling|both|pairs?|couple|each other|another|two-fold)\b/iu, values: [[2, 1]] },
  { words: /\b(triple[ds]?|thrice|three-fold)\b/iu, values: [[3, 1]] },
  {
    words: /\bthirds?\b/iu,
    values: [
      [3, 1],
      [1, 3],
      [2, 3],
    ],
  },
  {
    words: /\b(quarters?|fourths?|quadruple[ds]?)\b/iu,
    values: [
      [4, 1],
      [1, 4],
      [3, 4],
      [25, 1],
    ],
  },
  {
    words: /\bfifths?\b/iu,
    values: [
      [5, 1],
      [1, 5],
    ],
  },
  {
    words: /\bsixths?\b/iu,
    values: [
      [6, 1],
      [1, 6],
    ],
  },
  {
    words: /\beighths?\b/iu,
    values: [
      [8, 1],
      [1, 8],
    ],
  },
  {
    words: /\btenths?\b/iu,
    values: [
      [10, 1],
      [1, 10],
    ],
  },
  { words: /\bdozens?\b/iu, values: [[12, 1]] },
  {
    words: /\b(average|mean)\b/iu,
    values: [
      [2, 1],
      [3, 1],
    ],
  },
  {
    words: /\b(weeks?|weekly|weekends?|weekdays?|daily|days?)\b/iu,
    values: [
      [7, 1],
      [5, 1],
      [2, 1],
    ],
  },
  {
    words: /\b(years?|yearly|annual(ly)?|months?|monthly)\b/iu,
    values: [
      [12, 1],
      [52, 1],
      [365, 1],
      [30, 1],
      [4, 1],
    ],
  },
  {
    words: /\b(hours?|hourly|minutes?|seconds?)\b/iu,
    values: [
      [60, 1],
      [24, 1],
    ],
  },
  {
    words: /\b(foot|feet|inch|inches|yards?)\b/iu,
    values: [
      [12, 1],
      [3, 1],
    ],
  },
  {
    words: /%|\bpercent(age)?\b|\bcents?\b|\bdollars?\b|\$|\bcentimeters?\b|\bmeters?\b/iu,
    values: [
      [100, 1],
      [1, 100],
    ],
  },
  { words: /\b(kilo\w*|grams?|liters?|milli\w*|km|kg|ml)\b/iu, values: [[1000, 1]] },
];

const NUMERAL = /(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?|\.\d+/gu;

/** Numbers a question states, in digits (`1,200`, `3/4`, `20%`) or words (`twenty-five`). */
export function questionNumbers(question: string): QuestionNumber[] {
  return [...fractionsOf(question), ...numeralsOf(question), ...wordsOf(question)];
}

/** Numbers that words like `half`, `dozen` or `week` license without stating them: a small fixed table. */
export function unitConstants(question: string): Rational[] {
  return FACTOR_WORDS.filter(({ words }) => words.test(question)).flatMap(({ values }) =>
    values.map(([numerator, denominator]) => rational(BigInt(numerator), BigInt(denominator))),
  );
}

function numeralsOf(question: string): QuestionNumber[] {
  return [...question.matchAll(NUMERAL)].flatMap((match) => {
    const [written] = match;
    const value = rationalOfDecimal(written.replaceAll(',', ''));
    if (value === undefined) return [];
    const behind = question.slice(match.index + written.length);
    if (!/^\s*(%|percent)/iu.test(behind)) return [{ written, values: [value] }];
    return [{ written: `${written}%`, values: percentValues(value) }];
  });
}

/** 20 % appears in steps as 20, 0.2, 80 or 0.8 (what is left), 120 or 1.2 (what it grows to). */
function percentValues(percent: Rational): Rational[] {
  const rest = add(HUNDRED, { numerator: -percent.numerator, denominator: percent.denominator });
  return [percent, rest, add(HUNDRED, percent)].flatMap((value) => [value, divide(value, HUNDRED)]);
}

function fractionsOf(question: string): QuestionNumber[] {
  return [...question.matchAll(/(\d{1,6})\s*\/\s*(\d{1,6})/gu)].flatMap(([written, top = '', bottom = '']) => {
    if (BigInt(bottom) === 0n) return [];
    const value = rational(BigInt(top), BigInt(bottom));
    return [{ written, values: [value, add(ONE, { numerator: -value.numerator, denominator: value.denominator })] }];
  });
}

function wordsOf(question: string): QuestionNumber[] {
  const words = question.toLowerCase().match(/[a-z]+(?:-[a-z]+)?/gu) ?? [];
  return words.flatMap((word, index) => {
    const value = CARDINALS.get(word);
    if (value === undefined) return [];
    const values = [rational(BigInt(value), 1n)];
    const next = CARDINALS.get(words[index + 1] ?? '');
    // "five hundred": the product is meant as well as the words.
    if (next !== undefined && next >= 100)
      values.push(multiply(rational(BigInt(value), 1n), rational(BigInt(next), 1n)));
    return [{ written: word, values }];
  });
}

/** Key under which equal values meet in a set. */
export function valueKey(value: Rational): string {
  return formatRational(value);
}
