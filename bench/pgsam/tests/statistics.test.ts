import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holm, quartiles, signedRank, spearman, varghaDelaney } from '../src/judge/statistics.js';

describe('signedRank', () => {
  it('gives the published p of Wilcoxon 1945 (Darwin’s plants, W = 24, n = 15)', () => {
    const differences = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];
    // scipy.stats.wilcoxon(differences, method='exact').pvalue
    expect(
      signedRank(
        differences,
        differences.map(() => 0),
      ),
    ).toBeCloseTo(0.041259765625, 12);
  });

  it('corrects for ties', () => {
    // scipy.stats.wilcoxon([1, 1, 2, -2, 3, 4, 4, -5, 6, 7], method='approx', correction=False).pvalue
    const differences = [1, 1, 2, -2, 3, 4, 4, -5, 6, 7];
    expect(
      signedRank(
        differences,
        differences.map(() => 0),
      ),
    ).toBeCloseTo(0.10224680958654245, 9);
  });

  it('does not care which sample is first, and knows equal ones', () => {
    const sample = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const p = signedRank(a, b);
        expect(p).toBeCloseTo(signedRank(b, a), 12);
        expect(p).toBeGreaterThan(0);
        expect(p).toBeLessThanOrEqual(1);
        expect(signedRank(a, a)).toBe(1);
      }),
    );
  });
});

describe('effect and adjustment', () => {
  it('varghaDelaney counts wins and halves ties', () => {
    expect(varghaDelaney([1, 2], [1, 0])).toBe((0.5 + 1 + 1 + 1) / 4);
  });

  it('holm is Bonferroni for the smallest and never falls', () => {
    expect(holm([0.01, 0.04, 0.03])).toEqual([0.03, 0.06, 0.06]);
    expect(holm([0.9, 0.8])).toEqual([1, 1]);
  });

  it('quartiles and spearman of small samples', () => {
    expect(quartiles([4, 1, 3, 2])).toEqual({ low: 1.75, median: 2.5, high: 3.25 });
    expect(quartiles([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]).median).toBe(Number.POSITIVE_INFINITY);
    expect(spearman([1, 2, 3], [10, 20, 25])).toBeCloseTo(1, 12);
    expect(spearman([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 12);
    expect(spearman([1, 2], [5, 5])).toBeUndefined();
  });
});
