import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  failuresWorthTrying,
  learnVoteChain,
  optimalStopping,
  type StoppingState,
  seededRandom,
  tallySize,
  type VoteTally,
  voteState,
} from '../../src/index.js';

const tally: fc.Arbitrary<VoteTally> = fc
  .record({
    answers: fc.array(fc.record({ votes: fc.integer({ min: 1, max: 3 }), right: fc.boolean() }), { maxLength: 4 }),
    none: fc.nat(2),
  })
  .filter((each) => tallySize(each) > 0);

/** A chain of three looks with up to three states each, every transition given. */
const chain = fc
  .record({
    rewards: fc.array(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }), {
      minLength: 3,
      maxLength: 3,
    }),
    weights: fc.array(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 3, maxLength: 3 }), {
      minLength: 6,
      maxLength: 6,
    }),
  })
  .map(({ rewards, weights }) =>
    rewards.map(
      (row, level) =>
        new Map<string, StoppingState>(
          row.map((reward, index) => {
            const own = weights[level * 3 + index] ?? [];
            const total = own.reduce((sum, weight) => sum + weight, 0);
            const share = (weight: number) => (total === 0 ? 1 / 3 : weight / total);
            const next = level === 2 ? [] : own.map((weight, target) => [`s${target}`, share(weight)] as const);
            return [`s${index}`, { reward, next: new Map(next) }];
          }),
        ),
    ),
  );

describe('optimalStopping', () => {
  it('is worth what the best of all policies is worth, found by trying every one', () => {
    fc.assert(
      fc.property(chain, fc.double({ min: 0, max: 0.5, noNaN: true }), (levels, price) => {
        const choices = optimalStopping(levels, price);
        // Six states may stop or go on: 64 policies, each walked through in full.
        const worth = (policy: number, level: number, name: string): number => {
          const state = levels[level].get(name);
          if (state === undefined) throw new Error(name);
          const bit = level * 3 + Number(name.slice(1));
          if (level === 2 || (policy >> bit) & 1) return state.reward;
          return [...state.next].reduce((sum, [to, p]) => sum + p * worth(policy, level + 1, to), -price);
        };
        for (const name of levels[0].keys()) {
          const best = Math.max(...Array.from({ length: 64 }, (_, policy) => worth(policy, 0, name)));
          expect(choices[0].get(name)?.value).toBeCloseTo(best, 12);
        }
      }),
    );
  });

  it('stops no later for a higher price, and at once when looking on cannot help', () => {
    const levels = [
      new Map([['a', { reward: 0.5, next: new Map([['b', 1]]) }]]),
      new Map([['b', { reward: 0.5, next: new Map<string, number>() }]]),
    ];
    expect(optimalStopping(levels, 0)[0].get('a')).toMatchObject({ stop: true, value: 0.5 });
    expect(() => optimalStopping(levels, -1)).toThrow(/prices/);
    expect(() => optimalStopping([levels[0], new Map()], 0)).toThrow(/next level/);
  });
});

describe('learnVoteChain', () => {
  const options = () => ({ budget: 4, random: seededRandom(5, 'chain'), orders: 20 });

  it('holds probabilities, and every question at every look', () => {
    fc.assert(
      fc.property(
        fc.array(tally, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 4 }),
        (tallies, waveSize) => {
          const { levels, looks } = learnVoteChain(tallies, { ...options(), waveSize });
          expect(looks.at(-1)).toBe(4);
          for (const [index, level] of levels.entries()) {
            const questions = [...level.values()].reduce((sum, state) => sum + state.questions, 0);
            expect(questions).toBeCloseTo(tallies.length, 9);
            for (const { reward, next } of level.values()) {
              expect(reward).toBeGreaterThanOrEqual(0);
              expect(reward).toBeLessThanOrEqual(1);
              const total = [...next.values()].reduce((sum, p) => sum + p, 0);
              expect(total).toBeCloseTo(index === levels.length - 1 ? 0 : 1, 9);
            }
          }
        },
      ),
    );
  });

  it('finds the exact frequencies of a question of two answers', () => {
    // Votes 2 right, 1 wrong: after one sample the leader is right in 2 of 3 orders.
    const question = {
      answers: [
        { votes: 2, right: true },
        { votes: 1, right: false },
      ],
      none: 0,
    };
    const { levels } = learnVoteChain([question], { budget: 3, random: seededRandom(6, 'exact'), orders: 6000 });
    expect(levels[0].get(voteState(1, 0))?.reward).toBeCloseTo(2 / 3, 1);
    expect(levels[1].get(voteState(2, 0))?.reward).toBe(1);
    expect(levels[0].get(voteState(1, 0))?.next.get(voteState(2, 0))).toBeCloseTo(1 / 3, 1);
    expect(levels[2].get(voteState(2, 1))?.reward).toBe(1);
  });

  it('refuses tallies without samples', () => {
    expect(() => learnVoteChain([{ answers: [], none: 0 }], options())).toThrow(/tallies\[0\]/);
    expect(() => learnVoteChain([], { ...options(), budget: 0 })).toThrow(/budget/);
  });
});

describe('failuresWorthTrying', () => {
  it('is what backward induction over the Beta posterior says', () => {
    const parameter = fc.double({ min: 0.1, max: 4, noNaN: true });
    fc.assert(
      fc.property(parameter, parameter, fc.double({ min: 1, max: 40, noNaN: true }), (alpha, beta, worth) => {
        const given = failuresWorthTrying({ alpha, beta }, worth, 1);
        // Dynamic programming on failures so far, over a horizon far beyond the stop.
        const horizon = 400;
        let later = 0;
        let stopsAt = horizon;
        for (let failures = horizon - 1; failures >= 0; failures -= 1) {
          const success = alpha / (alpha + beta + failures);
          const goOn = success * worth + (1 - success) * later - 1;
          later = Math.max(0, goOn);
          if (goOn <= 1e-12) stopsAt = failures;
        }
        expect(Math.abs(given - stopsAt)).toBeLessThanOrEqual(
          Math.abs((alpha * worth - alpha - beta) % 1) < 1e-6 ? 1 : 0,
        );
      }),
    );
  });
});
