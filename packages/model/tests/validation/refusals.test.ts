import { describe, expect, it } from 'vitest';
import {
  errorSummary,
  ImpossiblePointError,
  leaveOneGroupOut,
  median,
  refuseImpossible,
} from '../../src/validation/index.js';
import { expectRefused, type Refusal } from '../refused.js';

const pair = { predicted: 1, measured: 1 };
const point = { id: 'p', tokenRate: 10, rows: 2, byteAtLeast: 1e9 };

const REFUSALS: readonly Refusal[] = [
  ['errorSummary', 'predictions', 'at least one entry', () => errorSummary([])],
  ['errorSummary', 'predictions[1].predicted', '> 0', () => errorSummary([pair, { ...pair, predicted: 0 }])],
  ['errorSummary', 'predictions[0].measured', '> 0', () => errorSummary([{ ...pair, measured: -1 }])],
  ['median', 'values', 'at least one entry', () => median([])],
  ['leaveOneGroupOut', 'number of groups', 'at least 2', () => leaveOneGroupOut([1, 2], () => 'one')],
  ['refuseImpossible', 'point.tokenRate', '> 0', () => refuseImpossible({ ...point, tokenRate: 0 })],
  ['refuseImpossible', 'point.rows', '> 0', () => refuseImpossible({ ...point, rows: 0 })],
  ['refuseImpossible', 'point.byteAtLeast', '> 0', () => refuseImpossible({ ...point, byteAtLeast: 0 })],
  [
    'refuseImpossible',
    'point.flopPerTokenAtLeast',
    '> 0',
    () => refuseImpossible({ ...point, flopPerTokenAtLeast: 0 }),
  ],
  ['refuseImpossible', 'point.peakByteRate', '> 0', () => refuseImpossible({ ...point, peakByteRate: 0 })],
  ['refuseImpossible', 'point.peakFlopRate', '> 0', () => refuseImpossible({ ...point, peakFlopRate: Number.NaN })],
];

describe('what the validation refuses', () => {
  it.each(REFUSALS)('%s refuses %s that must be %s', expectRefused);
});

describe('an impossible point', () => {
  function broken(call: () => unknown): ImpossiblePointError {
    try {
      call();
    } catch (error) {
      if (ImpossiblePointError.isInstance(error)) return error;
    }
    throw new Error('nothing impossible was found');
  }

  it('shows its arithmetic with the rows of a step, its roof and both rates', () => {
    const error = broken(() => refuseImpossible({ ...point, peakByteRate: 4e9 }));
    expect(error.message).toBe(
      'p: 10 token/s / 2 rows × 1 GB = 5 GB/s is more than the peak of 4 GB/s; leave the point out, or correct its peak, its bytes or its rate',
    );
    expect(error).toMatchObject({
      name: 'ImpossiblePointError',
      pointId: 'p',
      roof: 'bandwidth',
      implied: 5e9,
      peak: 4e9,
    });
  });

  it('names the arithmetic roof when it is the one broken', () => {
    const error = broken(() => refuseImpossible({ ...point, flopPerTokenAtLeast: 2e12, peakFlopRate: 1e13 }));
    expect(error.message).toMatch(
      /^p: 10 token\/s × 2000 GFLOP = 20 TFLOP\/s is more than the peak of 10 TFLOP\/s; leave/,
    );
    expect(error).toMatchObject({ pointId: 'p', roof: 'arithmetic', implied: 2e13, peak: 1e13 });
  });

  it('is one above its roof, not on it', () => {
    const on = { ...point, flopPerTokenAtLeast: 1e12, peakByteRate: 5e9, peakFlopRate: 1e13 };
    expect(refuseImpossible(on)).toEqual({ byteRate: 5e9, flopRate: 1e13 });
  });

  it('is recognised from another copy of the package, and nothing else is', () => {
    const marked = { [Symbol.for('qeil.model.error.impossible-point')]: true };
    expect(ImpossiblePointError.isInstance(marked)).toBe(true);
    const others = [null, undefined, 'text', 3, {}, new RangeError('x'), () => 1];
    for (const other of others) expect(ImpossiblePointError.isInstance(other)).toBe(false);
    expect(ImpossiblePointError.isInstance({ [Symbol.for('qeil.model.error.impossible-point')]: 1 })).toBe(false);
  });
});

describe('a summary of errors', () => {
  it('of one prediction is that prediction, and keeps the sign of the worst', () => {
    const { meanAbsolute, medianAbsolute, bias, worst, count } = errorSummary([{ predicted: 3, measured: 2 }]);
    expect([meanAbsolute, medianAbsolute, bias, worst, count]).toEqual([0.5, 0.5, 0.5, 0.5, 1]);
    const both = errorSummary([
      { predicted: 1.5, measured: 1 },
      { predicted: 0.5, measured: 1 },
    ]);
    expect(both).toEqual({ count: 2, meanAbsolute: 0.5, medianAbsolute: 0.5, bias: 0, worst: 0.5 });
  });

  it('takes the median of an odd number by size, not by digits, and leaves the order given', () => {
    const values = [10, 9, 100];
    expect(median(values)).toBe(10);
    expect(values).toEqual([10, 9, 100]);
    expect(median([2, 10])).toBe(6);
  });
});

describe('leaving one group out', () => {
  it('takes groups in order of first appearance, and items in theirs', () => {
    const rounds = leaveOneGroupOut(['b1', 'a1', 'b2'], (name) => name[0]);
    expect(rounds).toEqual([
      { group: 'b', training: ['a1'], heldOut: ['b1', 'b2'] },
      { group: 'a', training: ['b1', 'b2'], heldOut: ['a1'] },
    ]);
  });
});
