import type { Random } from '@qeil/model';
import type { Arm } from './arm.js';
import { below } from './chance.js';
import { neighbour } from './moves.js';
import { runNsga2 } from './nsga2.js';
import type { Genes, PlanSpace } from './plan-space.js';
import { randomGenes } from './random-plan.js';
import { obviousPlans } from './starts.js';

export interface GeneticSettings {
  readonly population: number;
  readonly crossover: number;
  /** Moves applied to a child: one, and another each time with this probability. */
  readonly moreMoves: number;
}

/** NSGA-II over plans: block crossover of both phases together or of every part by itself, mutation by {@link neighbour}. */
export function geneticArm({ population, crossover, moreMoves }: GeneticSettings): Arm {
  return ({ problem, trial, random }) => {
    const { space } = trial;
    const initial = obviousPlans(problem, space).slice(0, population);
    while (initial.length < population) initial.push(randomGenes(random, space));
    runNsga2<Genes>({
      random,
      initial,
      evaluate: (plans) => trial.evaluateAll(plans.slice(0, trial.left)),
      cross: (a, b) => (random.uniform() < crossover ? crossed(random, space, a, b) : [a.slice(), b.slice()]),
      mutate: (genes) => {
        do neighbour(random, space, genes);
        while (random.uniform() < moreMoves);
      },
    });
  };
}

function crossed(random: Random, space: PlanSpace, a: Genes, b: Genes): [Genes, Genes] {
  const [first, second] = [a.slice(), b.slice()];
  const exchange = (position: number) => {
    const kept = first[position];
    first[position] = second[position];
    second[position] = kept;
  };
  const start = below(random, space.stages);
  const end = start + 1 + below(random, space.stages);
  for (let stage = start; stage < Math.min(end, space.stages); stage += 1) {
    exchange(stage);
    exchange(space.stages + stage);
  }
  for (let position = 2 * space.stages; position < space.wave; position += 1)
    if (random.uniform() < 0.5) exchange(position);
  if (random.uniform() < 0.5) {
    exchange(space.wave);
    exchange(space.microBatches);
  }
  space.repair(first);
  space.repair(second);
  return [first, second];
}
