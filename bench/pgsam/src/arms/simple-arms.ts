import { greedyV1Plan } from '@qeil/model';
import { planToFlat } from '@qeil/pgsam-wasm';
import type { Arm } from './arm.js';
import { randomGenes } from './random-plan.js';

/** Independent random plans. */
export const randomArm: Arm = ({ trial, random }) => {
  while (trial.left > 0) trial.evaluate(randomGenes(random, trial.space));
};

/** The greedy plan of QEIL v1: one plan, one evaluation. */
export const greedyArm: Arm = ({ problem, trial }) => {
  trial.evaluate(planToFlat(greedyV1Plan(problem)));
};
