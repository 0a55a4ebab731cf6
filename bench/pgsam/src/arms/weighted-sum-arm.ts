import type { Arm } from './arm.js';
import { randomWeights } from './chance.js';
import { neighbour } from './moves.js';
import { randomGenes } from './random-plan.js';
import { bestArchived, scaleOf, weightedSum } from './scalarised.js';
import { obviousPlans } from './starts.js';

export interface WeightedSumSettings {
  /** A climb ends after this many neighbours that are no better. */
  readonly patience: number;
  /** Share of climbs that start from a random plan instead of the best one known for their weights. */
  readonly fresh: number;
}

/** Hill climbs by a weighted sum, each in a new direction, from the best plan known in that direction or from a random one. */
export function weightedSumArm({ patience, fresh }: WeightedSumSettings): Arm {
  return ({ problem, trial, random }) => {
    for (const genes of obviousPlans(problem, trial.space)) if (trial.left > 0) trial.evaluate(genes);
    while (trial.left > 0) {
      const scale = scaleOf(trial);
      const weights = randomWeights(random);
      const known = random.uniform() < fresh ? undefined : bestArchived(trial, weights, scale);
      let current = known?.genes.slice() ?? randomGenes(random, trial.space);
      let value = known?.value ?? weightedSum(weights, scale, trial.evaluate(current));
      let failures = 0;
      while (failures < patience && trial.left > 0) {
        const candidate = current.slice();
        neighbour(random, trial.space, candidate);
        const proposed = weightedSum(weights, scale, trial.evaluate(candidate));
        failures = proposed < value ? 0 : failures + 1;
        if (proposed <= value) {
          current = candidate;
          value = proposed;
        }
      }
    }
  };
}
