import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arithmeticCheck } from '../../src/cascade/arithmetic-check.js';
import { defaultChecks } from '../../src/cascade/default-checks.js';
import { extractAnswer } from '../../src/cascade/extract-answer.js';
import { formatCheck, loopPeriod } from '../../src/cascade/format-check.js';
import { groundingCheck } from '../../src/cascade/grounding-check.js';
import { lowestWindowMean } from '../../src/cascade/judge-sample.js';
import { roundsTo } from '../../src/cascade/rounding.js';
import { rational } from '../../src/numbers/rational.js';
import { fakeSample } from '../fakes/fake-candidate.js';

const stepLike = fc.string({
  unit: fc.constantFrom('<<', '>>', '=', '#### ', '\n', '1', '23', '+', '*', '/', '%', '$', ' ', 'a'),
  maxLength: 40,
});
const anyText = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), stepLike);

describe('extractAnswer', () => {
  it.each([
    ['so 5.\n#### 5', '5'],
    ['#### 4\nno, wait\n#### $1,205.00', '1205'],
    ['#### 18 eggs\nand more text 7', '18'],
    ['####7', '7'],
    ['#### B', 'B'],
  ])('%j holds %j', (text, expected) => {
    expect(extractAnswer(text)).toBe(expected);
  });

  it.each(['', 'the answer is 5', '#### ', '#### 5\n####', '### 5'])('%j holds none', (text) => {
    expect(extractAnswer(text)).toBeUndefined();
  });

  it('never throws, and what it finds is canonical', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const answer = extractAnswer(text);
        if (answer !== undefined) expect(extractAnswer(`#### ${answer}`)).toBe(answer);
      }),
    );
  });
});

describe('every check', () => {
  it('judges any text without throwing, and says which check it is', () => {
    fc.assert(
      fc.property(anyText, anyText, (text, question) => {
        for (const check of defaultChecks) {
          const result = check.run(fakeSample({ text }), question);
          expect(result).toMatchObject({ check: check.name, exact: check.exact });
          expect(result.detail).not.toBe('');
        }
      }),
    );
  });
});

describe('formatCheck', () => {
  const verdict = (overrides: Parameters<typeof fakeSample>[0]) => formatCheck.run(fakeSample(overrides), '').verdict;

  it('accepts a sample that ended by itself with an answer', () => {
    expect(verdict({ text: '#### 5' })).toBe('accept');
  });

  it('rejects one that was cut off, goes round in a loop, or has no answer', () => {
    expect(verdict({ text: '#### 5', finishReason: 'length' })).toBe('reject');
    expect(verdict({ text: '#### 5', finishReason: 'cancelled' })).toBe('reject');
    expect(verdict({ text: 'five' })).toBe('reject');
    expect(verdict({ text: '#### 5', tokenIds: new Array(30).fill(7) })).toBe('reject');
  });

  it('finds the shortest unit a sequence repeats at its end', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(500), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 40 }),
        (unit, times) => {
          const tokens = [900, 901, ...Array.from({ length: times }, () => unit).flat()];
          const long = times >= 3 && unit.length * times >= 24;
          expect(loopPeriod(tokens)).toBe(long ? unit.length : undefined);
        },
      ),
    );
  });
});

describe('arithmeticCheck', () => {
  const judge = (text: string) => arithmeticCheck.run(fakeSample({ text }), '');

  it.each([
    'Half is 48/2 = <<48/2=24>>24. In all <<48+24=72>>72 clips.\n#### 72',
    '<<80000+50000=130000>>130,000\n#### 130,000',
    '<<100/3=33.33>>33.33\n#### 33.33',
    '<<200/3=66.66>>66.66\n#### 66.66',
    '<<1/4=0.25>>25%\n<<0.25*8=2>>2\n#### 2.0',
    '<<3/4=3/4>>3/4\n<<3/4*8=6>>6\n#### 6',
    '<<5-8=-3>>-3\n#### -3',
  ])('accepts %j', (text) => {
    expect(judge(text)).toMatchObject({ verdict: 'accept' });
  });

  it.each([
    ['<<48/2=25>>25\n#### 25', '<<48/2=25>> should be 24'],
    ['<<7/2=3>>3\n#### 3', '<<7/2=3>> should be 3.5'],
    ['<<100/3=33.35>>33.35\n#### 33.35', '<<100/3=33.35>> should be 100/3'],
    ['<<48/2=24>>42\n#### 24', '<<48/2=24>> is followed by 42, not by 24'],
    ['<<48/2=24>>24\n#### 25', 'the answer is 25, but the last step <<48/2=24>> gives 24'],
    ['<<48/2=24>>24', 'the answer is missing, but the last step <<48/2=24>> gives 24'],
    ['<<48/0=24>>24\n#### 24', '<<48/0=24>>: division by zero'],
    ['<<48/2=x>>24\n#### 24', '<<48/2=x>>: "x" is not a number'],
    ['<<48/2=24>>24 <<24+\n#### 24', '1 worked step(s) cannot be read'],
  ])('rejects %j', (text, detail) => {
    expect(judge(text)).toMatchObject({ verdict: 'reject', detail });
  });

  it('does not know without worked steps', () => {
    expect(judge('#### 5')).toMatchObject({ verdict: 'unknown' });
  });

  it('takes a decimal for the exact value when rounding or cutting gives it, and an integer never', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 6n), max: 10n ** 6n }),
        fc.bigInt({ min: 1n, max: 999n }),
        fc.integer({ min: 1, max: 6 }),
        (top, bottom, places) => {
          const exact = rational(top, bottom);
          const scaled = (top < 0n ? -top : top) * 10n ** BigInt(places);
          const write = (digits: bigint) => {
            const text = digits.toString().padStart(places + 1, '0');
            return `${top < 0n ? '-' : ''}${text.slice(0, -places)}.${text.slice(-places)}`;
          };
          const cut = scaled / bottom;
          expect(roundsTo(exact, write(cut))).toBe(true);
          expect(roundsTo(exact, write(cut + 2n))).toBe(false);
          expect(roundsTo(exact, (top / bottom).toString())).toBe(false);
        },
      ),
    );
  });
});

describe('groundingCheck', () => {
  const judge = (question: string, text: string) => groundingCheck.run(fakeSample({ text }), question);
  const question =
    'Tom has twelve apples and 1,200 pears; half of them rot within 3 weeks. 20% of the rest is sold for $5.';

  it.each([
    '<<12+1200=1212>>',
    '<<1212/2=606>>',
    '<<12/2=6>><<6*1200=7200>>',
    '<<3*7=21>>',
    '<<1200*.2=240>>',
    '<<1200*80/100=960>>',
    '<<1200*1.2=1440>>',
  ])('accepts %s', (text) => {
    expect(judge(`${question} There are 1212.`, text).verdict).toBe('accept');
  });

  it('names the number that comes from nowhere', () => {
    expect(judge(question, '<<12+1200=1212>> <<1212-17=1195>>')).toMatchObject({
      verdict: 'reject',
      detail: '<<1212-17=1195>> uses 17, which neither the question nor an earlier step gives',
    });
  });

  it('does not license a unit constant whose word is missing', () => {
    expect(judge('Tom has 5 apples.', '<<5*7=35>>').verdict).toBe('reject');
    expect(judge('Tom has 5 apples a week.', '<<5*7=35>>').verdict).toBe('accept');
  });

  it('notes unused numbers without weighing them', () => {
    expect(judge('Tom has 5 apples, 6 pears and twenty-one plums.', '<<5+6=11>>')).toMatchObject({
      verdict: 'accept',
      detail: expect.stringContaining('not used: twenty-one'),
    });
  });

  it('does not know without worked steps', () => {
    expect(judge(question, '#### 5').verdict).toBe('unknown');
  });
});

describe('lowestWindowMean', () => {
  it('matches the definition', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -100, max: 0 }), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 20 }),
        (values, size) => {
          const width = Math.min(size, values.length);
          const means = values.slice(0, values.length - width + 1).map((_, start) => {
            const window = values.slice(start, start + width);
            return window.reduce((sum, value) => sum + value, 0) / width;
          });
          expect(lowestWindowMean(values, size)).toBe(Math.min(...means));
        },
      ),
    );
    expect(lowestWindowMean([], 4)).toBeUndefined();
  });
});
