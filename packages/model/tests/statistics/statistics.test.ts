import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bootstrapInterval,
  countVotes,
  InvalidValueError,
  intelligencePerWatt,
  joulesPerCorrectAnswer,
  majorityAnswer,
  majorityAtK,
  meanPassAtK,
  neededSamplesDistribution,
  normalQuantile,
  passAtK,
  seededRandom,
  waveStepTables,
  wilsonInterval,
} from '../../src/index.js';

/** All ways to choose k of n places, as arrays of places. */
function* choices(n: number, k: number, from = 0): Generator<number[]> {
  if (k === 0) {
    yield [];
    return;
  }
  for (let place = from; place <= n - k; place += 1) {
    for (const rest of choices(n, k - 1, place + 1)) yield [place, ...rest];
  }
}

describe('passAtK', () => {
  const counts = fc
    .integer({ min: 1, max: 9 })
    .chain((samples) => fc.record({ samples: fc.constant(samples), correct: fc.integer({ min: 0, max: samples }) }));

  it('equals the share of all k-subsets that hold a right sample', () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 9 }), (count, wanted) => {
        const k = Math.min(wanted, count.samples);
        const subsets = [...choices(count.samples, k)];
        const hits = subsets.filter((subset) => subset.some((place) => place < count.correct)).length;
        expect(passAtK(count, k)).toBeCloseTo(hits / subsets.length, 12);
      }),
    );
  });

  it('rises with k and with correct samples, from accuracy at k = 1', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 2000 }), fc.nat(), fc.nat(), (samples, a, b) => {
        const correct = a % samples;
        const k = 1 + (b % (samples - 1));
        expect(passAtK({ samples, correct }, 1)).toBeCloseTo(correct / samples, 12);
        expect(passAtK({ samples, correct }, k + 1)).toBeGreaterThanOrEqual(passAtK({ samples, correct }, k));
        expect(passAtK({ samples, correct: correct + 1 }, k)).toBeGreaterThanOrEqual(passAtK({ samples, correct }, k));
      }),
    );
  });

  it('averages over questions and refuses k above the samples', () => {
    expect(
      meanPassAtK(
        [
          { samples: 4, correct: 4 },
          { samples: 4, correct: 0 },
        ],
        2,
      ),
    ).toBe(0.5);
    expect(() => passAtK({ samples: 4, correct: 1 }, 5)).toThrow(/k is 5 but must be an integer in 1 … 4/);
    expect(() => meanPassAtK([], 1)).toThrow(InvalidValueError);
  });
});

describe('majority', () => {
  const answers = fc.array(fc.constantFrom('1', '2', '3', null), { maxLength: 20 });

  it('names the answer given most often, the first seen among equals, and never null', () => {
    fc.assert(
      fc.property(answers, (given) => {
        const majority = majorityAnswer(given);
        const votesFor = (answer: string) => given.filter((other) => other === answer).length;
        const seen = given.filter((answer) => answer !== null);
        if (majority === undefined) {
          expect(seen).toEqual([]);
          return;
        }
        const most = Math.max(...seen.map(votesFor));
        expect(majority.answer).toBe(seen.find((answer) => votesFor(answer) === most));
        expect(majority.votes).toBe(most);
        const others = seen.filter((answer) => answer !== majority.answer).map(votesFor);
        expect(majority.runnerUpVotes).toBe(Math.max(0, ...others));
      }),
    );
  });

  it('keeps first-seen order, even for answers that look like array indices', () => {
    expect([...countVotes(['10', '9', null, '10'])]).toEqual([
      ['10', 2],
      ['9', 1],
    ]);
  });

  it('scores the first k answers of each question', () => {
    const questions = [
      { answers: ['1', '2', '2'], gold: '2' },
      { answers: [null, null, '5'], gold: '5' },
    ];
    expect(majorityAtK(questions, 1)).toBe(0);
    expect(majorityAtK(questions, 2)).toBe(0);
    expect(majorityAtK(questions, 3)).toBe(1);
    expect(() => majorityAtK(questions, 4)).toThrow(/k for questions\[0\] is 4/);
  });
});

describe('intervals', () => {
  it('Wilson: solves its defining equation and stays in [0, 1]', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.nat(), fc.constantFrom(0.8, 0.95, 0.99), (trials, a, level) => {
        const successes = a % (trials + 1);
        const share = successes / trials;
        const z = normalQuantile((1 + level) / 2);
        const { low, high } = wilsonInterval(successes, trials, level);
        expect(low >= 0 && low <= share && share <= high && high <= 1).toBe(true);
        // Each end p is where the share lies z standard errors of p away.
        for (const end of [low, high]) {
          expect((share - end) ** 2).toBeCloseTo((z * z * end * (1 - end)) / trials, 12);
        }
      }),
    );
  });

  it('Wilson: a published value', () => {
    // 15 of 148 (Newcombe 1998, Statist. Med. 17, Table I): 0.0624 to 0.1605
    const { low, high } = wilsonInterval(15, 148);
    expect(low).toBeCloseTo(0.0624, 4);
    expect(high).toBeCloseTo(0.1605, 4);
  });

  it('normal quantile: reference values, symmetry', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14);
    expect(normalQuantile(1e-10)).toBeCloseTo(-6.361340902404056, 13);
    expect(normalQuantile(1e-20)).toBeCloseTo(-9.262340089798409, 13);
    expect(normalQuantile(0.3)).toBeCloseTo(-normalQuantile(0.7), 14);
    expect(() => normalQuantile(1)).toThrow(/probability is 1 but must be a number between 0 and 1/);
  });

  it('bootstrap: repeats for the same stream, holds the mean, shrinks to a point without spread', () => {
    const values = Array.from({ length: 200 }, (_, index) => Number(index % 3 === 0));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const interval = bootstrapInterval(values, { random: seededRandom(5) });
    expect(bootstrapInterval(values, { random: seededRandom(5) })).toEqual(interval);
    expect(interval.low).toBeLessThan(mean);
    expect(interval.high).toBeGreaterThan(mean);
    // For a share the normal interval is the limit: half-width 1.96·√(p(1−p)/n), to the 2 % that 2000 resamples resolve, thrice.
    const half = 1.96 * Math.sqrt((mean * (1 - mean)) / values.length);
    expect(Math.abs((interval.high - interval.low) / (2 * half) - 1)).toBeLessThan(0.1);
    expect(bootstrapInterval([2, 2, 2], { random: seededRandom(1) })).toEqual({ low: 2, high: 2 });
  });

  it('refuse empty samples and levels outside (0, 1)', () => {
    expect(() => bootstrapInterval([], { random: seededRandom(1) })).toThrow(InvalidValueError);
    expect(() => bootstrapInterval([1], { random: seededRandom(1), level: 1 })).toThrow(/level is 1/);
    expect(() => wilsonInterval(2, 1)).toThrow(/successes is 2 but must be an integer in 0 … 1/);
  });
});

describe('per watt and per answer', () => {
  it('divide, and say when there is nothing to divide by', () => {
    expect(intelligencePerWatt(75, 50)).toBe(1.5);
    expect(joulesPerCorrectAnswer(100, 8)).toBe(12.5);
    expect(joulesPerCorrectAnswer(100, 0)).toBeNull();
    expect(() => intelligencePerWatt(101, 1)).toThrow(/accuracyPercent is 101 but must be at most 100/);
    expect(() => intelligencePerWatt(50, 0)).toThrow(/meanPowerW is 0/);
  });
});

describe('neededSamplesDistribution', () => {
  const observed = fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 50 });

  it('sums to 1 and keeps the mean; add-one leaves nothing impossible', () => {
    fc.assert(
      fc.property(observed, (needed) => {
        const plain = neededSamplesDistribution(needed, 8);
        const smooth = neededSamplesDistribution(needed, 8, { addOne: true });
        const mean = plain.reduce((sum, probability, index) => sum + probability * (index + 1), 0);
        expect(mean).toBeCloseTo(needed.reduce((sum, value) => sum + value, 0) / needed.length, 10);
        for (const distribution of [plain, smooth]) {
          expect(distribution.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 12);
        }
        expect(Math.min(...smooth)).toBeGreaterThan(0);
      }),
    );
  });

  it('is uniform when nothing was seen and one is added, and refuses to invent otherwise', () => {
    expect(neededSamplesDistribution([], 4, { addOne: true })).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(() => neededSamplesDistribution([], 4)).toThrow(
      /observed is an array of 0 but must hold at least one question/,
    );
    expect(() => neededSamplesDistribution([5], 4)).toThrow(/observed\[0\] is 5 but must be an integer in 1 … 4/);
  });
});

describe('waveStepTables', () => {
  it('equals the mean over all ordered draws', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(lengths, fc.integer({ min: 1, max: 4 }), (sample, budget) => {
        const { decodeSteps, rowsPerStep } = waveStepTables(sample, budget);
        let draws: number[][] = [[]];
        for (let b = 1; b <= budget; b += 1) {
          draws = draws.flatMap((draw) => sample.map((length) => [...draw, length]));
          const mean = (value: (draw: number[]) => number) =>
            draws.reduce((sum, draw) => sum + value(draw), 0) / draws.length;
          const steps = mean((draw) => Math.max(...draw));
          const rows = mean((draw) => draw.reduce((sum, length) => sum + length, 0));
          expect(decodeSteps[b - 1]).toBeCloseTo(steps, 9);
          expect(rowsPerStep[b - 1]).toBeCloseTo(rows / steps, 9);
        }
      }),
    );
  });

  it('rises with the wave towards the longest sample, with at most b rows', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.1, max: 500, noNaN: true }), { minLength: 1, maxLength: 30 }),
        (sample) => {
          const { decodeSteps, rowsPerStep } = waveStepTables(sample, 12);
          decodeSteps.forEach((steps, index) => {
            expect(steps).toBeLessThanOrEqual(Math.max(...sample) * (1 + 1e-12));
            if (index > 0) expect(steps).toBeGreaterThanOrEqual(decodeSteps[index - 1] * (1 - 1e-12));
            expect(rowsPerStep[index]).toBeLessThanOrEqual(index + 1);
          });
        },
      ),
    );
  });
});
