import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  calibratedProbability,
  fitCalibrationMap,
  logOddsOf,
  pooledBeliefs,
  reliabilityBins,
} from '../../src/index.js';

const score = fc.double({ min: -40, max: 40, noNaN: true });

describe('pooledBeliefs', () => {
  it('has the odds that the scores say, and sums to 1', () => {
    fc.assert(
      fc.property(fc.array(score, { maxLength: 8 }), score, (scores, unseenScore) => {
        const { seen, unseen } = pooledBeliefs(scores, unseenScore);
        expect(seen.reduce((sum, value) => sum + value, unseen)).toBeCloseTo(1, 12);
        seen.forEach((belief, index) => {
          if (belief > 1e-12 && unseen > 1e-12)
            expect(Math.log(belief / unseen)).toBeCloseTo((scores[index] ?? 0) - unseenScore, 6);
        });
      }),
    );
  });

  it('refuses a score that is no number', () => {
    expect(() => pooledBeliefs([Number.NaN], 0)).toThrow(/scores\[0\]/u);
  });
});

describe('fitCalibrationMap', () => {
  it('changes nothing without forecasts', () => {
    expect(fitCalibrationMap([])).toEqual({ slope: 1, offset: 0 });
  });

  it('finds the bend that forecasts were made with', () => {
    const bend = fc.record({
      slope: fc.double({ min: 0.2, max: 2, noNaN: true }),
      offset: fc.double({ min: -1, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(bend, (map) => {
        const forecasts = Array.from({ length: 13 }, (_, index) => index - 6).map((logOdds) => {
          const right = 1e5 * calibratedProbability(map, 1 / (1 + Math.exp(-logOdds)));
          return { logOdds, right, wrong: 1e5 - right };
        });
        const found = fitCalibrationMap(forecasts);
        expect(found.slope).toBeCloseTo(map.slope, 2);
        expect(found.offset).toBeCloseTo(map.offset, 2);
      }),
    );
  });

  it('keeps certainty a number', () => {
    expect(logOddsOf(1)).toBe(30);
    expect(logOddsOf(0)).toBe(-30);
  });
});

describe('reliabilityBins', () => {
  it('counts every forecast once, in the bin that holds it', () => {
    const forecast = fc.record({ probability: fc.double({ min: 0, max: 1, noNaN: true }), correct: fc.boolean() });
    fc.assert(
      fc.property(fc.array(forecast, { minLength: 1, maxLength: 40 }), (forecasts) => {
        const bins = reliabilityBins(forecasts);
        expect(bins.reduce((sum, { n }) => sum + n, 0)).toBe(forecasts.length);
        for (const { low, high, meanProbability } of bins) {
          expect(meanProbability).toBeGreaterThanOrEqual(low - 1e-12);
          expect(meanProbability).toBeLessThanOrEqual(high + 1e-12);
        }
      }),
    );
  });
});
