import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AnswerBeliefs,
  beliefsAfterCheck,
  beliefsAfterExpert,
  beliefsFromVotes,
  bestBelief,
  type CheckRates,
  checkRates,
  confidenceBar,
  expectedCheckGain,
  expectedExpertGain,
  InvalidValueError,
  NO_CHECK_COUNTS,
  stepPays,
  verdictProbability,
} from '../../src/index.js';

const votes = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 6 });
const beliefs = votes.map((counts) => beliefsFromVotes(counts));
const row = fc
  .tuple(fc.nat(40), fc.nat(40), fc.nat(40))
  .map(([accept, reject, unknown]) => ({ accept, reject, unknown }));
const counts = fc.record({ right: row, wrong: row });
const rates = counts.map(checkRates);
const probability = fc.double({ min: 0, max: 1, noNaN: true });
const VERDICTS = ['accept', 'reject', 'unknown'] as const;

const total = ({ seen, unseen }: AnswerBeliefs) => seen.reduce((sum, value) => sum + value, 0) + unseen;

/** Asked or not, an answer, its index and a verdict drawn from the joint distribution itself, many times over. */
function indexIn(each: AnswerBeliefs, pick: number): number {
  return pick % each.seen.length;
}

describe('beliefs', () => {
  it('are shares of votes that sum to 1, do not depend on names, and leave all to the unseen before any vote', () => {
    fc.assert(
      fc.property(votes, (list) => {
        const each = beliefsFromVotes(list);
        expect(total(each)).toBeCloseTo(1, 12);
        expect(beliefsFromVotes([...list].reverse()).seen).toEqual([...each.seen].reverse());
      }),
    );
    expect(beliefsFromVotes([])).toEqual({ seen: [], unseen: 1 });
    expect(bestBelief(beliefsFromVotes([]))).toBe(0);
  });
});

describe('rates of a check', () => {
  it('are posterior means: 1/3 each untried, and the observed shares in the long run', () => {
    expect(checkRates(NO_CHECK_COUNTS).right).toEqual({ accept: 1 / 3, reject: 1 / 3, unknown: 1 / 3 });
    const learnt = checkRates({ right: { accept: 900, reject: 100, unknown: 0 }, wrong: row0(100, 900) });
    expect(learnt.right.accept).toBeCloseTo(0.9, 2);
    expect(learnt.wrong.accept).toBeCloseTo(0.1, 2);
    expect(() => checkRates({ right: row0(-1, 0), wrong: row0(0, 0) })).toThrow(InvalidValueError);
  });
});

function row0(accept: number, reject: number) {
  return { accept, reject, unknown: 0 };
}

describe('expected gain of a check', () => {
  it('is the mean rise of the best belief over its verdicts, and never negative', () => {
    fc.assert(
      fc.property(beliefs, fc.nat(), rates, (each, pick, of) => {
        const index = indexIn(each, pick);
        const gain = expectedCheckGain(each, index, of);
        const after = VERDICTS.reduce((sum, verdict) => {
          const chance = verdictProbability(each, index, verdict, of);
          return sum + chance * bestBelief(beliefsAfterCheck(each, index, verdict, of));
        }, 0);
        expect(gain).toBeGreaterThanOrEqual(0);
        expect(gain).toBeLessThan(1);
        expect(after - bestBelief(each)).toBeCloseTo(gain, 10);
      }),
    );
  });

  it('keeps beliefs coherent: they sum to 1, and are on average what they were', () => {
    fc.assert(
      fc.property(beliefs, fc.nat(), rates, (each, pick, of) => {
        const index = indexIn(each, pick);
        const mean = each.seen.map(() => 0);
        for (const verdict of VERDICTS) {
          const after = beliefsAfterCheck(each, index, verdict, of);
          expect(total(after)).toBeCloseTo(1, 10);
          const chance = verdictProbability(each, index, verdict, of);
          after.seen.forEach((value, at) => {
            mean[at] = (mean[at] ?? 0) + chance * value;
          });
        }
        mean.forEach((value, at) => {
          expect(value).toBeCloseTo(each.seen[at] ?? Number.NaN, 10);
        });
      }),
    );
  });

  it('is nothing for a check that says the same of right and wrong', () => {
    fc.assert(
      fc.property(beliefs, fc.nat(), row, (each, pick, same) => {
        expect(expectedCheckGain(each, indexIn(each, pick), checkRates({ right: same, wrong: same }))).toBe(0);
      }),
    );
  });

  it('is no less for a check than for the same check with verdicts garbled', () => {
    fc.assert(
      fc.property(beliefs, fc.nat(), rates, probability, (each, pick, of, noise) => {
        const garble = ({ accept, reject, unknown }: CheckRates['right']): CheckRates['right'] => ({
          accept: accept * (1 - noise) + reject * noise,
          reject: reject * (1 - noise) + accept * noise,
          unknown,
        });
        const index = indexIn(each, pick);
        const garbled = expectedCheckGain(each, index, { right: garble(of.right), wrong: garble(of.wrong) });
        expect(garbled).toBeLessThanOrEqual(expectedCheckGain(each, index, of) + 1e-12);
      }),
    );
  });

  it('of a perfect check on the second of two answers is the chance that it is the right one', () => {
    const perfect: CheckRates = { right: row0(1, 0), wrong: row0(0, 1) };
    const each = { seen: [0.5, 0.3], unseen: 0.2 };
    expect(expectedCheckGain(each, 1, perfect)).toBeCloseTo(0.3, 12);
    expect(beliefsAfterCheck(each, 1, 'accept', perfect)).toEqual({ seen: [0, 1], unseen: 0 });
    expect(beliefsAfterCheck(each, 0, 'unknown', perfect)).toBe(each);
  });

  it('refuses what is no belief or no answer', () => {
    const of = checkRates(NO_CHECK_COUNTS);
    expect(() => expectedCheckGain({ seen: [0.5], unseen: 0.4 }, 0, of)).toThrow(InvalidValueError);
    expect(() => expectedCheckGain({ seen: [0.5], unseen: 0.5 }, 1, of)).toThrow(InvalidValueError);
  });
});

describe('expected gain of an expert', () => {
  it('is never negative, and what a perfect expert gains is all that is missing', () => {
    fc.assert(
      fc.property(beliefs, probability, (each, accuracy) => {
        const gain = expectedExpertGain(each, accuracy);
        expect(gain).toBeGreaterThanOrEqual(0);
        expect(gain).toBeLessThanOrEqual(1 - bestBelief(each) + 1e-12);
        expect(expectedExpertGain(each, 1)).toBeCloseTo(1 - bestBelief(each), 12);
      }),
    );
  });

  it('is nothing when the expert is worse than guessing among what there is, or the leader is beyond it', () => {
    expect(expectedExpertGain({ seen: [0.95, 0.03], unseen: 0.02 }, 0.4)).toBe(0);
    expect(expectedExpertGain({ seen: [0.4, 0.35], unseen: 0.25 }, 0.9)).toBeGreaterThan(0.3);
  });

  it('grows with accuracy from where the expert is better than its slips', () => {
    fc.assert(
      fc.property(beliefs, probability, probability, (each, a, b) => {
        const floor = 1 / (each.seen.length + 1);
        const [low, high] = [Math.min(a, b), Math.max(a, b)].map((q) => floor + (1 - floor) * q);
        expect(expectedExpertGain(each, low ?? 0)).toBeLessThanOrEqual(expectedExpertGain(each, high ?? 0) + 1e-12);
      }),
    );
  });

  it('moves belief towards what it says, a new answer included', () => {
    fc.assert(
      fc.property(beliefs, fc.nat(), fc.double({ min: 0.5, max: 1, noNaN: true }), (each, pick, accuracy) => {
        const index = indexIn(each, pick);
        const agreed = beliefsAfterExpert(each, index, accuracy);
        expect(total(agreed)).toBeCloseTo(1, 10);
        expect(agreed.seen[index] ?? 0).toBeGreaterThanOrEqual((each.seen[index] ?? 0) - 1e-12);
        const fresh = beliefsAfterExpert(each, undefined, accuracy);
        expect(fresh.seen).toHaveLength(each.seen.length + 1);
        expect(total(fresh)).toBeCloseTo(1, 10);
        expect(fresh.seen.at(-1) ?? 0).toBeGreaterThanOrEqual(each.unseen - 1e-12);
      }),
    );
  });
});

describe('stepPays', () => {
  const amount = fc.double({ min: 0, max: 1e6, noNaN: true });
  it('with a value: gain × value + saving above the price; with a budget: never beyond it', () => {
    fc.assert(
      fc.property(probability, amount, amount, amount, amount, (gain, priceJ, savingJ, valueJ, leftJ) => {
        const pays = stepPays({ gain, priceJ, savingJ }, { valueJ, leftJ });
        expect(pays).toBe(priceJ <= leftJ && gain * valueJ + savingJ > priceJ);
        if (pays) expect(stepPays({ gain, priceJ, savingJ }, { valueJ: 2 * valueJ, leftJ: 2 * leftJ })).toBe(true);
      }),
    );
  });

  it('with neither: accuracy first, whatever it costs, but nothing for nothing', () => {
    expect(stepPays({ gain: 1e-9, priceJ: 1e9 }, {})).toBe(true);
    expect(stepPays({ gain: 0, priceJ: 0 }, {})).toBe(false);
    expect(stepPays({ gain: 0, priceJ: 1, savingJ: 0.1 }, {})).toBe(true);
    expect(() => stepPays({ gain: 2, priceJ: 0 }, {})).toThrow(InvalidValueError);
  });
});

describe('confidenceBar', () => {
  it('keeps at least the share asked for, and is one of the traces', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -20, max: 0, noNaN: true }), { minLength: 1, maxLength: 40 }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (lowest, keep) => {
          const bar = confidenceBar(lowest, keep);
          expect(lowest).toContain(bar);
          const kept = lowest.filter((value) => value >= bar).length;
          expect(kept).toBeGreaterThanOrEqual(keep * lowest.length - 1e-9);
          expect(lowest.filter((value) => value > bar).length).toBeLessThan(keep * lowest.length + 1e-9);
        },
      ),
    );
    expect(confidenceBar([-3, -1, -2, -4, -5, -6, -7, -8, -9, -10], 0.9)).toBe(-9);
    expect(() => confidenceBar([], 0.9)).toThrow(InvalidValueError);
    expect(() => confidenceBar([1], 0.9)).toThrow(InvalidValueError);
  });
});
