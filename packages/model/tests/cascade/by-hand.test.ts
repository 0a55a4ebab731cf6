import { describe, expect, it } from 'vitest';
import {
  type AnswerBeliefs,
  beliefsAfterCheck,
  beliefsAfterExpert,
  beliefsFromVotes,
  bestBelief,
  checkRates,
  confidenceBar,
  expectedCheckGain,
  expectedExpertGain,
  NO_CHECK_COUNTS,
  pooledBeliefs,
  stepPays,
  verdictProbability,
} from '../../src/index.js';

/** Small cases worked out on paper. */
const beliefs = { seen: [0.5, 0.3], unseen: 0.2 };
const rates = {
  right: { accept: 0.9, reject: 0.1, unknown: 0 },
  wrong: { accept: 0.2, reject: 0.7, unknown: 0.1 },
};

function expectBeliefs(actual: AnswerBeliefs, seen: readonly number[], unseen: number): void {
  expect(actual.seen).toHaveLength(seen.length);
  seen.forEach((value, index) => {
    expect(actual.seen[index]).toBeCloseTo(value, 12);
  });
  expect(actual.unseen).toBeCloseTo(unseen, 12);
}

describe('beliefs from votes', () => {
  it('of 3 and 1 with one vote for the unseen are 3/5, 1/5 and 1/5; with four for it 3/8, 1/8 and 4/8', () => {
    expectBeliefs(beliefsFromVotes([3, 1]), [0.6, 0.2], 0.2);
    expectBeliefs(beliefsFromVotes([3, 1], 4), [0.375, 0.125], 0.5);
    expect(bestBelief(beliefsFromVotes([1, 3]))).toBeCloseTo(0.6, 12);
  });
});

describe('pooled beliefs', () => {
  it('of log-odds ln 3 and 0 beside ln 4 are 3/8, 1/8 and 4/8', () => {
    expectBeliefs(pooledBeliefs([Math.log(3), 0], Math.log(4)), [0.375, 0.125], 0.5);
  });

  it('stay numbers however large a score is', () => {
    expect(pooledBeliefs([1000, 0], 0)).toEqual({ seen: [1, 0], unseen: 0 });
    expect(pooledBeliefs([0], 1000)).toEqual({ seen: [0], unseen: 1 });
    expect(pooledBeliefs([], -1000)).toEqual({ seen: [], unseen: 1 });
  });
});

describe('rates of a check', () => {
  it('are counts plus one, over all counts plus three, row by row', () => {
    const learnt = checkRates({
      right: { accept: 1, reject: 2, unknown: 3 },
      wrong: { accept: 5, reject: 0, unknown: 2 },
    });
    expect(learnt).toEqual({
      right: { accept: 2 / 9, reject: 3 / 9, unknown: 4 / 9 },
      wrong: { accept: 6 / 10, reject: 1 / 10, unknown: 3 / 10 },
    });
  });

  it('start from no counts', () => {
    const nothing = { accept: 0, reject: 0, unknown: 0 };
    expect(NO_CHECK_COUNTS).toEqual({ right: nothing, wrong: nothing });
  });
});

describe('a check of the second answer', () => {
  it('accepts with 0.5·0.2 + 0.3·0.9 + 0.2·0.2', () => {
    expect(verdictProbability(beliefs, 1, 'accept', rates)).toBeCloseTo(0.41, 12);
    expect(verdictProbability(beliefs, 1, 'reject', rates)).toBeCloseTo(0.35 + 0.03 + 0.14, 12);
    expect(verdictProbability(beliefs, 1, 'unknown', rates)).toBeCloseTo(0.05 + 0 + 0.02, 12);
  });

  it('moves belief by the ratio of its rates', () => {
    expectBeliefs(beliefsAfterCheck(beliefs, 1, 'accept', rates), [0.1 / 0.41, 0.27 / 0.41], 0.04 / 0.41);
    expectBeliefs(beliefsAfterCheck(beliefs, 0, 'unknown', rates), [0, 0.03 / 0.05], 0.02 / 0.05);
  });

  it('gains what the best answer after each verdict adds: 0.27 + 0.35 + 0.05 − 0.5', () => {
    expect(expectedCheckGain(beliefs, 1, rates)).toBeCloseTo(0.17, 12);
  });
});

describe('an expert', () => {
  it('of accuracy 0.8 gains 0.4 + 0.24 + 0.16 − 0.5', () => {
    expect(expectedExpertGain(beliefs, 0.8)).toBeCloseTo(0.3, 12);
  });

  it('who is never right still tells which answers are wrong, and a new answer is only given once it was said', () => {
    expect(expectedExpertGain({ seen: [0.1, 0.1], unseen: 0.8 }, 0)).toBeCloseTo(3 * 0.05 - 0.1, 12);
  });

  it('moves belief to what it says: q against (1 − q)/n for the others', () => {
    expectBeliefs(beliefsAfterExpert(beliefs, 0, 0.8), [0.4 / 0.45, 0.03 / 0.45], 0.02 / 0.45);
    // A new answer: the last of those seen from now on.
    expectBeliefs(beliefsAfterExpert(beliefs, undefined, 0.8), [0.05 / 0.24, 0.03 / 0.24, 0.16 / 0.24], 0);
  });

  it('who says what cannot be changes nothing', () => {
    const sure = { seen: [1, 0], unseen: 0 };
    expect(beliefsAfterExpert(sure, 0, 0)).toBe(sure);
    expect(beliefsAfterExpert(sure, undefined, 1)).toEqual({ seen: [1, 0, 0], unseen: 0 });
  });
});

describe('whether a step pays', () => {
  it('not at a price it only just earns, but at one it only just can afford', () => {
    expect(stepPays({ gain: 0.5, priceJ: 3, savingJ: 1 }, { valueJ: 4 })).toBe(false);
    expect(stepPays({ gain: 0.5, priceJ: 2.9, savingJ: 1 }, { valueJ: 4 })).toBe(true);
    expect(stepPays({ gain: 0.5, priceJ: 2 }, { leftJ: 2 })).toBe(true);
    expect(stepPays({ gain: 0.5, priceJ: 2 }, { leftJ: 1.9 })).toBe(false);
    expect(stepPays({ gain: 0, priceJ: 0 }, { valueJ: 1 })).toBe(false);
  });
});

describe('the confidence bar', () => {
  const traces = [-4, -1, -3, -2];
  it('is the lowest of the traces kept, counted from the best', () => {
    expect([0.25, 0.5, 0.75, 1].map((keep) => confidenceBar(traces, keep))).toEqual([-1, -2, -3, -4]);
    expect(confidenceBar(traces, 0.26)).toBe(-2);
    // 0.1 + 0.2 is a little more than 0.3: three of ten all the same.
    const ten = Array.from({ length: 10 }, (_, index) => -index);
    expect(confidenceBar(ten, 0.1 + 0.2)).toBe(-2);
  });

  it('keeps one trace however small the share, and does not reorder what it was given', () => {
    expect(confidenceBar(traces, 1e-12)).toBe(-1);
    expect(traces).toEqual([-4, -1, -3, -2]);
    expect(confidenceBar([0], 1)).toBe(0);
  });
});
