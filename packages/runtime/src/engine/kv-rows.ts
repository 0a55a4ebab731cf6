import { Tensor } from 'onnxruntime-node';

/** K or V of one layer: `[rows, kv heads, positions, head size]`, rows contiguous. */
export type CacheTensor = Tensor;

/** Element types a cache may have. Float16 travels as bits; nothing here computes with it. */
export type CacheType = 'float32' | 'float16';

/** The bytes of a tensor, without a copy. */
export function bytesOf(tensor: CacheTensor): Uint8Array<ArrayBuffer> {
  const { data } = tensor;
  if (!ArrayBuffer.isView(data) || !(data.buffer instanceof ArrayBuffer)) {
    throw new TypeError('a cache tensor holds no numbers');
  }
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** A tensor over bytes that nobody else writes to. */
export function tensorOfBytes(type: CacheType, bytes: Uint8Array, dims: readonly number[]): CacheTensor {
  // Bytes that crossed processes may start anywhere; numbers may not.
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  const { buffer, byteOffset, byteLength } = aligned;
  if (type === 'float32') return new Tensor('float32', new Float32Array(buffer, byteOffset, byteLength / 4), dims);
  const half = Reflect.get(globalThis, 'Float16Array') ?? Uint16Array;
  return new Tensor('float16', new half(buffer, byteOffset, byteLength / 2), dims);
}

/** The named rows of a tensor, in that order; a row may be named more than once. */
export function gatherRows(tensor: CacheTensor, rows: readonly number[]): CacheTensor {
  if (tensor.type !== 'float32' && tensor.type !== 'float16') throw new TypeError(`cache of type ${tensor.type}`);
  const source = bytesOf(tensor);
  const [rowCount = 1, ...rest] = tensor.dims;
  const rowByte = source.byteLength / rowCount;
  // Every byte is written below, so there is no need to clear it first.
  const target = new Uint8Array(Buffer.allocUnsafeSlow(rows.length * rowByte).buffer);
  rows.forEach((row, index) => {
    target.set(source.subarray(row * rowByte, (row + 1) * rowByte), index * rowByte);
  });
  return tensorOfBytes(tensor.type, target, [rows.length, ...rest]);
}
