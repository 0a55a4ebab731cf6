import { parseNumber } from '../numbers/canonical-number.js';
import type { Rational } from '../numbers/rational.js';

/** Words that put a factor or a share into a step without stating it, and the numbers they license. */
const LICENSED_BY: readonly (readonly [words: RegExp, numbers: string])[] = [
  [/\b(half|halves|halved)\b/iu, '2 1/2'],
  [/\b(twice|double[ds]?|doubling|both|pairs?|couple|each other|another|two-fold)\b/iu, '2'],
  [/\b(there and back|round[ -]trip|returns?|each way)\b/iu, '2'],
  [/\b(triple[ds]?|thrice|three-fold)\b/iu, '3'],
  [/\bthirds?\b/iu, '2 3 1/3 2/3'],
  [/\b(quarters?|fourths?|quadruple[ds]?)\b/iu, '3 4 1/4 3/4 25'],
  [/\bfifths?\b/iu, '5 1/5'],
  [/\bsixths?\b/iu, '6 1/6'],
  [/\beighths?\b/iu, '8 1/8'],
  [/\btenths?\b/iu, '10 1/10'],
  [/\bdozens?\b/iu, '12'],
  [/\b(squares?|rectang\w*|perimeter)\b/iu, '2 4'],
  [/\b(average|mean)\b/iu, '2 3'],
  [/\b(weeks?|weekly|weekends?|weekdays?|daily|days?)\b/iu, '7 5 2'],
  [/\b(years?|yearly|annual(ly)?|months?|monthly)\b/iu, '12 52 365 30 4'],
  [/\b(hours?|hourly|minutes?|seconds?)\b/iu, '60 24'],
  [/\b(foot|feet|inch|inches|yards?)\b/iu, '12 3'],
  [/%|\bpercent(age)?\b|\bcents?\b|\bdollars?\b|\$|\b(centi)?meters?\b/iu, '100 1/100'],
  [/\b(kilo\w*|grams?|liters?|milli\w*|km|kg|ml)\b/iu, '1000'],
];

/** Numbers that words like `half`, `dozen` or `week` license without stating them: a small fixed table. */
export function unitConstants(question: string): Rational[] {
  return LICENSED_BY.filter(([words]) => words.test(question)).flatMap(([, numbers]) =>
    numbers.split(' ').flatMap((number) => parseNumber(number) ?? []),
  );
}
