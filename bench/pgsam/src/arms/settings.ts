import type { AmosaSettings } from './amosa-arm.js';
import type { AnnealingSettings } from './annealing-arm.js';
import type { GeneticSettings } from './genetic-arm.js';
import type { WeightedSumSettings } from './weighted-sum-arm.js';

/** The rivals' settings: what `tune.ts` chose, with equal effort for each, at 10,000 evaluations; results/tuning.json has all of it. */
export const SETTINGS: {
  readonly genetic: GeneticSettings;
  readonly amosa: AmosaSettings;
  readonly annealing: AnnealingSettings;
  readonly weightedSum: WeightedSumSettings;
} = {
  genetic: { population: 100, crossover: 0.6, moreMoves: 0.3 },
  amosa: { hardLimit: 200, softLimit: 400, gamma: 2, hillClimbs: 0, hottest: 0.3, coldest: 1e-4, levels: 30 },
  annealing: { chains: 25, startAcceptance: 0.4, endRatio: 0.1 },
  weightedSum: { patience: 50, fresh: 0.2 },
};
