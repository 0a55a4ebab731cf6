import type { PlacementPlan, PlacementProblem } from '@qeil/model';

export interface SolveProgress {
  readonly evaluations: number;
  readonly plannedEvaluations: number;
  readonly frontSize: number;
}

export interface SolveOptions {
  readonly seed: number;
  readonly evaluations?: number;
  readonly onProgress?: (progress: SolveProgress) => void;
  readonly signal?: AbortSignal;
}

export interface SolveResult {
  readonly front: readonly { readonly plan: PlacementPlan }[];
  readonly closest: PlacementPlan | undefined;
  readonly certificate: 'exact' | 'heuristic';
  readonly evaluations: number;
  readonly seed: number;
}

/** The agreed signature; the search itself arrives with its own branch. */
export async function solvePlacement(problem: PlacementProblem, options: SolveOptions): Promise<SolveResult> {
  throw new Error(`the search is not here yet (${problem.stages.length} stages, seed ${options.seed})`);
}
