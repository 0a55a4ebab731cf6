import { greedyV1Plan, type PlacementProblem } from '@qeil/model';
import { planToFlat } from '@qeil/pgsam-wasm';
import type { Genes, PlanSpace } from './plan-space.js';

/** With more devices than this, only the same device for both phases. PGSAM has the same limit. */
const MOST_PAIRED_DEVICES = 8;

/**
 * The plans anybody would try first, which PGSAM starts from too: every pair of a prefill and a decode device and a greedy filling
 * of memory, each with waves of one and of all samples. Every arm may have them, at one evaluation each.
 */
export function obviousPlans(problem: PlacementProblem, space: PlanSpace): Genes[] {
  const waves = space.largestWave > 1 ? [1, space.largestWave] : [1];
  const plans: Genes[] = [];
  const add = (genes: Genes) => {
    for (const wave of waves) {
      const copy = genes.slice();
      copy[space.wave] = wave;
      copy[space.microBatches] = 1;
      plans.push(copy);
    }
  };
  for (let prefill = 0; prefill < space.devices; prefill += 1) {
    for (let decode = 0; decode < space.devices; decode += 1) {
      if (prefill !== decode && space.devices > MOST_PAIRED_DEVICES) continue;
      const genes = new Uint32Array(space.width);
      genes.fill(prefill, 0, space.stages);
      genes.fill(decode, space.stages, 2 * space.stages);
      add(genes);
    }
  }
  add(planToFlat(greedyV1Plan(problem)));
  return plans;
}
