import { expect, it } from 'vitest';
import { halfOfNumber, numberOfHalf } from '../../src/engine/half.js';

it('every finite half-precision number has its bits back; others are refused', () => {
  for (let bits = 0; bits < 0x10000; bits += 1) {
    const value = numberOfHalf(bits);
    // Both zeros are 0; the sign of −0 is lost.
    if (Number.isFinite(value) && bits !== 0x8000) expect(halfOfNumber(value)).toBe(bits);
  }
  for (const value of [0.1, 65_536, 2 ** -25, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => halfOfNumber(value)).toThrow(RangeError);
  }
});
