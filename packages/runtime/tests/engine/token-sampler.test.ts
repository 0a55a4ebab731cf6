import { seededRandom } from '@qeil/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberOfHalf } from '../../src/engine/half.js';
import { sampleSeed } from '../../src/engine/sample-seed.js';
import type { SamplingOptions } from '../../src/engine/sampling-options.js';
import { LogitsNotFinite, TokenSampler } from '../../src/engine/token-sampler.js';

const NEUTRAL: SamplingOptions = {
  temperature: 1,
  topK: 0,
  topP: 1,
  minP: 0,
  repetitionPenalty: 1,
  maxNewTokens: 1,
  stop: [],
};

/** The distribution the options ask for, written for clarity: sort, cut, normalise. Returns probability by token. */
function expectedDistribution(
  logits: readonly number[],
  options: SamplingOptions,
  seen: ReadonlySet<number>,
): number[] {
  const scores = logits.map((logit, id) => {
    const score = Math.fround(logit);
    if (!seen.has(id) || options.repetitionPenalty === 1) return score;
    return score > 0 ? score / options.repetitionPenalty : score * options.repetitionPenalty;
  });
  const highest = Math.max(...scores);
  const weights = scores.map((score) => Math.exp((score - highest) / options.temperature));
  const order = weights.map((_, id) => id).sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0) || a - b);
  const topK = options.topK === 0 ? order : order.slice(0, options.topK);
  const sum = (ids: readonly number[]): number => ids.reduce((total, id) => total + (weights[id] ?? 0), 0);
  const total = sum(topK);
  const topP = topK.filter((_, rank) => options.topP === 1 || sum(topK.slice(0, rank)) < options.topP * total);
  const kept = topP.filter((id) => (weights[id] ?? 0) >= options.minP);
  const keptTotal = sum(kept);
  return weights.map((weight, id) => (kept.includes(id) ? weight / keptTotal : 0));
}

const logitsArbitrary = fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 1, maxLength: 40 });
const optionsArbitrary = fc.record({
  temperature: fc.double({ min: 0.05, max: 3, noNaN: true }),
  topK: fc.nat(45),
  topP: fc.oneof(fc.constant(1), fc.double({ min: 0.01, max: 1, noNaN: true })),
  minP: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 0.99, noNaN: true })),
  repetitionPenalty: fc.oneof(fc.constant(1), fc.double({ min: 0.5, max: 2, noNaN: true })),
  maxNewTokens: fc.constant(1),
  stop: fc.constant<string[]>([]),
});

function draw(logits: readonly number[], options: SamplingOptions, uniform: number, seen: readonly number[] = []) {
  const sampler = new TokenSampler(4);
  sampler.draw(Float32Array.from(logits), 0, logits.length, options, { uniform: () => uniform, seen: new Set(seen) });
  return { tokenId: sampler.tokenId, logProbability: sampler.logProbability };
}

describe('TokenSampler', () => {
  it('gives to the last bit what the sums written out one after the other give', () => {
    fc.assert(
      fc.property(
        logitsArbitrary,
        fc.oneof(fc.constant(1), fc.double({ min: 0.05, max: 3, noNaN: true })),
        fc.oneof(fc.constant(0), fc.double({ min: 0, max: 0.99, noNaN: true })),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (logits, temperature, minP, uniform) => {
          const scores = logits.map(Math.fround);
          const highest = Math.max(...scores);
          const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
          const normaliser = highest + Math.log(sum(scores.map((score) => Math.exp(score - highest))));
          const weights = scores.map((score) => Math.exp((score - highest) / temperature));
          const kept = weights
            .map((weight, id) => ({ weight, id }))
            .filter(({ weight }) => weight >= minP && weight > 0);
          let left = uniform * sum(kept.map(({ weight }) => weight));
          const drawn = kept.find(({ weight }) => {
            left -= weight;
            return left < 0;
          });
          const tokenId = (drawn ?? kept.at(-1))?.id ?? -1;
          expect(draw(logits, { ...NEUTRAL, temperature, minP }, uniform)).toEqual({
            tokenId,
            logProbability: (scores[tokenId] ?? Number.NaN) - normaliser,
          });
        },
      ),
    );
  });

  it('draws only what the options leave, whatever the logits', () => {
    fc.assert(
      fc.property(
        logitsArbitrary,
        optionsArbitrary,
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.array(fc.nat(45), { maxLength: 10 }),
        (logits, options, uniform, seen) => {
          const { tokenId } = draw(logits, options, uniform, seen);
          const probability = expectedDistribution(logits, options, new Set(seen))[tokenId];
          // A cut falling exactly between two sums may round either way; such a token is at least as likely as its neighbours.
          if (probability === 0) {
            const relaxed = {
              ...options,
              topP: Math.min(1, options.topP * (1 + 1e-12)),
              minP: options.minP * (1 - 1e-12),
            };
            expect(expectedDistribution(logits, relaxed, new Set(seen))[tokenId]).toBeGreaterThan(0);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    ['plain', {}],
    ['temperature', { temperature: 0.5 }],
    ['top-k', { topK: 3 }],
    ['top-p', { topP: 0.7 }],
    ['min-p', { minP: 0.3 }],
    ['all', { temperature: 1.3, topK: 6, topP: 0.9, minP: 0.1, repetitionPenalty: 1.5 }],
  ])('draws in the right proportions: %s', (_, changes) => {
    const options = { ...NEUTRAL, ...changes };
    const logits = [1, 0.5, 2, -1, 0.5, 1.5, -3, 0];
    const seen = [2, 3];
    const expected = expectedDistribution(logits, options, new Set(seen));
    const random = seededRandom(Math.floor(Math.random() * 2 ** 31));
    const sampler = new TokenSampler(8);
    const row = { uniform: random.uniform, seen: new Set(seen) };
    const counts = new Array<number>(8).fill(0);
    const draws = 20_000;
    for (let index = 0; index < draws; index += 1) {
      row.seen = new Set(seen);
      sampler.draw(Float32Array.from(logits), 0, 8, options, row);
      counts[sampler.tokenId] = (counts[sampler.tokenId] ?? 0) + 1;
    }
    let chiSquare = 0;
    expected.forEach((probability, id) => {
      const count = counts[id] ?? 0;
      if (probability === 0) expect(count).toBe(0);
      else chiSquare += (count - draws * probability) ** 2 / (draws * probability);
    });
    // Seven degrees of freedom at most: P(χ² > 60) < 2·10⁻¹⁰.
    expect(chiSquare).toBeLessThan(60);
  });

  it('draws one number per token, and none when greedy', () => {
    let drawn = 0;
    const row = { uniform: () => (drawn++ % 2) / 2, seen: new Set<number>() };
    const sampler = new TokenSampler(3);
    sampler.draw(Float32Array.of(1, 2, 3), 0, 3, { ...NEUTRAL, topK: 2, topP: 0.9 }, row);
    expect(drawn).toBe(1);
    sampler.draw(Float32Array.of(1, 2, 3), 0, 3, { ...NEUTRAL, temperature: 0 }, row);
    expect(drawn).toBe(1);
  });

  it('is greedy at temperature 0, ties to the lowest id', () => {
    expect(draw([1, 3, 3, 2], { ...NEUTRAL, temperature: 0 }, 0.9).tokenId).toBe(1);
    expect(draw([1, 3, 2.9, 2], { ...NEUTRAL, temperature: 0, repetitionPenalty: 1.5 }, 0, [1]).tokenId).toBe(2);
    expect(draw([5, 5, 5], { ...NEUTRAL, topK: 1 }, 0.999).tokenId).toBe(0);
  });

  it('gives log-probabilities of the model itself, whatever the options, and they sum to one', () => {
    fc.assert(
      fc.property(logitsArbitrary, optionsArbitrary, fc.array(fc.nat(45)), (logits, options, seen) => {
        const model = expectedDistribution(logits, NEUTRAL, new Set());
        const { tokenId, logProbability } = draw(logits, options, 0.5, seen);
        expect(logProbability).toBeCloseTo(Math.log(model[tokenId] ?? Number.NaN), 6);
      }),
    );
    const byToken = new Map<number, number>();
    for (let uniform = 0; uniform < 1; uniform += 0.01) {
      const { tokenId, logProbability } = draw([0.3, -2, 4, 1], { ...NEUTRAL, temperature: 9 }, uniform);
      byToken.set(tokenId, Math.exp(logProbability));
    }
    expect(byToken.size).toBe(4);
    expect([...byToken.values()].reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 6);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('refuses %s', (value) => {
    expect(() => draw([0, value, 1], NEUTRAL, 0.5)).toThrow(LogitsNotFinite);
  });
});

describe('sampleSeed', () => {
  it('differs for every run, question and index, and fits a double', () => {
    const seeds = new Set<number>();
    for (let run = 0; run < 10; run += 1) {
      for (let question = 0; question < 40; question += 1) {
        for (let index = 0; index < 40; index += 1) seeds.add(sampleSeed(run, `q${question}`, index));
      }
    }
    expect(seeds.size).toBe(16_000);
    for (const seed of seeds) expect(Number.isSafeInteger(seed) && seed >= 0).toBe(true);
  });
});

describe('numberOfHalf', () => {
  // IEEE 754-2019 binary16: one, largest, smallest subnormal, smallest normal, minus two.
  it.each([
    [0x3c00, 1],
    [0x7bff, 65504],
    [0x0001, 2 ** -24],
    [0x0400, 2 ** -14],
    [0xc000, -2],
    [0xfc00, Number.NEGATIVE_INFINITY],
    [0x7e00, Number.NaN],
  ])('%i', (bits, expected) => {
    expect(numberOfHalf(bits)).toBe(expected);
  });
});
