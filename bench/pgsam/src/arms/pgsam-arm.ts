import type { PlacementProblem } from '@qeil/model';
import { type SolveOptions, solvePlacement } from '@qeil/pgsam-wasm';
import type { Costs } from './costs.js';

export type PgsamVariant = Pick<SolveOptions, 'momentum' | 'guide'>;

/** The front of one search of exactly `budget` evaluations, as a user would call it but without enumeration and proof. */
export async function pgsamFront(
  problem: PlacementProblem,
  variant: PgsamVariant,
  seed: number,
  budget: number,
): Promise<{ readonly front: readonly Costs[]; readonly evaluations: number }> {
  const { front, evaluations } = await solvePlacement(problem, {
    ...variant,
    seed,
    evaluations: budget,
    exhaustiveLimit: 0,
    proofLabels: 0,
  });
  const costs = front.map(
    ({ objectives: { energyJ, latencyS, underUtilisation } }): Costs => [energyJ, latencyS, underUtilisation],
  );
  return { front: costs, evaluations };
}
