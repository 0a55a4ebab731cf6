import type { Costs } from './costs.js';

/** Mutually non-dominated cost vectors in order of energy, unbounded, nothing rounded: the rule of PGSAM's own archive. */
export class Archive<Member> {
  private readonly entries: { readonly costs: Costs; readonly member: Member }[] = [];

  get members(): readonly { readonly costs: Costs; readonly member: Member }[] {
    return this.entries;
  }

  /** True when it was taken, which removes every member it dominates; of equal costs the first stays. */
  offer(costs: Costs, member: () => Member): boolean {
    const { entries } = this;
    const [energy, latency, idle] = costs;
    let low = 0;
    let high = entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (entries[middle].costs[0] <= energy) low = middle + 1;
      else high = middle;
    }
    for (let index = low - 1; index >= 0; index -= 1) {
      const other = entries[index].costs;
      if (other[1] <= latency && other[2] <= idle) return false;
    }
    let start = low;
    while (start > 0 && entries[start - 1].costs[0] === energy) start -= 1;
    let kept = start;
    for (let index = start; index < entries.length; index += 1) {
      const other = entries[index].costs;
      if (latency <= other[1] && idle <= other[2]) continue;
      entries[kept] = entries[index];
      kept += 1;
    }
    entries.length = kept;
    entries.splice(start, 0, { costs, member: member() });
    return true;
  }
}
