import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  anytimeLogEvidence,
  countVotes,
  InvalidValueError,
  leaderBeatsRunnerUp,
  lockReached,
  majorityAnswer,
} from '../../src/index.js';
import { logFactorial } from '../../src/statistics/log-factorial.js';

const votes = fc.nat({ max: 40 });

/** P(Bin(n, ½) ≤ most) with exact integers. */
function exactLowerTail(n: number, most: number): number {
  let coefficient = 1n;
  let sum = 0n;
  for (let count = 0; count <= most; count += 1) {
    sum += coefficient;
    coefficient = (coefficient * BigInt(n - count)) / BigInt(count + 1);
  }
  // 60 further bits before dividing keep 1e-18.
  return Number((sum << 60n) / (1n << BigInt(n))) / 2 ** 60;
}

describe('logFactorial', () => {
  it('is the logarithm of the product, across the change of method', () => {
    let sum = 0;
    for (let n = 1; n <= 200; n += 1) {
      sum += Math.log(n);
      expect(Math.abs(logFactorial(n) - sum)).toBeLessThanOrEqual(2e-14 * Math.max(1, sum));
    }
  });
});

describe('leaderBeatsRunnerUp', () => {
  it('equals the exact binomial tail', () => {
    fc.assert(
      fc.property(votes, votes, (v1, v2) => {
        expect(leaderBeatsRunnerUp(v1, v2)).toBeCloseTo(exactLowerTail(v1 + v2 + 1, v1), 12);
      }),
    );
  });

  it('is ½ at equal votes, mirrors, and rises with the lead', () => {
    fc.assert(
      fc.property(fc.nat({ max: 5000 }), fc.nat({ max: 5000 }), (v1, v2) => {
        // ln 10,000! is about 8e4, and its last place 1e-11: what a probability computed from it may be off by.
        expect(leaderBeatsRunnerUp(v1, v1)).toBeCloseTo(0.5, 9);
        expect(leaderBeatsRunnerUp(v1, v2) + leaderBeatsRunnerUp(v2, v1)).toBeCloseTo(1, 9);
        expect(leaderBeatsRunnerUp(v1 + 1, v2)).toBeGreaterThanOrEqual(leaderBeatsRunnerUp(v1, v2) - 1e-9);
      }),
    );
  });

  it('needs four to nothing for 0.95', () => {
    expect(leaderBeatsRunnerUp(3, 0)).toBe(0.9375);
    expect(leaderBeatsRunnerUp(4, 0)).toBe(0.96875);
    expect(() => leaderBeatsRunnerUp(-1, 0)).toThrow(InvalidValueError);
  });
});

describe('anytimeLogEvidence', () => {
  it('equals its mixture, the mean of the likelihood ratio over shares above one half', () => {
    fc.assert(
      fc.property(fc.nat({ max: 20 }), fc.nat({ max: 20 }), (v1, v2) => {
        // 2·∫_{½}^{1} p^v1 (1−p)^v2 dp ÷ ½^{v1+v2}, by Simpson's rule.
        const steps = 2000;
        const density = (p: number) => (2 * p) ** v1 * (2 * (1 - p)) ** v2;
        let integral = 0;
        for (let step = 0; step <= steps; step += 1) {
          const weight = step === 0 || step === steps ? 1 : step % 2 === 1 ? 4 : 2;
          integral += weight * density(0.5 + (0.5 * step) / steps);
        }
        const expected = 2 * integral * (0.5 / steps / 3);
        const evidence = Math.exp(anytimeLogEvidence(v1, v2));
        expect(Math.abs(evidence - expected)).toBeLessThanOrEqual(1e-8 * expected);
      }),
    );
  });

  it('is a fair game when the two are equally likely: the next vote changes E by nothing on average', () => {
    fc.assert(
      fc.property(fc.nat({ max: 400 }), fc.nat({ max: 400 }), (v1, v2) => {
        const now = anytimeLogEvidence(v1, v2);
        const up = Math.exp(anytimeLogEvidence(v1 + 1, v2) - now);
        const down = Math.exp(anytimeLogEvidence(v1, v2 + 1) - now);
        expect((up + down) / 2).toBeCloseTo(1, 9);
      }),
    );
  });

  it('starts at 1 and stays finite for any count', () => {
    expect(anytimeLogEvidence(0, 0)).toBeCloseTo(0, 14);
    expect(Number.isFinite(anytimeLogEvidence(100_000, 3))).toBe(true);
    expect(Number.isFinite(anytimeLogEvidence(3, 100_000))).toBe(true);
  });
});

describe('lockReached', () => {
  it('says yes exactly when no continuation changes the vote', () => {
    const symbols = ['a', 'b', 'c', null] as const;
    const drawn = fc.array(fc.constantFrom(...symbols.slice(0, 3), null), { maxLength: 6 });
    fc.assert(
      fc.property(drawn, fc.nat({ max: 3 }), (answers, remaining) => {
        const now = majorityAnswer(answers)?.answer;
        let futures: (string | null)[][] = [[]];
        for (let count = 0; count < remaining; count += 1) {
          futures = futures.flatMap((future) => ['a', 'b', 'c', 'new', null].map((answer) => [...future, answer]));
        }
        const isSettled = futures.every((future) => majorityAnswer([...answers, ...future])?.answer === now);
        expect(lockReached([...countVotes(answers).values()], remaining)).toBe(isSettled);
      }),
    );
  });

  it('refuses counts that are not votes', () => {
    expect(() => lockReached([0], 1)).toThrow(/votes\[0\] is 0 but must be an integer ≥ 1/);
    expect(() => lockReached([1], -1)).toThrow(/remaining is -1/);
  });
});
