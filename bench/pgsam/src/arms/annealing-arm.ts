import type { Random } from '@qeil/model';
import type { Arm } from './arm.js';
import { randomWeights } from './chance.js';
import { neighbour } from './moves.js';
import type { Genes } from './plan-space.js';
import { randomGenes } from './random-plan.js';
import { bestArchived, scaleOf, weightedSum } from './scalarised.js';
import { obviousPlans } from './starts.js';
import type { Trial } from './trial.js';

export interface AnnealingSettings {
  /** Coolings the budget is shared among, one direction each; for every 10,000 evaluations. */
  readonly chains: number;
  /** Acceptance of a typical worsening when hottest. */
  readonly startAcceptance: number;
  /** Coldest over hottest temperature. */
  readonly endRatio: number;
}

const PROBES = 20;

/**
 * Plain simulated annealing (Kirkpatrick, Gelatt, Vecchi, Science 220, 1983): Metropolis acceptance of a weighted sum, geometric
 * cooling, one cooling per direction. No guide, no archive in any decision but where a chain starts.
 */
export function annealingArm({ chains, startAcceptance, endRatio }: AnnealingSettings): Arm {
  return ({ problem, trial, random }) => {
    for (const genes of obviousPlans(problem, trial.space)) if (trial.left > 0) trial.evaluate(genes);
    const count = Math.max(1, Math.round((chains * trial.budget) / 10_000));
    const perChain = Math.max(PROBES + 1, Math.floor(trial.left / count));
    while (trial.left > 0) cool(trial, random, Math.min(perChain, trial.left), { startAcceptance, endRatio });
  };
}

function cool(
  trial: Trial,
  random: Random,
  budget: number,
  { startAcceptance, endRatio }: Omit<AnnealingSettings, 'chains'>,
): void {
  const scale = scaleOf(trial);
  const weights = randomWeights(random);
  const end = trial.evaluations + budget;
  const known = bestArchived(trial, weights, scale);
  let current: Genes = known?.genes ?? randomGenes(random, trial.space);
  let value = known?.value ?? weightedSum(weights, scale, trial.evaluate(current.slice()));
  const propose = () => {
    const candidate = current.slice();
    neighbour(random, trial.space, candidate);
    return { candidate, proposed: weightedSum(weights, scale, trial.evaluate(candidate)) };
  };
  let worsening = 0;
  let worse = 0;
  for (let probe = 0; probe < PROBES && trial.evaluations < end; probe += 1) {
    const { candidate, proposed } = propose();
    // Steps out of the feasible plans would set a temperature for them alone.
    if (proposed > value && proposed < value + 5) {
      worsening += proposed - value;
      worse += 1;
    } else if (proposed <= value) {
      current = candidate;
      value = proposed;
    }
  }
  const hottest = (worse > 0 ? worsening / worse : 0.1) / -Math.log(startAcceptance);
  const steps = Math.max(1, end - trial.evaluations);
  for (let step = 0; trial.evaluations < end; step += 1) {
    const temperature = hottest * endRatio ** (step / steps);
    const { candidate, proposed } = propose();
    if (proposed <= value || random.uniform() < Math.exp((value - proposed) / temperature)) {
      current = candidate;
      value = proposed;
    }
  }
}
