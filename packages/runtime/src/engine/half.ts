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

/** A tensor's numbers as floats, without a copy when they are. */
export function floatsOf({ type, bytes }: HostTensor): Float32Array<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = bytes;
  if (type === 'float32') return new Float32Array(buffer, byteOffset, byteLength / 4);
  if (type === 'float16') return Float32Array.from(new Uint16Array(buffer, byteOffset, byteLength / 2), numberOfHalf);
  throw new TypeError(`the model returned logits of type ${type}, which are no floating-point numbers`);
}
