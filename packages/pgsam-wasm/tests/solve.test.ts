import { checkPlan, evaluatePlacement, InvalidValueError, type PlacementProblem, type StageWork } from '@qeil/model';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import {
  DEFAULT_MOMENTUM,
  EVALUATIONS_PER_STEP,
  PgsamError,
  PgsamOptionsError,
  PgsamProblemError,
  type SolveProgress,
  solvePlacement,
} from '../src/index.js';
import { problemOf } from './arbitrary.js';

const ANNEAL = { exhaustiveLimit: 0, evaluations: 6_000, proofLabels: 0 } as const;

/** The same problem, with a duration no plan can keep. */
const impossible = (problem: PlacementProblem): PlacementProblem => ({
  ...problem,
  bounds: { ...problem.bounds, latencyS: 1e-30 },
});

describe('solvePlacement', () => {
  it('returns feasible plans with the costs the reference gives them, none dominated by another', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), async (instance, seed) => {
        const problem = problemOf(instance);
        const { front, closest, certificate, evaluations } = await solvePlacement(problem, { ...ANNEAL, seed });
        // Proved without a search: some phase has no device that all its stages may run on.
        if (certificate === 'exact') expect(problem.wholePhases && front.length === 0).toBe(true);
        else expect(evaluations).toBe(ANNEAL.evaluations);
        expect(closest === undefined).toBe(front.length > 0);
        for (const { plan, objectives } of front) {
          checkPlan(problem, plan);
          const reference = evaluatePlacement(problem, plan);
          expect(reference.violation).toBeLessThanOrEqual(1e-12);
          expect(Math.abs(objectives.energyJ / reference.energyJ - 1)).toBeLessThanOrEqual(1e-12);
          expect(Math.abs(objectives.latencyS / reference.latencyS - 1)).toBeLessThanOrEqual(1e-12);
          expect(Math.abs(objectives.underUtilisation - reference.underUtilisation)).toBeLessThanOrEqual(1e-12);
        }
        const dominated = front.filter((one) =>
          front.some(
            (other) =>
              other !== one &&
              other.objectives.energyJ <= one.objectives.energyJ &&
              other.objectives.latencyS <= one.objectives.latencyS &&
              other.objectives.underUtilisation <= one.objectives.underUtilisation,
          ),
        );
        expect(dominated).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  it('bounds the ends of the proved front from below', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (instance) => {
        const problem = problemOf(instance, { devices: 2, stages: 3, samples: 3 });
        const { front, certificate, bounds } = await solvePlacement(problem, { seed: 1 });
        expect(certificate).toBe('exact');
        for (const { objectives } of bounds === undefined ? [] : front) {
          expect(objectives.energyJ).toBeGreaterThanOrEqual(bounds?.energyJ ?? Number.NaN);
          expect(objectives.latencyS).toBeGreaterThanOrEqual(bounds?.latencyS ?? Number.NaN);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('proves, where it says so, that no plan is better in energy and latency', async () => {
    let proved = 0;
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), async (instance, seed) => {
        const problem = { ...problemOf(instance, { devices: 2, stages: 3, samples: 2 }), wholePhases: false };
        const options = { seed, evaluations: 60, exhaustiveLimit: 0 };
        const { front, certificate } = await solvePlacement(problem, options);
        if (certificate !== 'exact-costs') return;
        proved += 1;
        const exact = await solvePlacement(problem, { seed });
        expect(exact.certificate).toBe('exact');
        for (const { objectives: best } of exact.front) {
          const matched = front.some(
            ({ objectives }) =>
              objectives.energyJ <= best.energyJ * (1 + 1e-9) && objectives.latencyS <= best.latencyS * (1 + 1e-9),
          );
          expect(matched).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
    expect(proved).toBeGreaterThan(0);
  });

  it('is deterministic by seed', async () => {
    const problem = problemOf(3);
    const options = { ...ANNEAL, seed: 42 };
    expect(await solvePlacement(problem, options)).toEqual(await solvePlacement(problem, options));
  });

  it('proves the front of a small problem, whatever the budget', async () => {
    const problem = problemOf(1, { devices: 2, stages: 3, samples: 3 });
    const exact = await solvePlacement(problem, { seed: 1, evaluations: 1 });
    expect(exact.certificate).toBe('exact');
    const annealed = await solvePlacement(problem, { ...ANNEAL, seed: 1, evaluations: 30_000 });
    expect(annealed.certificate).toBe('heuristic');
    expect(annealed.front.map(({ objectives }) => objectives)).toEqual(exact.front.map(({ objectives }) => objectives));
  });

  it('without momentum is the search with μ = 0 and ε = 1, and not the default one', async () => {
    const problem = problemOf(10);
    const solve = (momentum: typeof DEFAULT_MOMENTUM | false) =>
      solvePlacement(problem, { ...ANNEAL, seed: 1, momentum });
    const plain = await solve(false);
    expect(await solve({ mu: 0, epsilon: 1, theta: 5 })).toEqual(plain);
    expect(await solve(DEFAULT_MOMENTUM)).not.toEqual(plain);
  });

  it('says that nothing is feasible, and which plan comes closest', async () => {
    const problem = impossible(problemOf(1, { devices: 2, stages: 3, samples: 3 }));
    const { front, closest, certificate } = await solvePlacement(problem, { seed: 1 });
    expect(front).toEqual([]);
    expect(certificate).toBe('exact');
    expect(closest && evaluatePlacement(problem, closest).violation).toBeGreaterThan(0);
  });

  it('reports progress up to the planned number of evaluations', async () => {
    const reports: SolveProgress[] = [];
    const evaluations = 2 * EVALUATIONS_PER_STEP + 1;
    const onProgress = (progress: SolveProgress) => reports.push(progress);
    await solvePlacement(problemOf(3), { ...ANNEAL, seed: 1, evaluations, onProgress });
    expect(reports.map((report) => report.evaluations)).toEqual([
      EVALUATIONS_PER_STEP,
      2 * EVALUATIONS_PER_STEP,
      evaluations,
    ]);
    expect(reports.every((report) => report.plannedEvaluations === evaluations)).toBe(true);
  });

  it('lets the event loop run between steps and ends there when aborted', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const onProgress = vi.fn(() => {
      setImmediate(() => controller.abort(reason));
    });
    const solving = solvePlacement(problemOf(3), {
      ...ANNEAL,
      seed: 1,
      evaluations: 1_000_000_000,
      onProgress,
      signal: controller.signal,
    });
    await expect(solving).rejects.toBe(reason);
    expect(onProgress.mock.calls.length).toBeLessThanOrEqual(2);
  });

  it('does not start when it is already aborted', async () => {
    const signal = AbortSignal.abort(new Error('before'));
    await expect(solvePlacement(problemOf(3), { seed: 1, signal })).rejects.toThrow('before');
  });

  it.each([
    ['seed', { seed: -1 }, 'seed'],
    ['a fractional seed', { seed: 0.5 }, 'seed'],
    ['an unsafe seed', { seed: 2 ** 53 }, 'seed'],
    ['no evaluations', { seed: 1, evaluations: 0 }, 'evaluations'],
    ['NaN evaluations', { seed: 1, evaluations: Number.NaN }, 'evaluations'],
    ['negative labels', { seed: 1, proofLabels: -1 }, 'proofLabels'],
    ['too many labels', { seed: 1, proofLabels: 1e7 + 1 }, 'proofLabels'],
    ['a negative limit', { seed: 1, exhaustiveLimit: -1 }, 'exhaustiveLimit'],
    ['μ = 1', { seed: 1, momentum: { ...DEFAULT_MOMENTUM, mu: 1 } }, 'momentum.mu'],
    ['ε = 0', { seed: 1, momentum: { ...DEFAULT_MOMENTUM, epsilon: 0 } }, 'momentum.epsilon'],
    ['θ = 0', { seed: 1, momentum: { ...DEFAULT_MOMENTUM, theta: 0 } }, 'momentum.theta'],
  ])('refuses %s by name', async (_, options, name) => {
    const error: unknown = await solvePlacement(problemOf(1), options).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PgsamOptionsError);
    expect(PgsamError.isInstance(error) && error.message).toContain(name);
  });

  it('refuses an invalid problem as the model does, and one that is too large by its own error', async () => {
    const problem = problemOf(1);
    const [stage] = problem.stages;
    if (stage === undefined) throw new Error('a problem has stages');
    await expect(solvePlacement({ ...problem, boardPowerW: Number.NaN }, { seed: 1 })).rejects.toBeInstanceOf(
      InvalidValueError,
    );
    const stages = new Array<StageWork>(65_536).fill(stage);
    const allowed = stages.map(() => problem.devices.map(() => true));
    await expect(
      solvePlacement({ ...problem, stages, allowed: [allowed, allowed] }, { seed: 1 }),
    ).rejects.toBeInstanceOf(PgsamProblemError);
  });
});
