/** Element types that cross a session's border. Float16 travels as bits; nothing here computes with it. */
export type ElementType = 'float32' | 'float16' | 'int64' | 'int32' | 'bool';

export const ELEMENT_BYTE: Readonly<Record<ElementType, number>> = {
  float32: 4,
  float16: 2,
  int64: 8,
  int32: 4,
  bool: 1,
};

/** Numbers in this process's memory, row-major. Belongs to no session, so it outlives any. */
export interface HostTensor {
  readonly type: ElementType;
  readonly dims: readonly number[];
  /** Exactly the tensor's bytes, at an offset that its element type may start at. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export function elementCount(dims: readonly number[]): number {
  return dims.reduce((product, size) => product * size, 1);
}

/** A tensor nobody has written to yet; its content is zero. */
export function emptyTensor(type: ElementType, dims: readonly number[]): HostTensor {
  return { type, dims, bytes: new Uint8Array(new ArrayBuffer(elementCount(dims) * ELEMENT_BYTE[type])) };
}

/** A tensor over bytes that nobody else writes to; copied only where a number could not start. */
export function tensorOfBytes(type: ElementType, bytes: Uint8Array<ArrayBuffer>, dims: readonly number[]): HostTensor {
  const aligned = bytes.byteOffset % ELEMENT_BYTE[type] === 0 ? bytes : bytes.slice();
  if (aligned.byteLength !== elementCount(dims) * ELEMENT_BYTE[type]) {
    throw new RangeError(`${aligned.byteLength} bytes are no ${type} tensor of ${dims.join(' × ')}`);
  }
  return { type, dims, bytes: aligned };
}

/** Integers as an int64 tensor. */
export function integers(values: BigInt64Array<ArrayBuffer>, dims: readonly number[]): HostTensor {
  return { type: 'int64', dims, bytes: new Uint8Array(values.buffer, values.byteOffset, values.byteLength) };
}
