import { type ElementType, type HostTensor, tensorOfBytes } from './driver/host-tensor.js';

/** K or V of one layer: `[rows, kv heads, positions, head size]`, rows contiguous. */
export type CacheTensor = HostTensor;

/** Element types a cache may have. */
export type CacheType = Extract<ElementType, 'float32' | 'float16'>;

/** The named rows of a tensor, in that order; a row may be named more than once. */
export function gatherRows(tensor: CacheTensor, rows: readonly number[]): CacheTensor {
  const [rowCount = 1, ...rest] = tensor.dims;
  const rowByte = tensor.bytes.byteLength / rowCount;
  // Every byte is written below, so there is no need to clear it first.
  const target = new Uint8Array(Buffer.allocUnsafeSlow(rows.length * rowByte).buffer);
  rows.forEach((row, index) => {
    target.set(tensor.bytes.subarray(row * rowByte, (row + 1) * rowByte), index * rowByte);
  });
  return tensorOfBytes(tensor.type, target, [rows.length, ...rest]);
}
