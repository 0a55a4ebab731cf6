import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitRoofline, type TimedPass } from '../../src/calibration/fit-roofline.js';

const STAGES = 7;
/** A model of 10 MB: bytes per pass and flop per row, in equal stages. */
function pass(rows: number, timeS: number, flopPerRow = 5e6): TimedPass {
  const stages = Array.from({ length: STAGES }, () => ({
    flop: (rows * flopPerRow) / STAGES,
    byte: (10e6 + rows * 1e5) / STAGES,
  }));
  return { rows, timeS, stages };
}

const RATES = { flopRate: 100e9, byteRate: 40e9, withRows: true };
const ROWS = [1, 2, 4, 8, 16];
const roofS = (rows: number, flopRate: number, byteRate: number) =>
  Math.max((rows * 5e6) / flopRate, (10e6 + rows * 1e5) / byteRate);

describe('the fit finds what made the times', () => {
  test('memory-bound with overhead and row cost', () => {
    const passes = ROWS.map((rows) => pass(rows, roofS(rows, 100e9, 40e9) + 1e-3 + rows * 2e-4));
    const fit = fitRoofline({ ...RATES, passes });
    expect(fit.overheadS).toBeCloseTo(1e-3, 9);
    expect(fit.rowS).toBeCloseTo(2e-4, 9);
    expect(fit).toMatchObject({ flopRate: 100e9, byteRate: 40e9 });
    expect(fit.relativeError).toBeLessThan(1e-9);
  });

  test('a model that reads faster than the benchmark gets its own bandwidth', () => {
    const passes = ROWS.map((rows) => pass(rows, roofS(rows, 100e9, 80e9)));
    const fit = fitRoofline({ ...RATES, passes });
    expect(fit.byteRate).toBeGreaterThan(40e9);
    expect(fit.relativeError).toBeLessThan(0.1);
  });

  test('prefill: a lower rate and a fixed cost from two lengths', () => {
    const passes = [16, 96].map((tokens) => pass(tokens, (tokens * 50e6) / 50e9 + 2e-3, 50e6));
    const fit = fitRoofline({ ...RATES, withRows: false, passes });
    expect(fit.flopRate / 50e9).toBeCloseTo(1, 6);
    expect(fit.overheadS).toBeCloseTo(2e-3, 8);
    expect(fit.rowS).toBe(0);
  });
});

test('whatever was measured: finite, non-negative, and no worse than nothing but overhead', () => {
  const timeS = fc.double({ min: 1e-6, max: 10, noNaN: true });
  const passes = fc
    .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 64 }), timeS), {
      minLength: 1,
      maxLength: 6,
      selector: ([rows]) => rows,
    })
    .map((list) => list.map(([rows, time]) => pass(rows, time)));
  fc.assert(
    fc.property(passes, fc.boolean(), (measured, withRows) => {
      const fit = fitRoofline({ ...RATES, withRows, passes: measured });
      for (const value of [fit.flopRate, fit.byteRate, fit.relativeError, ...fit.predictedS]) {
        expect(Number.isFinite(value) && value >= 0).toBe(true);
      }
      expect(fit.overheadS).toBeGreaterThanOrEqual(0);
      expect(fit.rowS).toBeGreaterThanOrEqual(0);
      const measuredRates = measured.map(({ rows, timeS: time }) => roofS(rows, 100e9, 40e9) / time - 1);
      const bare = Math.sqrt(measuredRates.reduce((sum, error) => sum + error ** 2, 0) / measured.length);
      expect(fit.relativeError).toBeLessThanOrEqual(bare * (1 + 1e-9) + 1e-9);
    }),
    { numRuns: 60 },
  );
});

test('times and rates that are not positive are refused', () => {
  expect(() => fitRoofline({ ...RATES, passes: [] })).toThrow(RangeError);
  for (const bad of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => fitRoofline({ ...RATES, passes: [pass(1, bad)] })).toThrow(RangeError);
  }
});
