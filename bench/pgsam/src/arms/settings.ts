import type { AmosaSettings } from './amosa-arm.js';
import type { AnnealingSettings } from './annealing-arm.js';
import type { GeneticSettings } from './genetic-arm.js';
import type { WeightedSumSettings } from './weighted-sum-arm.js';

/** The rivals' settings. */
export const SETTINGS: {
  readonly genetic: GeneticSettings;
  readonly amosa: AmosaSettings;
  readonly annealing: AnnealingSettings;
  readonly weightedSum: WeightedSumSettings;
} = {
  genetic: { population: 100, crossover: 0.9, moreMoves: 0.3 },
  amosa: { hardLimit: 60, softLimit: 120, gamma: 2, hillClimbs: 20, hottest: 1, coldest: 1e-4, levels: 30 },
  annealing: { chains: 20, startAcceptance: 0.4, endRatio: 1e-2 },
  weightedSum: { patience: 100, fresh: 0.2 },
};
