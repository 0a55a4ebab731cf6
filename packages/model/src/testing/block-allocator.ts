import type { Random } from '../random/random.js';

/** A trial of an allocator. */
export interface AllocatorTrial {
  /** Blocks it owns, ≥ 1. */
  readonly blocks: number;
  /** Arrivals per mean holding time, > 0. */
  readonly offeredLoad: number;
  /** How long a block is held, with mean 1: `mostly short` holds nine of ten for 0.1, the tenth for 9.1. */
  readonly holding: 'exponential' | 'fixed' | 'mostly short';
  /** Requests to make, one block each. */
  readonly requests: number;
}

/** What a trial saw. */
export interface AllocatorRun {
  readonly refused: number;
  readonly mostInUse: number;
}

/**
 * A block allocator with a list of free blocks, asked at random: requests come as a Poisson process, each takes one block for a random
 * time, and one that finds the list empty goes away. The counterpart of Erlang-B, which says how often that happens.
 */
export function simulateBlockAllocator(random: Random, trial: AllocatorTrial): AllocatorRun {
  const free = Array.from({ length: trial.blocks }, (_, block) => block);
  let held: { readonly block: number; readonly until: number }[] = [];
  let now = 0;
  let refused = 0;
  let mostInUse = 0;
  for (let request = 0; request < trial.requests; request += 1) {
    now += exponential(random) / trial.offeredLoad;
    const back = held.filter(({ until }) => until <= now);
    if (back.length > 0) {
      held = held.filter(({ until }) => until > now);
      free.push(...back.map(({ block }) => block));
    }
    const block = free.pop();
    if (block === undefined) refused += 1;
    else held.push({ block, until: now + holdingTime(random, trial.holding) });
    mostInUse = Math.max(mostInUse, new Set(held.map((one) => one.block)).size);
  }
  return { refused, mostInUse };
}

function holdingTime(random: Random, holding: AllocatorTrial['holding']): number {
  if (holding === 'fixed') return 1;
  if (holding === 'exponential') return exponential(random);
  return random.integer(10) === 0 ? 9.1 : 0.1;
}

function exponential(random: Random): number {
  return -Math.log(1 - random.uniform());
}
