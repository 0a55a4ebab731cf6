import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidValueError, neededSamplesOfMean } from '../../src/index.js';

const meanOf = (shares: readonly number[]) => shares.reduce((sum, share, index) => sum + share * (index + 1), 0);
const entropyOf = (shares: readonly number[]) =>
  shares.reduce((sum, share) => sum - (share > 0 ? share * Math.log(share) : 0), 0);

const budgetAndMean = fc
  .tuple(fc.integer({ min: 1, max: 64 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([budget, part]) => ({ budget, mean: 1 + part * (budget - 1) }));

describe('neededSamplesOfMean', () => {
  it('is a distribution with the mean asked for', () => {
    fc.assert(
      fc.property(budgetAndMean, ({ budget, mean }) => {
        const shares = neededSamplesOfMean(budget, mean);
        expect(shares).toHaveLength(budget);
        expect(shares.every((share) => share >= 0 && share <= 1 + 1e-12)).toBe(true);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
        expect(Math.abs(meanOf(shares) - mean)).toBeLessThan(1e-9 * budget);
      }),
    );
  });

  it('has more entropy than any small change that keeps sum and mean', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 24 }),
        fc.double({ min: 0.2, max: 0.8, noNaN: true }),
        fc.nat(),
        (budget, part, place) => {
          const shares = neededSamplesOfMean(budget, 1 + part * (budget - 1));
          const at = place % (budget - 2);
          // (+1, −2, +1) moves neither the sum nor the mean.
          const step = 0.1 * Math.min(shares[at], shares[at + 1], shares[at + 2]);
          for (const sign of [1, -1]) {
            const moved = shares.map((share, index) => {
              const weight = index === at || index === at + 2 ? 1 : index === at + 1 ? -2 : 0;
              return share + 0.4 * sign * step * weight;
            });
            expect(entropyOf(moved)).toBeLessThan(entropyOf(shares) + 1e-12);
          }
        },
      ),
    );
  });

  it('has its known corners', () => {
    expect(neededSamplesOfMean(1, 1)).toEqual([1]);
    expect(neededSamplesOfMean(4, 1)).toEqual([1, 0, 0, 0]);
    expect(neededSamplesOfMean(4, 4)).toEqual([0, 0, 0, 1]);
    for (const share of neededSamplesOfMean(16, 8.5)) expect(share).toBeCloseTo(1 / 16, 12);
  });

  it.each([
    [0, 1],
    [4, 0.5],
    [4, 5],
    [4, Number.NaN],
    [2.5, 1],
  ])('refuses a budget %d with mean %d', (budget, mean) => {
    expect(() => neededSamplesOfMean(budget, mean)).toThrow(InvalidValueError);
  });
});
