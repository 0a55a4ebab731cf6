import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QeilModelError } from '../../src/errors.js';
import { errorSummary, median } from '../../src/validation/error-summary.js';
import { leaveOneGroupOut } from '../../src/validation/leave-one-group-out.js';
import { ImpossiblePointError, refuseImpossible } from '../../src/validation/refuse-impossible.js';

describe('errorSummary', () => {
  it('gives mean, median, bias and the worst with its sign', () => {
    const summary = errorSummary([
      { predicted: 110, measured: 100 },
      { predicted: 60, measured: 100 },
      { predicted: 100, measured: 100 },
    ]);
    expect(summary.count).toBe(3);
    expect(summary.meanAbsolute).toBeCloseTo(0.5 / 3, 12);
    expect(summary.medianAbsolute).toBeCloseTo(0.1, 12);
    expect(summary.bias).toBeCloseTo(-0.1, 12);
    expect(summary.worst).toBeCloseTo(-0.4, 12);
  });

  it('takes the mean of the two middle values', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  it('refuses nothing to summarise', () => {
    expect(() => errorSummary([])).toThrow(/predictions/);
  });
});

describe('leaveOneGroupOut', () => {
  it('never has a group on both sides, and holds every item out once', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 2, maxLength: 20 }), (names) => {
        fc.pre(new Set(names).size >= 2);
        const items = names.map((name, index) => ({ name, index }));
        const rounds = leaveOneGroupOut(items, ({ name }) => name);
        expect(rounds.flatMap(({ heldOut }) => heldOut).map(({ index }) => index)).toHaveLength(items.length);
        for (const { group, training, heldOut } of rounds) {
          expect(training.some(({ name }) => name === group)).toBe(false);
          expect(heldOut.every(({ name }) => name === group)).toBe(true);
          expect(training.length + heldOut.length).toBe(items.length);
        }
      }),
    );
  });

  it('refuses a single group', () => {
    expect(() => leaveOneGroupOut([1, 2], () => 'same')).toThrow(/at least 2/);
  });
});

describe('refuseImpossible', () => {
  /**
   * https://github.com/ggml-org/llama.cpp/pull/1642, comment of 2023-06-04: 52.9 ms per token on an M1 whose limit of
   * 68.2 GB/s is 55.7 ms; the thread itself calls it "larger than physically possible".
   */
  const m1 = {
    id: 'm1-gpu-llama-7b',
    tokenRate: 1 / 52.9e-3,
    rows: 1,
    byteAtLeast: 68.2e9 * 55.7e-3,
    peakByteRate: 68.2e9,
  };

  it('refuses the known impossible measurement, with its arithmetic', () => {
    const attempt = () => refuseImpossible(m1);
    expect(attempt).toThrow(ImpossiblePointError);
    expect(attempt).toThrow(
      /m1-gpu-llama-7b: 18\.9 token\/s × 3\.799 GB = 71\.81 GB\/s is more than the peak of 68\.2 GB\/s/,
    );
    try {
      attempt();
    } catch (error) {
      expect(ImpossiblePointError.isInstance(error) && error.roof).toBe('bandwidth');
      expect(QeilModelError.isInstance(error)).toBe(true);
    }
  });

  it('refuses more arithmetic than the peak', () => {
    const npu = {
      id: 'npu',
      tokenRate: 2000,
      rows: 2000,
      byteAtLeast: 8e9,
      flopPerTokenAtLeast: 16e9,
      peakFlopRate: 13e12,
    };
    expect(() => refuseImpossible(npu)).toThrow(
      /2000 token\/s × 16 GFLOP = 32 TFLOP\/s is more than the peak of 13 TFLOP\/s/,
    );
  });

  it('counts the weights once for all rows of a step', () => {
    expect(refuseImpossible({ ...m1, tokenRate: m1.tokenRate * 8, rows: 16 }).byteRate).toBeCloseTo(
      m1.byteAtLeast / 52.9e-3 / 2,
      0,
    );
  });

  it('refuses exactly what is above the roof', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 1e4, noNaN: true }),
        fc.double({ min: 1e6, max: 1e11, noNaN: true }),
        fc.double({ min: 1e9, max: 1e13, noNaN: true }),
        (tokenRate, byteAtLeast, peakByteRate) => {
          const point = { id: 'p', tokenRate, rows: 1, byteAtLeast, peakByteRate };
          if (tokenRate * byteAtLeast > peakByteRate)
            expect(() => refuseImpossible(point)).toThrow(ImpossiblePointError);
          else expect(refuseImpossible(point).byteRate).toBe(tokenRate * byteAtLeast);
        },
      ),
    );
  });

  it('has nothing to refuse where no roof is known', () => {
    expect(refuseImpossible({ id: 'p', tokenRate: 1e9, rows: 1, byteAtLeast: 1e12 }).flopRate).toBeUndefined();
  });
});
