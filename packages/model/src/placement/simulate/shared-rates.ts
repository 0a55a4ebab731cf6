import type { MemoryPool } from '../problem.js';

/** Traffic that wants a device's bandwidth from its pool. */
export interface Stream {
  readonly pool: number;
  /** Most it can take (B/s). */
  readonly byteRate: number;
}

/**
 * Max–min fair rates of streams that share pools: each gets what it wants, or an equal share of what the modest ones leave.
 *
 * @param streams - undefined where nothing flows
 * @returns B/s per stream, 0 where nothing flows
 */
export function sharedRates(streams: readonly (Stream | undefined)[], pools: readonly MemoryPool[]): number[] {
  const rates = streams.map(() => 0);
  pools.forEach(({ byteRate }, pool) => {
    const members = streams
      .map((stream, index) => ({ stream, index }))
      .filter(({ stream }) => stream?.pool === pool)
      .sort((a, b) => (a.stream?.byteRate ?? 0) - (b.stream?.byteRate ?? 0));
    let left = byteRate;
    members.forEach(({ stream, index }, taken) => {
      const rate = Math.min(stream?.byteRate ?? 0, left / (members.length - taken));
      rates[index] = rate;
      left -= rate;
    });
  });
  return rates;
}
