import { seededRandom } from '@qeil/model';
import { batchEvaluator } from '@qeil/pgsam-wasm';
import type { ArmEntry } from '../arms/all-arms.js';
import { pgsamFront } from '../arms/pgsam-arm.js';
import { PlanSpace } from '../arms/plan-space.js';
import { Trial } from '../arms/trial.js';
import type { Instance } from '../instances/instance.js';
import type { Vector } from './indicators.js';

/** What one run of one arm found. */
export interface ArmRun {
  readonly evaluations: number;
  readonly wallMs: number;
  /** Its passive archive after the given number of evaluations (one of `checkpointsOf`). */
  readonly frontAt: (evaluations: number) => Promise<readonly Vector[]>;
  readonly front: readonly Vector[];
}

/** Where trajectories are looked at: the budget and ever less by this factor. */
const CHECKPOINT_FACTOR = 1.5;
const FIRST_CHECKPOINT = 30;

/** Evaluations at which a trajectory is looked at, ascending; the last is the budget. */
export function checkpointsOf(budget: number): number[] {
  const points: number[] = [];
  for (let at = budget; at >= FIRST_CHECKPOINT; at /= CHECKPOINT_FACTOR) points.unshift(Math.round(at));
  return points;
}

/** Runs one arm once. Seeds are paired: every arm gets the same ones. */
export async function runArm(entry: ArmEntry, { problem }: Instance, seed: number, budget: number): Promise<ArmRun> {
  if ('pgsam' in entry) {
    const begun = performance.now();
    const { front, evaluations } = await pgsamFront(problem, entry.pgsam, seed, budget);
    return {
      evaluations,
      wallMs: performance.now() - begun,
      front,
      // A longer search begins with the whole of a shorter one, so a shorter one is its past.
      frontAt: async (at) => (at >= budget ? front : (await pgsamFront(problem, entry.pgsam, seed, at)).front),
    };
  }
  const evaluator = batchEvaluator(problem);
  const trial = new Trial(evaluator, new PlanSpace(problem), budget);
  const begun = performance.now();
  entry.arm({ problem, trial, random: seededRandom(seed, `arm ${entry.name}`) });
  const wallMs = performance.now() - begun;
  evaluator[Symbol.dispose]();
  return {
    evaluations: trial.evaluations,
    wallMs,
    front: trial.archive.members.map(({ costs }) => costs),
    frontAt: async (at) => trial.found.filter(({ evaluation }) => evaluation <= at).map(({ costs }) => costs),
  };
}
