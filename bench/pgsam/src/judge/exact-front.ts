import { solvePlacement } from '@qeil/pgsam-wasm';
import type { Instance } from '../instances/instance.js';
import type { Vector } from './indicators.js';

/** Plans visited at most to prove a front. */
const MOST_PLANS = 20_000_000;

/** The proved front of an enumerable instance; undefined for the others. */
export async function exactFront({ name, problem, enumerable }: Instance): Promise<readonly Vector[] | undefined> {
  if (!enumerable) return undefined;
  const { front, certificate } = await solvePlacement(problem, { seed: 0, exhaustiveLimit: MOST_PLANS });
  if (certificate !== 'exact') throw new RangeError(`instance ${name} has more than ${MOST_PLANS} plans`);
  return front.map(({ objectives: { energyJ, latencyS, underUtilisation } }) => [energyJ, latencyS, underUtilisation]);
}
