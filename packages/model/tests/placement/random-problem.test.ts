import { describe, expect, it } from 'vitest';
import { evaluatePlacement, type PlacementProblem, seededRandom } from '../../src/index.js';
import { randomPlacementProblem, randomPlan } from '../../src/testing/index.js';

describe('randomPlacementProblem', () => {
  const drawn = Array.from({ length: 400 }, (_, index) => {
    const random = seededRandom(index, 'diversity');
    const problem = randomPlacementProblem(random);
    const plans = Array.from({ length: 5 }, () => randomPlan(random, problem));
    return { problem, evaluations: plans.map((plan) => evaluatePlacement(problem, plan)) };
  });
  const share = (holds: (problem: PlacementProblem) => boolean) =>
    drawn.filter(({ problem }) => holds(problem)).length / drawn.length;

  it('is the same for the same stream', () => {
    expect(randomPlacementProblem(seededRandom(3))).toEqual(randomPlacementProblem(seededRandom(3)));
  });

  it('covers the sizes it promises', () => {
    expect(new Set(drawn.map(({ problem }) => problem.devices.length))).toEqual(new Set([1, 2, 3, 4, 5, 6]));
    expect(Math.max(...drawn.map(({ problem }) => problem.stages.length))).toBe(40);
    expect(Math.min(...drawn.map(({ problem }) => problem.stages.length))).toBe(1);
  });

  it('is diverse: shared pools, leakage, finite and infinite bounds, whole phases, prohibitions', () => {
    for (const trait of [
      share(({ devices, pools }) => devices.length > pools.length),
      share(({ thermalDomains }) => thermalDomains.some((domain) => domain.leakage)),
      share(({ bounds }) => Object.values(bounds).some(Number.isFinite)),
      share(({ bounds }) => !Object.values(bounds).some(Number.isFinite)),
      share(({ wholePhases }) => wholePhases),
      share(({ allowed }) => allowed.flat(2).includes(false)),
    ]) {
      expect(trait).toBeGreaterThan(0.05);
      expect(trait).toBeLessThan(0.95);
    }
  });

  it('has feasible and infeasible plans', () => {
    const plans = drawn.flatMap(({ evaluations }) => evaluations);
    const feasible = plans.filter(({ violation }) => violation === 0).length / plans.length;
    expect(feasible).toBeGreaterThan(0.02);
    expect(feasible).toBeLessThan(0.9);
  });

  it('reaches thermal runaway only when asked', () => {
    const runaways = (runaway: boolean) => {
      let count = 0;
      for (let seed = 0; seed < 200; seed += 1) {
        const random = seededRandom(seed, 'runaway');
        const problem = randomPlacementProblem(random, { runaway });
        const { thermal } = evaluatePlacement(problem, randomPlan(random, problem));
        if (thermal.some(({ temperatureK }) => temperatureK === undefined)) count += 1;
      }
      return count;
    };
    expect(runaways(false)).toBe(0);
    expect(runaways(true)).toBeGreaterThan(0);
  });
});
