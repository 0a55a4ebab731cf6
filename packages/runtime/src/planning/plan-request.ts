import {
  evaluatePlacement,
  greedyV1Plan,
  type PlacementPlan,
  type PlacementProblem,
  standardBatchedPlan,
  standardPlan,
} from '@qeil/model';
import { solvePlacement } from '@qeil/pgsam-wasm';
import { QeilError } from '../errors/qeil-error.js';
import { buildPlacementProblem, type ProblemOptions } from './build-placement-problem.js';
import { choosePlan, type EvaluatedPlan, type PlanObjective } from './choose-plan.js';
import { toExecutable } from './executable.js';
import type { Certificate, ExecutablePlan } from './executable-plan.js';
import { evaluateRepeatedPrefill, withFixedBudget } from './repeated-prefill.js';

export interface PlanOptions extends ProblemOptions {
  readonly seed: number;
  /** Plans the search may look at; 20,000 unless told. */
  readonly evaluations?: number;
  /** What decides among the plans of the front; the knee unless told. */
  readonly objective?: PlanObjective;
  /** Plans looked at so far. */
  readonly onProgress?: (evaluations: number) => void;
  readonly signal?: AbortSignal;
}

export interface PlanResult {
  readonly problem: PlacementProblem;
  /** Feasible plans none of which beats another, by energy. */
  readonly front: readonly EvaluatedPlan[];
  readonly chosen: ExecutablePlan;
  /** Predicted for what they do: the whole budget for every question. */
  readonly baselines: {
    readonly standard: ExecutablePlan;
    readonly standardBatched: ExecutablePlan;
    readonly greedyV1: ExecutablePlan;
  };
  readonly certificate: Certificate;
  readonly evaluations: number;
}

const DEFAULT_EVALUATIONS = 20_000;

/**
 * Choose a plan: search the placements, evaluate the front once more by the reference, take the objective's plan; and set the
 * baselines beside it.
 *
 * @throws {QeilError} `usage` when something was not calibrated or no plan meets the bounds; `out-of-memory` when none fits
 */
export async function planRequest(options: PlanOptions): Promise<PlanResult> {
  const { machine, seed, evaluations = DEFAULT_EVALUATIONS, objective = 'knee', onProgress, signal } = options;
  const problem = buildPlacementProblem(options);
  const solution = await solvePlacement(problem, {
    seed,
    evaluations,
    ...(onProgress === undefined ? {} : { onProgress }),
    ...(signal === undefined ? {} : { signal }),
  });
  const evaluated = evaluateFront(
    problem,
    solution.front.map(({ plan }) => plan),
  );
  const front = evaluated.filter(({ evaluation }) => evaluation.violation === 0);
  if (front.length === 0) throw noPlan(problem, evaluated);
  const { plan, evaluation } = choosePlan(front, objective);
  const { certificate } = solution;
  return {
    problem,
    front,
    chosen: toExecutable({ machine, name: 'v2', plan, predicted: evaluation, certificate }),
    baselines: makeBaselines(options, withFixedBudget(problem)),
    certificate,
    evaluations: solution.evaluations,
  };
}

/** The front by the reference evaluator, each plan once, cheapest first. */
function evaluateFront(problem: PlacementProblem, plans: readonly PlacementPlan[]): readonly EvaluatedPlan[] {
  const distinct = new Map<string, EvaluatedPlan>();
  for (const found of plans) {
    const plan = canonicalPlan(found);
    distinct.set(JSON.stringify(plan), { plan, evaluation: evaluatePlacement(problem, plan) });
  }
  return [...distinct.values()].sort((a, b) => a.evaluation.energyJ - b.evaluation.energyJ);
}

/**
 * Plans that run alike, written alike: one micro-batch (with whole phases on one device, cutting a wave only reads the weights more
 * often), and the first point for devices that are not used.
 */
function canonicalPlan(plan: PlacementPlan): PlacementPlan {
  const used = new Set([...plan.prefillDevice, ...plan.decodeDevice]);
  return { ...plan, microBatches: 1, point: plan.point.map((point, device) => (used.has(device) ? point : 0)) };
}

function makeBaselines({ machine }: ProblemOptions, problem: PlacementProblem): PlanResult['baselines'] {
  const baseline = (name: ExecutablePlan['name'], plan: PlacementPlan, evaluate: typeof evaluatePlacement) =>
    toExecutable({ machine, name, plan, predicted: evaluate(problem, plan), certificate: 'baseline' });
  return {
    standard: baseline('standard', standardPlan(problem), evaluateRepeatedPrefill),
    standardBatched: baseline('standard-batched', standardBatchedPlan(problem), evaluatePlacement),
    greedyV1: baseline('v1-greedy', greedyV1Plan(problem), evaluatePlacement),
  };
}

/** Names the constraint the least infeasible plan breaks. */
function noPlan(problem: PlacementProblem, evaluated: readonly EvaluatedPlan[]): QeilError {
  const nearest = evaluated.reduce<EvaluatedPlan | undefined>(
    (best, plan) => (best === undefined || plan.evaluation.violation < best.evaluation.violation ? plan : best),
    undefined,
  );
  if (nearest === undefined) return new QeilError('the search returned no plan at all', { kind: 'internal' });
  const { memoryPressure, energyJ, latencyS } = nearest.evaluation;
  const full = memoryPressure.findIndex((pressure) => pressure > 1);
  const pool = problem.pools[full];
  if (pool !== undefined) {
    const needed = ((memoryPressure[full] ?? 0) * pool.usableByte) / 2 ** 20;
    return new QeilError(
      `no plan fits: memory pool ${pool.name} needs ${needed.toFixed(0)} MiB and has ${(pool.usableByte / 2 ** 20).toFixed(0)} MiB`,
      { kind: 'out-of-memory', remedy: 'use a smaller or quantised model, a shorter prompt, or close other programs' },
    );
  }
  return new QeilError(
    `no plan meets the bounds; the nearest takes ${energyJ.toPrecision(3)} J and ${latencyS.toPrecision(3)} s per question`,
    { kind: 'usage', remedy: 'raise --max-joules, --max-seconds or --max-watts' },
  );
}
