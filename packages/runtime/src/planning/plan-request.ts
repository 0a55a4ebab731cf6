import {
  evaluatePlacement,
  greedyV1Plan,
  type PlacementPlan,
  type PlacementProblem,
  standardBatchedPlan,
  standardPlan,
} from '@qeil/model';
import type { Certificate } from '@qeil/pgsam-wasm';
import { QeilError } from '../errors/qeil-error.js';
import { buildPlacementProblem, type ProblemOptions } from './build-placement-problem.js';
import { certify } from './certify.js';
import { choosePlan, type EvaluatedPlan, type PlanObjective } from './choose-plan.js';
import { toExecutable } from './executable.js';
import type { ExecutablePlan } from './executable-plan.js';
import { type PlacementRules, withPlacementRules } from './placement-rules.js';
import { evaluateRepeatedPrefill, withFixedBudget } from './repeated-prefill.js';
import { idlePointsFirst, type SearchOptions, searchFront } from './search-front.js';
import { withEndsAttached } from './split-placement.js';
import { firstWaveEnergyJ, withinWaveEnergy } from './wave-energy.js';

export interface PlanOptions extends ProblemOptions, SearchOptions {
  /** What decides among the plans of the front; the knee unless told. */
  readonly objective?: PlanObjective;
  /** Most energy a question's first wave may be expected to take (J): waves are made small enough. */
  readonly mostWaveJ?: number;
  /** Pins and prohibitions; the baselines keep none, being what they are. */
  readonly rules?: PlacementRules;
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
  /** Of the chosen plan. */
  readonly certificate: Certificate;
  /** Of every plan of the front, in its order: how much better another can be in energy and time at once. */
  readonly frontCertificates: readonly Certificate[];
  readonly evaluations: number;
}

/**
 * Choose a plan: search the placements, evaluate the front once more by the reference, take the objective's plan; and set the
 * baselines beside it.
 *
 * @throws {QeilError} `usage` when something was not calibrated; `goal-missed` when no plan meets the bounds; `out-of-memory` when
 *   none fits
 */
export async function planRequest(options: PlanOptions): Promise<PlanResult> {
  const { machine, objective = 'knee', mostWaveJ, rules = {} } = options;
  const unruled = buildPlacementProblem(options);
  const problem = withEndsTied(withPlacementRules(unruled, rules));
  const searched = await searchFront(problem, options, canonicalPlan);
  const { front, closest, evaluations } = searched;
  if (front.length === 0) throw noPlan(problem, closest);
  const affordable = mostWaveJ === undefined ? front : withinWaveEnergy(problem, front, mostWaveJ);
  const choice = choosePlan(affordable, objective);
  const { plan, evaluation } = choice;
  // What the first wave may take is no constraint of the problem: a plan kept back by it is best in another sense.
  const certificate = certify(problem, searched, choice, choice === choosePlan(front, objective) ? objective : 'knee');
  return {
    problem,
    front,
    chosen: {
      ...toExecutable({ machine, name: 'v2', plan, predicted: evaluation, certificate }),
      waveEnergyJ: firstWaveEnergyJ(problem, plan),
    },
    // The baselines are what others do, and none of them splits a phase.
    baselines: makeBaselines(options, withFixedBudget({ ...unruled, wholePhases: true })),
    certificate,
    frontCertificates: front.map((entry) => certify(problem, searched, entry, 'knee')),
    evaluations,
  };
}

/** As this engine runs it. With decode on one device, cutting a wave only reads the weights more often: one micro-batch. */
function canonicalPlan(plan: PlacementPlan): PlacementPlan {
  const attached = idlePointsFirst(withEndsAttached(plan));
  return new Set(attached.decodeDevice).size === 1 ? { ...attached, microBatches: 1 } : attached;
}

/** Embedding and first layer may be where both may, and so may head and last layer: the engine runs them together. */
function withEndsTied(problem: PlacementProblem): PlacementProblem {
  const tied = (phase: readonly (readonly boolean[])[]): readonly (readonly boolean[])[] => {
    const both = (left: number, right: number): readonly boolean[] =>
      (phase.at(left) ?? []).map((may, device) => may && phase.at(right)?.[device] === true);
    const [first, last] = [both(0, 1), both(-1, -2)];
    // Where no device may run both, the rules are left to speak for themselves.
    if (!first.includes(true) || !last.includes(true) || phase.length < 4) return phase;
    return [first, first, ...phase.slice(2, -2), last, last];
  };
  const [prefill, decode] = problem.allowed;
  return { ...problem, allowed: [tied(prefill), tied(decode)] };
}

function makeBaselines({ machine }: ProblemOptions, problem: PlacementProblem): PlanResult['baselines'] {
  const baseline = (name: ExecutablePlan['name'], plan: PlacementPlan, evaluate: typeof evaluatePlacement) =>
    toExecutable({ machine, name, plan, predicted: evaluate(problem, plan), certificate: { kind: 'baseline' } });
  return {
    standard: baseline('standard', standardPlan(problem), evaluateRepeatedPrefill),
    standardBatched: baseline('standard-batched', standardBatchedPlan(problem), evaluatePlacement),
    greedyV1: baseline('v1-greedy', greedyV1Plan(problem), evaluatePlacement),
  };
}

/** Names the constraint that the plan nearest to being feasible breaks. */
function noPlan(problem: PlacementProblem, closest: PlacementPlan | undefined): QeilError {
  if (closest === undefined) return new QeilError('the search returned no plan at all', { kind: 'internal' });
  const { memoryPressure, energyJ, latencyS } = evaluatePlacement(problem, closest);
  const full = memoryPressure.findIndex((pressure) => pressure > 1);
  const pool = problem.pools[full];
  if (pool !== undefined) {
    const needed = mebibytes((memoryPressure[full] ?? 0) * pool.usableByte);
    return new QeilError(`no plan fits: pool ${pool.name} needs ${needed} and has ${mebibytes(pool.usableByte)}`, {
      kind: 'out-of-memory',
      remedy: 'use a smaller or quantised model, a shorter prompt, or close other programs',
    });
  }
  return new QeilError(
    `no plan meets the bounds; the nearest takes ${energyJ.toPrecision(3)} J and ${latencyS.toPrecision(3)} s per question`,
    { kind: 'goal-missed', remedy: 'raise --max-joules, --max-seconds or --max-watts, or lower --samples' },
  );
}

function mebibytes(byte: number): string {
  return `${(byte / 2 ** 20).toFixed(0)} MiB`;
}
