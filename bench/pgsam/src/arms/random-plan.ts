import type { Random } from '@qeil/model';
import { below } from './chance.js';
import type { Genes, PlanSpace } from './plan-space.js';

/** Phases on one device, in blocks or scattered; decode half of the time where prefill is; any point, wave and micro-batches. */
export function randomGenes(random: Random, space: PlanSpace): Genes {
  const genes = new Uint32Array(space.width);
  const together = random.uniform() < 0.5;
  for (let phase = 0; phase < 2; phase += 1) {
    const change = [0, 0.15, 1][below(random, 3)];
    let device = below(random, space.devices);
    for (let stage = 0; stage < space.stages; stage += 1) {
      if (random.uniform() < change) device = below(random, space.devices);
      genes[phase * space.stages + stage] = phase === 1 && together ? genes[stage] : device;
    }
  }
  space.pointCounts.forEach((count, device) => {
    genes[space.point(device)] = below(random, count);
  });
  genes[space.wave] = 1 + below(random, space.largestWave);
  genes[space.microBatches] = random.uniform() < 0.5 ? 1 : 1 + below(random, genes[space.wave]);
  return genes;
}
