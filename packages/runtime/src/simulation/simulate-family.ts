import {
  type DecoderFamily,
  evaluatePlacement,
  greedyV1Plan,
  type PlacementBounds,
  type PlacementEvaluation,
  type PlacementPlan,
  type PlacementProblem,
  standardBatchedPlan,
  standardPlan,
} from '@qeil/model';
import type { MachineParts } from '@qeil/model/catalogue';
import type { Certificate } from '@qeil/pgsam-wasm';
import { certify } from '../planning/certify.js';
import { choosePlan, type EvaluatedPlan, type PlanObjective } from '../planning/choose-plan.js';
import { type PlacementRules, withPlacementRules } from '../planning/placement-rules.js';
import { repeatedPrefillProblem, withFixedBudget } from '../planning/repeated-prefill.js';
import { idlePointsFirst, type SearchedFront, type SearchOptions, searchFront } from '../planning/search-front.js';
import { brokenLimits } from './broken-limits.js';
import { simulatedProblem } from './simulated-problem.js';
import type { SimulationRequest } from './simulation-request.js';

export type SimulatedArmName = 'standard' | 'standard-batched' | 'v1-greedy' | 'v2';

/** One way to serve the request, and what it is predicted to cost. */
export interface SimulatedArm {
  readonly name: SimulatedArmName;
  readonly plan: PlacementPlan;
  readonly evaluation: PlacementEvaluation;
  /** Limits of the machine or the request that the plan breaks, in words: real hardware would refuse or slow down. */
  readonly brokenLimits: readonly string[];
}

export interface FamilySimulation {
  readonly problem: PlacementProblem;
  /** Standard, standard batched and v1 greedy: the whole budget for every question. */
  readonly baselines: readonly SimulatedArm[];
  /** Undefined when no plan was found that meets all limits. */
  readonly chosen: SimulatedArm | undefined;
  /** What the plan nearest to being feasible breaks, when none is chosen. */
  readonly reasons: readonly string[];
  readonly front: readonly EvaluatedPlan[];
  /** Of the chosen plan; without one, `exact` proves that there is none. */
  readonly certificate: Certificate;
  /** Of every plan of the front, in its order: how much better another can be in energy and time at once. */
  readonly frontCertificates: readonly Certificate[];
  readonly evaluations: number;
}

export interface SimulateFamilyOptions extends SearchOptions {
  readonly parts: MachineParts;
  readonly family: DecoderFamily;
  readonly request: SimulationRequest;
  readonly objective: PlanObjective;
  readonly bounds?: Partial<PlacementBounds>;
  /** Pins and prohibitions; the baselines keep none, being what they are. */
  readonly rules?: PlacementRules;
}

/**
 * Plan one family on one machine and set the baselines beside it.
 *
 * @throws {InvalidValueError} if the request is outside its domain
 */
export async function simulateFamily(options: SimulateFamilyOptions): Promise<FamilySimulation> {
  const { parts, family, request, objective, bounds, rules = {} } = options;
  const unruled = simulatedProblem(parts, family, request, bounds);
  const problem = withPlacementRules(unruled, rules);
  const searched = await searchFront(problem, options, idlePointsFirst);
  const { front, closest, evaluations } = searched;
  const best = front.length === 0 ? undefined : choosePlan(front, objective);
  return {
    problem,
    baselines: baselineArms(unruled),
    chosen: best && { name: 'v2', ...best, brokenLimits: [] },
    reasons: best === undefined && closest !== undefined ? brokenLimits(problem, closest) : [],
    front,
    certificate: best === undefined ? certifyNothing(searched) : certify(problem, searched, best, objective),
    frontCertificates: front.map((entry) => certify(problem, searched, entry, 'knee')),
    evaluations,
  };
}

/** Only an enumeration proves that no plan is feasible. */
function certifyNothing({ certificate }: SearchedFront): Certificate {
  return { kind: certificate === 'exact' ? 'exact' : 'heuristic' };
}

/** Baselines draw their whole budget, and "standard" prefills its prompt for every sample, as a loop over `generate` does. */
function baselineArms(problem: PlacementProblem): SimulatedArm[] {
  const fixed = withFixedBudget(problem);
  const standard = standardPlan(fixed);
  return [
    arm('standard', repeatedPrefillProblem(fixed, standard), standard),
    arm('standard-batched', fixed, standardBatchedPlan(fixed)),
    arm('v1-greedy', fixed, greedyV1Plan(fixed)),
  ];
}

function arm(name: SimulatedArmName, problem: PlacementProblem, plan: PlacementPlan): SimulatedArm {
  return { name, plan, evaluation: evaluatePlacement(problem, plan), brokenLimits: brokenLimits(problem, plan) };
}
