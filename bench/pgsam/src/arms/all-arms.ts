import { amosaArm } from './amosa-arm.js';
import { annealingArm } from './annealing-arm.js';
import type { Arm } from './arm.js';
import { geneticArm } from './genetic-arm.js';
import type { PgsamVariant } from './pgsam-arm.js';
import { SETTINGS } from './settings.js';
import { greedyArm, randomArm } from './simple-arms.js';
import { weightedSumArm } from './weighted-sum-arm.js';

export type ArmEntry =
  | { readonly name: string; readonly arm: Arm }
  | { readonly name: string; readonly pgsam: PgsamVariant };

/** The one that is compared with all others. */
export const PGSAM = 'PGSAM';

/** Everything that is compared, in the order of every table. */
export const ARMS: readonly ArmEntry[] = [
  { name: 'random', arm: randomArm },
  { name: 'v1 greedy', arm: greedyArm },
  { name: 'weighted sum', arm: weightedSumArm(SETTINGS.weightedSum) },
  { name: 'NSGA-II', arm: geneticArm(SETTINGS.genetic) },
  { name: 'AMOSA', arm: amosaArm(SETTINGS.amosa) },
  { name: 'annealing', arm: annealingArm(SETTINGS.annealing) },
  { name: 'PGSAM − momentum', pgsam: { momentum: false } },
  { name: 'PGSAM − guide', pgsam: { guide: false } },
  { name: PGSAM, pgsam: {} },
];
