import { evaluatePlacement, seededRandom } from '@qeil/model';
import { batchEvaluator, flatToPlan } from '@qeil/pgsam-wasm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ARMS } from '../src/arms/all-arms.js';
import { Archive } from '../src/arms/archive.js';
import { type Costs, dominatesCosts } from '../src/arms/costs.js';
import { neighbour } from '../src/arms/moves.js';
import { PlanSpace } from '../src/arms/plan-space.js';
import { randomGenes } from '../src/arms/random-plan.js';
import { Trial } from '../src/arms/trial.js';
import { testInstances, tuningInstances } from '../src/instances/all-instances.js';
import { runArm } from '../src/judge/run-arm.js';

const instances = testInstances(true);
const BUDGET = 700;

describe('every arm', () => {
  it.each(ARMS.map((entry) => [entry.name, entry] as const))(
    '%s spends no more than its budget, the same way every time',
    async (_, entry) => {
      for (const instance of instances) {
        const first = await runArm(entry, instance, 3, BUDGET);
        const second = await runArm(entry, instance, 3, BUDGET);
        expect(first.evaluations).toBeLessThanOrEqual(BUDGET);
        if (entry.name !== 'v1 greedy') expect(first.evaluations).toBe(BUDGET);
        expect(second.front).toEqual(first.front);
        for (const point of first.front) expect(point.every(Number.isFinite)).toBe(true);
      }
    },
  );

  it.each(ARMS.map((entry) => [entry.name, entry] as const))(
    '%s had reached no more before its budget was spent',
    async (_, entry) => {
      const { front, frontAt } = await runArm(entry, instances[2], 5, BUDGET);
      for (const at of [100, 400]) {
        for (const point of await frontAt(at)) {
          expect(front.some((other) => other.every((value, axis) => value <= point[axis]))).toBe(true);
        }
      }
    },
  );
});

describe('the common ground', () => {
  it('evaluates as the reference does, and repairs to the same plan twice', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 0, max: instances.length - 1 }), (seed, index) => {
        const { problem } = instances[index];
        const space = new PlanSpace(problem);
        const random = seededRandom(seed);
        const trial = new Trial(batchEvaluator(problem), space, 2);
        const genes = randomGenes(random, space);
        const judged = trial.evaluate(genes);
        const reference = evaluatePlacement(problem, flatToPlan(problem, genes));
        expect(judged.costs[0]).toBeCloseTo(reference.energyJ, 6);
        expect(judged.violation === 0).toBe(reference.violation === 0);
        const again = genes.slice();
        space.repair(again);
        expect(again).toEqual(genes);
        neighbour(random, space, again);
        expect(again).not.toEqual(genes);
        expect(() => trial.evaluateAll([again, again])).toThrow(RangeError);
      }),
      { numRuns: 200 },
    );
  });

  it('archives exactly what nothing else dominates', () => {
    const coarse = fc.integer({ min: 0, max: 6 });
    fc.assert(
      fc.property(fc.array(fc.tuple(coarse, coarse, coarse), { maxLength: 80 }), (points) => {
        const archive = new Archive<number>();
        points.forEach((point, index) => archive.offer(point, () => index));
        const members = archive.members.map(({ costs }) => costs.join());
        const expected = points.filter((point) => !points.some((other) => dominatesCosts(other as Costs, point)));
        expect([...members].sort()).toEqual([...new Set(expected.map((point) => point.join()))].sort());
      }),
    );
  });

  it('tunes on instances it does not judge, and every instance has a feasible plan', async () => {
    const names = new Set(testInstances(false).map(({ problem }) => JSON.stringify(problem.stages)));
    for (const { problem } of tuningInstances()) expect(names.has(JSON.stringify(problem.stages))).toBe(false);
    for (const instance of testInstances(false)) {
      const run = await runArm(ARMS[4], instance, 1, 10_000);
      expect(run.front.length, instance.name).toBeGreaterThan(0);
    }
  });
});
