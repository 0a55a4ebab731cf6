import { type HostTensor, tensorOfBytes } from '../engine/driver/host-tensor.js';
import type { CacheType } from '../engine/kv-rows.js';

/** Suffix positions are reserved this many at a time: small, since reserved positions are computed and masked. */
const BLOCK = 32;

/**
 * Keys and values of what the rows of a wave have added to their shared prompt: per cache tensor `[kv heads, rows, capacity, size]`,
 * written in place.
 */
export class SuffixCache {
  /** Positions written so far. */
  used = 0;
  capacity = BLOCK;
  private buffers: Uint8Array<ArrayBuffer>[];
  private tensors: HostTensor[];

  constructor(
    private readonly type: CacheType,
    private readonly kvHeads: number,
    private readonly headSize: number,
    private readonly count: number,
    public rows: number,
  ) {
    this.buffers = Array.from({ length: count }, () => this.allocate());
    this.tensors = this.wrap();
  }

  private get positionByte(): number {
    return this.headSize * (this.type === 'float32' ? 4 : 2);
  }

  private allocate(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.kvHeads * this.rows * this.capacity * this.positionByte);
  }

  private wrap(): HostTensor[] {
    const dims = [this.kvHeads, this.rows, this.capacity, this.headSize];
    return this.buffers.map((buffer) => tensorOfBytes(this.type, buffer, dims));
  }

  /** The cache tensors as inputs of the next pass. Valid until the next change. */
  get inputs(): readonly HostTensor[] {
    return this.tensors;
  }

  /** Append one new position per row: tensors `[kv heads, rows, 1, size]` in the order of the inputs. */
  append(fresh: readonly HostTensor[]): void {
    if (this.used === this.capacity) this.relayout(this.allRows(), this.capacity + BLOCK);
    const { positionByte, capacity } = this;
    const blocks = this.kvHeads * this.rows;
    fresh.forEach((tensor, index) => {
      const source = tensor.bytes;
      const target = this.buffers[index];
      if (target === undefined) return;
      for (let block = 0; block < blocks; block += 1) {
        const from = block * positionByte;
        target.set(source.subarray(from, from + positionByte), (block * capacity + this.used) * positionByte);
      }
    });
    this.used += 1;
  }

  /** Keep only the named rows, in that order. */
  keep(rows: readonly number[]): void {
    if (rows.length < this.rows) this.relayout(rows, this.capacity);
  }

  private allRows(): number[] {
    return Array.from({ length: this.rows }, (_, row) => row);
  }

  private relayout(rows: readonly number[], capacity: number): void {
    const { positionByte } = this;
    const before = { buffers: this.buffers, rows: this.rows, capacity: this.capacity };
    this.rows = rows.length;
    this.capacity = capacity;
    this.buffers = Array.from({ length: this.count }, (_, index) => {
      const target = this.allocate();
      const source = before.buffers[index] ?? target;
      for (let head = 0; head < this.kvHeads; head += 1) {
        rows.forEach((row, at) => {
          const from = (head * before.rows + row) * before.capacity * positionByte;
          const to = (head * rows.length + at) * capacity * positionByte;
          target.set(source.subarray(from, from + this.used * positionByte), to);
        });
      }
      return target;
    });
    this.tensors = this.wrap();
  }
}
