import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  capacityPressure,
  erlangB,
  kvBlockCount,
  kvBlockWaste,
  seededRandom,
  spillMissShare,
} from '../../src/index.js';
import { simulateBlockAllocator } from '../../src/testing/index.js';

describe('erlangB', () => {
  const blocks = fc.integer({ min: 0, max: 300 });
  const load = fc.double({ min: 1e-3, max: 500, noNaN: true });

  it('equals its defining ratio a^c/c! over Σ a^n/n!', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.double({ min: 0.01, max: 80, noNaN: true }), (c, a) => {
        // Terms relative to the last: a^n/n! ÷ a^c/c! = Π_{i=n+1}^{c} i/a.
        let term = 1;
        let sum = 1;
        for (let n = c; n >= 1; n -= 1) {
          term *= n / a;
          sum += term;
        }
        const expected = 1 / sum;
        expect(Math.abs(erlangB(c, a) - expected)).toBeLessThanOrEqual(1e-12 * expected);
      }),
    );
  });

  it('is a probability, falls with blocks and rises with load', () => {
    fc.assert(
      fc.property(blocks, load, fc.double({ min: 1, max: 2, noNaN: true }), (c, a, factor) => {
        const blocking = erlangB(c, a);
        expect(blocking >= 0 && blocking <= 1).toBe(true);
        expect(erlangB(c + 1, a)).toBeLessThanOrEqual(blocking);
        expect(erlangB(c, a * factor)).toBeGreaterThanOrEqual(blocking * (1 - 1e-12));
      }),
    );
  });

  it('has its limits', () => {
    expect(erlangB(0, 5)).toBe(1);
    expect(erlangB(3, 0)).toBe(0);
    // Far beyond capacity only c of the a offered are carried.
    expect(erlangB(100, 1e6)).toBeCloseTo(1 - 100 / 1e6, 6);
    // A published table value: 10 lines, 5 erlang offered.
    expect(erlangB(10, 5)).toBeCloseTo(0.018385, 6);
    expect(() => erlangB(1.5, 1)).toThrow(/blocks is 1\.5/);
  });

  it.each([
    [1, 0.5, 'exponential'],
    [4, 4, 'exponential'],
    [12, 8, 'fixed'],
    [12, 20, 'exponential'],
    [12, 12, 'mostly short'],
  ] as const)('agrees with a simulated allocator of %i blocks under load %d, holding times %s', (c, a, holding) => {
    const requests = 60_000;
    const expected = erlangB(c, a);
    const random = seededRandom(1917, `allocator ${holding}`, c);
    const { refused } = simulateBlockAllocator(random, { blocks: c, offeredLoad: a, holding, requests });
    // A request sees nearly the same pool as its neighbours within one holding time, which is a requests; so the simulation is
    // worth about requests/(1 + a) independent looks. Four standard errors of a share; the warm-up from empty is far below.
    const tolerance = 4 * Math.sqrt((expected * (1 - expected) * (1 + a)) / requests);
    expect(Math.abs(refused / requests - expected)).toBeLessThan(tolerance);
  });

  it('sees an allocator that never hands a block out twice', () => {
    const { refused, mostInUse } = simulateBlockAllocator(seededRandom(3), {
      blocks: 5,
      offeredLoad: 50,
      holding: 'fixed',
      requests: 2000,
    });
    expect(mostInUse).toBe(5);
    expect(refused).toBeGreaterThan(1500);
    const roomy = { blocks: 400, offeredLoad: 1, holding: 'fixed', requests: 2000 } as const;
    expect(simulateBlockAllocator(seededRandom(3), roomy).refused).toBe(0);
  });
});

describe('kvBlockCount and kvBlockWaste', () => {
  it('hand out whole blocks', () => {
    expect(kvBlockCount(0, 16)).toBe(0);
    expect(kvBlockCount(1, 16)).toBe(1);
    expect(kvBlockCount(16, 16)).toBe(1);
    expect(kvBlockCount(17, 16)).toBe(2);
    expect(() => kvBlockCount(-1, 16)).toThrow(/tokens is -1/);
    expect(() => kvBlockCount(1, 0)).toThrow(/blockTokens is 0/);
  });

  it('waste what the last blocks do not fill', () => {
    expect(kvBlockWaste([16, 32], 16)).toBe(0);
    expect(kvBlockWaste([1, 0], 16)).toBe(15 / 16);
    expect(kvBlockWaste([17, 15], 16)).toBeCloseTo(1 - 32 / 48, 15);
    expect(() => kvBlockWaste([], 16)).toThrow(/tokens is an array of 0/);
    expect(() => kvBlockWaste([0], 16)).toThrow(/sum of tokens is 0/);
    expect(() => kvBlockWaste([1.5], 16)).toThrow(/tokens\[0\] is 1\.5/);
  });

  it('waste (block − 1)/2 tokens a sequence when lengths fall anywhere in a block, nothing with blocks of one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 0, max: 50 }), (block, whole) => {
        const lengths = Array.from({ length: block }, (_, rest) => whole * block + rest + 1);
        const waste = kvBlockWaste(lengths, block);
        const perSequence = (block - 1) / 2;
        expect(waste).toBeCloseTo(perSequence / ((whole + 1) * block), 12);
        expect(kvBlockWaste(lengths, 1)).toBe(0);
      }),
    );
  });
});

describe('spillMissShare', () => {
  it('misses nothing that fits, the rest when pinned, everything under LRU', () => {
    expect(spillMissShare(100, 100, 'lru')).toBe(0);
    expect(spillMissShare(100, 75, 'pinned')).toBe(0.25);
    expect(spillMissShare(100, 99, 'lru')).toBe(1);
    expect(spillMissShare(0, 0, 'pinned')).toBe(0);
  });

  it('agrees with a simulated cyclic sweep', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 40 }), (pages, capacity) => {
        const sweeps = 5;
        let cache: number[] = [];
        let misses = 0;
        for (let sweep = 0; sweep <= sweeps; sweep += 1) {
          for (let page = 0; page < pages; page += 1) {
            const isHit = cache.includes(page);
            // The first sweep fills the cache and is not counted.
            if (!isHit && sweep > 0) misses += 1;
            cache = [page, ...cache.filter((kept) => kept !== page)].slice(0, capacity);
          }
        }
        expect(misses / (sweeps * pages)).toBe(spillMissShare(pages, capacity, 'lru'));
      }),
    );
  });

  it('refuses unknown policies', () => {
    expect(() => spillMissShare(1, 1, 'random' as 'lru')).toThrow(/policy is "random" but must be "pinned" or "lru"/);
  });
});

describe('capacityPressure', () => {
  it('is demand over usable and needs something usable', () => {
    expect(capacityPressure(6, 8)).toBe(0.75);
    expect(() => capacityPressure(6, 0)).toThrow(/usableByte is 0/);
  });
});
