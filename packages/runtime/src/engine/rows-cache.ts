import { ELEMENT_BYTE, elementCount, type HostTensor } from './driver/host-tensor.js';
import { type CacheTensor, gatherRows } from './kv-rows.js';

/** Positions a buffer is made longer by than it needs to be, so that it is not made anew every step. */
const ROOM = 64;

/**
 * K and V of one batch of equally long rows, for the layers of one part. Belongs to one wave; holds two buffers a tensor and lets
 * passes read one and write the other in turn, where the driver writes in place.
 */
export class RowsCache {
  private spare: (Uint8Array<ArrayBuffer> | undefined)[] = [];
  /** Whether `tensors` lie in buffers of this object, and may become the next pass's target. */
  private owned = false;

  constructor(
    private current: readonly CacheTensor[],
    private positions: number,
  ) {}

  get tensors(): readonly CacheTensor[] {
    return this.current;
  }

  /** Positions in the cache. */
  get length(): number {
    return this.positions;
  }

  /** Keep the named rows, in that order. */
  gather(rows: readonly number[]): void {
    this.current = this.current.map((tensor) => gatherRows(tensor, rows));
    this.owned = true;
  }

  /** Tensors for the next pass to write, `added` positions longer. */
  targets(added: number): readonly HostTensor[] {
    return this.current.map(({ type, dims }, index) => {
      const [rows = 0, heads = 0, , size = 0] = dims;
      const longer = [rows, heads, this.positions + added, size];
      const byteLength = elementCount(longer) * ELEMENT_BYTE[type];
      let buffer = this.spare[index];
      if (buffer === undefined || buffer.byteLength < byteLength) {
        const roomy = elementCount([rows, heads, this.positions + added + ROOM, size]) * ELEMENT_BYTE[type];
        buffer = new Uint8Array(new ArrayBuffer(roomy));
        this.spare[index] = buffer;
      }
      return { type, dims: longer, bytes: new Uint8Array(buffer.buffer, 0, byteLength) };
    });
  }

  /** A pass is done: its cache is the current one, and the last one's memory is free if it was this object's. */
  advance(tensors: readonly CacheTensor[], added: number, inPlace: boolean): void {
    this.spare = inPlace && this.owned ? this.current.map(({ bytes }) => new Uint8Array(bytes.buffer)) : [];
    this.current = tensors;
    this.positions += added;
    this.owned = true;
  }
}
