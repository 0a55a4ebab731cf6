import { evaluatePlacement, seededRandom } from '@qeil/model';
import { randomPlan } from '@qeil/model/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { certifyPlan, type LowerBounds, solvePlacement } from '../src/index.js';
import { problemOf } from './arbitrary.js';

const BOUNDS: LowerBounds = { energyJ: 100, latencyS: 1, mixed: [{ secondPriceW: 50, leastJ: 200 }] };

describe('certifyPlan', () => {
  it('states no gap without a bound, and none where the front is proved', () => {
    const costs = { energyJ: 110, latencyS: 2 };
    expect(certifyPlan('heuristic', costs, undefined, { objective: 'both' })).toEqual({ kind: 'heuristic' });
    expect(certifyPlan('exact-costs', costs, BOUNDS, { objective: 'both' })).toEqual({ kind: 'exact' });
    const worthless = { energyJ: -1, latencyS: 0, mixed: [] };
    expect(certifyPlan('heuristic', costs, worthless, { objective: 'both' })).toEqual({ kind: 'heuristic' });
  });

  it('is a proof where the plan is as good as the bound', () => {
    const costs = { energyJ: 100 * (1 + 1e-12), latencyS: 9 };
    expect(certifyPlan('heuristic', costs, BOUNDS, { objective: 'energy' })).toEqual({ kind: 'exact' });
  });

  it('takes the bound that says most', () => {
    const gapOf = (objective: 'energy' | 'latency' | 'both', limits = {}) => {
      const certificate = certifyPlan('heuristic', { energyJ: 120, latencyS: 2 }, BOUNDS, { objective, limits });
      return certificate.kind === 'gap' ? certificate.gap : undefined;
    };
    expect(gapOf('energy')).toBeCloseTo(0.2, 12);
    expect(gapOf('latency')).toBeCloseTo(1, 12);
    // 120 + 50 · 2 over 200.
    expect(gapOf('both')).toBeCloseTo(0.1, 12);
    // Within 1.8 s, energy is at least 200 − 50 · 1.8 = 110 J.
    expect(gapOf('energy', { latencyS: 1.8 })).toBeCloseTo(120 / 110 - 1, 12);
    // Within 110 J, time is at least (200 − 110) / 50 = 1.8 s.
    expect(gapOf('latency', { energyJ: 110 })).toBeCloseTo(2 / 1.8 - 1, 12);
  });

  it('is never contradicted: no feasible plan is better by more than the gap', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), async (instance, seed) => {
        const problem = problemOf(instance);
        const { front, bounds } = await solvePlacement(problem, {
          seed,
          evaluations: 300,
          exhaustiveLimit: 0,
          proofLabels: 0,
        });
        if (bounds === undefined) return;
        const random = seededRandom(seed, 'rivals of a certified plan');
        for (const { objectives } of front.slice(0, 5)) {
          const certificate = certifyPlan('heuristic', objectives, bounds, { objective: 'both' });
          if (certificate.kind !== 'gap') continue;
          for (let trial = 0; trial < 20; trial += 1) {
            const { energyJ, latencyS, violation } = evaluatePlacement(problem, randomPlan(random, problem));
            if (violation > 0) continue;
            const better = Math.min(objectives.energyJ / energyJ, objectives.latencyS / latencyS);
            expect(better).toBeLessThanOrEqual((1 + certificate.gap) * (1 + 1e-9));
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});
