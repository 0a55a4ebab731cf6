import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  brierScore,
  energyPerCoveredQuestionJ,
  expectedCalibrationError,
  pricePowerPerformance,
  seededRandom,
} from '../../src/index.js';

describe('energyPerCoveredQuestionJ', () => {
  it('is all energy over the covered questions, null without any', () => {
    expect(energyPerCoveredQuestionJ(1200, 80)).toBe(15);
    expect(energyPerCoveredQuestionJ(0, 3)).toBe(0);
    expect(energyPerCoveredQuestionJ(1200, 0)).toBeNull();
    expect(() => energyPerCoveredQuestionJ(-1, 1)).toThrow(/energyJ is -1/);
    expect(() => energyPerCoveredQuestionJ(1, 0.5)).toThrow(/covered is 0\.5/);
    expect(() => energyPerCoveredQuestionJ(1, -1)).toThrow(/covered is -1/);
  });
});

describe('pricePowerPerformance', () => {
  it('is right answers per second over price and power', () => {
    expect(pricePowerPerformance({ correctPerSecond: 3, price: 500, meanPowerW: 12 })).toBeCloseTo(5e-4, 15);
    expect(pricePowerPerformance({ correctPerSecond: 0, price: 1, meanPowerW: 1 })).toBe(0);
    expect(() => pricePowerPerformance({ correctPerSecond: -1, price: 1, meanPowerW: 1 })).toThrow(
      /correctPerSecond is -1/,
    );
    expect(() => pricePowerPerformance({ correctPerSecond: 1, price: 0, meanPowerW: 1 })).toThrow(/price is 0/);
    expect(() => pricePowerPerformance({ correctPerSecond: 1, price: 1, meanPowerW: 0 })).toThrow(/meanPowerW is 0/);
  });
});

describe('calibration', () => {
  const forecast = (probability: number, correct: boolean) => ({ probability, correct });

  it('scores by the squared distance (Brier)', () => {
    expect(brierScore([forecast(1, true), forecast(0, false)])).toBe(0);
    expect(brierScore([forecast(0, true)])).toBe(1);
    expect(brierScore([forecast(0.5, true), forecast(0.5, false)])).toBe(0.25);
    expect(brierScore([forecast(0.8, true), forecast(0.4, false)])).toBeCloseTo((0.04 + 0.16) / 2, 15);
  });

  it('compares stated and observed frequencies bin by bin', () => {
    const forecasts = [forecast(0.91, true), forecast(0.93, false), forecast(0.15, false), forecast(1, true)];
    // Bins: (0.91 + 0.93 + 1 − 2)/4 and 0.15/4.
    expect(expectedCalibrationError(forecasts)).toBeCloseTo((0.84 + 0.15) / 4, 14);
    // One bin: over- and under-confidence cancel.
    expect(expectedCalibrationError([forecast(1, false), forecast(0, true)], 1)).toBe(0);
    expect(expectedCalibrationError([forecast(1, false), forecast(0, true)], 2)).toBe(1);
    // The edge of a bin belongs to the upper one.
    expect(expectedCalibrationError([forecast(0.5, true), forecast(0.4, false)], 2)).toBeCloseTo((0.5 + 0.4) / 2, 14);
  });

  it('goes to 0 for probabilities that come true as often as they say', () => {
    const random = seededRandom(4, 'forecasts');
    const forecasts = Array.from({ length: 40_000 }, () => {
      const probability = random.uniform();
      return { probability, correct: random.uniform() < probability };
    });
    // Each of ten bins errs by √(p(1−p)·n) in its count; together below 10·√(4000/4)/40000.
    expect(expectedCalibrationError(forecasts)).toBeLessThan(0.01);
    expect(brierScore(forecasts)).toBeCloseTo(1 / 6, 2);
  });

  it('stays in [0, 1]', () => {
    const forecasts = fc.array(
      fc.record({ probability: fc.double({ min: 0, max: 1, noNaN: true }), correct: fc.boolean() }),
      {
        minLength: 1,
      },
    );
    fc.assert(
      fc.property(forecasts, fc.integer({ min: 1, max: 30 }), (some, bins) => {
        for (const value of [brierScore(some), expectedCalibrationError(some, bins)]) {
          expect(value >= 0 && value <= 1).toBe(true);
        }
        // Finer bins never hide more: one bin is the coarsest.
        expect(expectedCalibrationError(some, 1)).toBeLessThanOrEqual(expectedCalibrationError(some, bins) + 1e-12);
      }),
    );
  });

  it('refuses what is no forecast', () => {
    expect(() => brierScore([])).toThrow(/brierScore: forecasts is an array of 0/);
    expect(() => brierScore([forecast(1.5, true)])).toThrow(/forecasts\[0\]\.probability is 1\.5/);
    expect(() => expectedCalibrationError([forecast(0.5, 1 as unknown as boolean)])).toThrow(
      /forecasts\[0\]\.correct is 1/,
    );
    expect(() => expectedCalibrationError([forecast(0.5, true)], 0)).toThrow(/expectedCalibrationError: bins is 0/);
  });
});
