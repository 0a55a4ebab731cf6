import type { HostTensor } from './driver/host-tensor.js';

/**
 * The number an IEEE 754 binary16 stands for (1 sign, 5 exponent, 10 fraction bits).
 *
 * @param bits - integer in [0, 65535]
 */
export function numberOfHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/**
 * The IEEE 754 binary16 bits of a number that has such bits exactly.
 *
 * @throws {RangeError} where rounding would be needed
 */
export function halfOfNumber(value: number): number {
  const size = Math.abs(value);
  const exponent = size === 0 ? -15 : Math.max(Math.floor(Math.log2(size)), -15);
  const fraction = exponent < -14 ? size * 2 ** 24 : (size / 2 ** exponent - 1) * 1024;
  const bits = (value < 0 ? 0x8000 : 0) | ((exponent + 15) << 10) | fraction;
  if (numberOfHalf(bits) !== value) throw new RangeError(`${value} is no half-precision number`);
  return bits;
}

/** A tensor's numbers as floats, without a copy when they are. */
export function floatsOf({ type, bytes }: HostTensor): Float32Array<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = bytes;
  if (type === 'float32') return new Float32Array(buffer, byteOffset, byteLength / 4);
  if (type === 'float16') return Float32Array.from(new Uint16Array(buffer, byteOffset, byteLength / 2), numberOfHalf);
  throw new TypeError(`the model returned logits of type ${type}, which are no floating-point numbers`);
}
