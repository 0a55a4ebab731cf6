import { checkPlacementProblem, encodePlacementProblem, type PlacementPlan, type PlacementProblem } from '@qeil/model';
import type { FrontCertificate, LowerBounds, MixedBound } from './certificate.js';
import { PgsamCrashedError } from './errors.js';
import { flatPlanWidth, flatToPlan } from './flat-plan.js';
import { type CompiledPgsam, loadPgsam } from './low-level.js';
import {
  DEFAULT_EVALUATIONS,
  DEFAULT_EXHAUSTIVE_LIMIT,
  DEFAULT_MOMENTUM,
  DEFAULT_PROOF_LABELS,
  EVALUATIONS_PER_STEP,
  NO_MOMENTUM,
  type SolveOptions,
} from './options.js';
import { translatingErrors } from './thrown.js';

/** A plan on the front with what it costs. */
export interface FrontEntry {
  readonly plan: PlacementPlan;
  readonly objectives: {
    readonly energyJ: number;
    readonly latencyS: number;
    readonly underUtilisation: number;
  };
}

/** What a search found. */
export interface SolveResult {
  /**
   * Mutually non-dominated feasible plans, by rising energy; of plans with equal costs there is one. Empty when no feasible plan
   * was found, which with the certificate `exact` proves that there is none.
   */
  readonly front: readonly FrontEntry[];
  /** The plan that breaks its constraints least, when the front is empty: evaluate it to see which. */
  readonly closest: PlacementPlan | undefined;
  /** Of the front as a whole; {@link certifyPlan} says what it means for a plan. */
  readonly certificate: FrontCertificate;
  /** Undefined where leakage or the number of wave sizes allows none. */
  readonly bounds: LowerBounds | undefined;
  /** Evaluations spent. */
  readonly evaluations: number;
  readonly seed: number;
}

/**
 * Searches for the Pareto front of a placement problem over energy, latency and under-utilisation.
 *
 * Deterministic by seed. The event loop runs between steps, so that progress is reported and a signal is heard; nothing has to be
 * freed by the caller, however the search ends.
 *
 * @throws {InvalidValueError} of `@qeil/model`, if the problem is not valid
 * @throws {PgsamOptionsError} if an option is out of its range
 * @throws {PgsamProblemError} if there is more of something than the search accepts (65,535 of anything)
 * @throws the signal's reason, if it is aborted
 * @example
 * const { front, certificate } = await solvePlacement(problem, { seed: 1 });
 */
export async function solvePlacement(problem: PlacementProblem, options: SolveOptions): Promise<SolveResult> {
  const { seed, onProgress, signal } = options;
  signal?.throwIfAborted();
  checkPlacementProblem(problem);
  const search = startSearch(await loadPgsam(), problem, options);
  try {
    while (translatingErrors(() => search.step(EVALUATIONS_PER_STEP))) {
      onProgress?.(progressOf(search));
      await eventLoopTurn();
      signal?.throwIfAborted();
    }
    onProgress?.(progressOf(search));
    const closest = search.closestPlan();
    return {
      front: frontOf(problem, search),
      closest: closest.length === 0 ? undefined : flatToPlan(problem, closest),
      certificate: frontCertificateOf(search.certificate()),
      bounds: boundsOf(search),
      evaluations: search.evaluations(),
      seed,
    };
  } finally {
    search.free();
  }
}

type Search = InstanceType<CompiledPgsam['PlacementSearch']>;

function startSearch({ PlacementSearch }: CompiledPgsam, problem: PlacementProblem, options: SolveOptions): Search {
  const { seed, evaluations = DEFAULT_EVALUATIONS, exhaustiveLimit = DEFAULT_EXHAUSTIVE_LIMIT } = options;
  const { proofLabels = DEFAULT_PROOF_LABELS } = options;
  const { mu, epsilon, theta } = options.momentum === false ? NO_MOMENTUM : (options.momentum ?? DEFAULT_MOMENTUM);
  const { guide = true } = options;
  const flat = encodePlacementProblem(problem);
  return translatingErrors(
    () => new PlacementSearch(flat, seed, evaluations, exhaustiveLimit, proofLabels, mu, epsilon, theta, guide),
  );
}

function progressOf(search: Search) {
  return {
    evaluations: search.evaluations(),
    plannedEvaluations: search.plannedEvaluations(),
    frontSize: search.frontSize(),
  };
}

function boundsOf(search: Search): LowerBounds | undefined {
  const flat = search.lowerBounds();
  const [energyJ, latencyS] = flat;
  if (energyJ === undefined || latencyS === undefined) return undefined;
  const mixed: MixedBound[] = [];
  for (let at = 2; at + 1 < flat.length; at += 2) {
    const [secondPriceW = Number.NaN, leastJ = Number.NaN] = flat.subarray(at);
    mixed.push({ secondPriceW, leastJ });
  }
  return { energyJ, latencyS, mixed };
}

function frontCertificateOf(name: string): FrontCertificate {
  if (name === 'exact' || name === 'exact-costs' || name === 'heuristic') return name;
  throw new PgsamCrashedError(`the compiled module certifies by ${name}`);
}

function frontOf(problem: PlacementProblem, search: Search): FrontEntry[] {
  const width = flatPlanWidth(problem);
  const plans = search.frontPlans();
  const objectives = search.frontObjectives();
  const front: FrontEntry[] = [];
  for (let index = 0; index < search.frontSize(); index += 1) {
    const [energyJ = Number.NaN, latencyS = Number.NaN, underUtilisation = Number.NaN] = objectives.subarray(3 * index);
    front.push({
      plan: flatToPlan(problem, plans, index * width),
      objectives: { energyJ, latencyS, underUtilisation },
    });
  }
  return front;
}

/** Lets everything that waits have its turn. `setTimeout` alone would idle for a millisecond or four. */
function eventLoopTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
}
