import type { PlacementPlan, PlacementProblem } from '@qeil/model';

export interface SolveOptions {
  readonly seed: number;
  readonly evaluations: number;
  readonly onProgress?: (evaluations: number) => void;
  readonly signal?: AbortSignal;
}

export interface Solution {
  readonly front: readonly { readonly plan: PlacementPlan; readonly objectives: readonly number[] }[];
  readonly certificate: 'exact' | 'heuristic';
  readonly evaluations: number;
}

/** The agreed signature; the search itself arrives with its own branch. */
export async function solvePlacement(problem: PlacementProblem, options: SolveOptions): Promise<Solution> {
  throw new Error(`the search is not here yet (${problem.stages.length} stages, seed ${options.seed})`);
}
