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

/** Logits as ONNX Runtime returns them, as floats. A float32 array is returned as it is. */
export function floatsOf(data: unknown): Float32Array<ArrayBuffer> {
  if (data instanceof Float32Array && data.buffer instanceof ArrayBuffer)
    return new Float32Array(data.buffer, data.byteOffset, data.length);
  if (data instanceof Uint16Array) return Float32Array.from(data, numberOfHalf);
  // Newer engines have Float16Array, whose elements read as numbers.
  if (ArrayBuffer.isView(data) && Symbol.iterator in data)
    return Float32Array.from(data as unknown as Iterable<number>);
  throw new TypeError('the model returned logits that are not floating-point numbers');
}
