/**
 * A binary heap over token ids, the most likely on top, ties to the lower id.
 *
 * Building costs O(n) and each pop O(log n), so the few most likely of a large vocabulary come cheap. What was popped is kept
 * behind the heap in the same buffer and can be read again in order.
 */
export class CandidateHeap {
  private ids: Int32Array;
  private weights: Float64Array = new Float64Array(0);
  private length = 0;
  private size = 0;

  constructor(capacity: number) {
    this.ids = new Int32Array(capacity);
  }

  /** Start over with ids 0 … length − 1. `weights` is read until the next `fill`. */
  fill(weights: Float64Array, length: number): void {
    if (this.ids.length < length) this.ids = new Int32Array(length);
    this.weights = weights;
    this.length = length;
    this.size = length;
    for (let id = 0; id < length; id += 1) this.ids[id] = id;
    for (let slot = (length >> 1) - 1; slot >= 0; slot -= 1) this.sink(slot);
  }

  /** Take the most likely id that is left. The heap must not be empty. */
  pop(): number {
    const top = this.at(0);
    this.size -= 1;
    this.ids[0] = this.at(this.size);
    this.ids[this.size] = top;
    this.sink(0);
    return top;
  }

  /** The id popped as number `rank`, counted from 0. */
  popped(rank: number): number {
    return this.at(this.length - 1 - rank);
  }

  private at(slot: number): number {
    return this.ids[slot] ?? 0;
  }

  private before(left: number, right: number): boolean {
    const leftWeight = this.weights[left] ?? 0;
    const rightWeight = this.weights[right] ?? 0;
    return leftWeight > rightWeight || (leftWeight === rightWeight && left < right);
  }

  private sink(start: number): void {
    let slot = start;
    for (;;) {
      let child = 2 * slot + 1;
      if (child >= this.size) return;
      if (child + 1 < this.size && this.before(this.at(child + 1), this.at(child))) child += 1;
      if (!this.before(this.at(child), this.at(slot))) return;
      const moved = this.at(slot);
      this.ids[slot] = this.at(child);
      this.ids[child] = moved;
      slot = child;
    }
  }
}
