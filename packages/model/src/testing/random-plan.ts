import type { PlacementPlan } from '../placement/plan.js';
import type { PlacementProblem } from '../placement/problem.js';
import type { Random } from '../random/random.js';
import { chance, integerBetween, repeat } from './draw.js';

/**
 * A random plan of the right shape, feasible or not: phases on one device, in blocks or scattered; decode often where prefill
 * is; any wave size, any micro-batch count.
 */
export function randomPlan(random: Random, problem: PlacementProblem): PlacementPlan {
  const { stages, devices, request } = problem;
  const waveSize = integerBetween(random, 1, request.neededSamples.length);
  const prefillDevice = randomPhase(random, stages.length, devices.length);
  return {
    prefillDevice,
    decodeDevice: chance(random, 0.4) ? prefillDevice : randomPhase(random, stages.length, devices.length),
    point: devices.map((device) => random.integer(device.points.length)),
    waveSize,
    microBatches: chance(random, 0.5) ? 1 : integerBetween(random, 1, waveSize),
  };
}

/** One device for all stages, blocks of stages, or every stage by itself: a new device is drawn with that probability. */
function randomPhase(random: Random, stageCount: number, deviceCount: number): number[] {
  const changeProbability = [0, 0.15, 1][random.integer(3)];
  let device = random.integer(deviceCount);
  return repeat(stageCount, () => {
    if (chance(random, changeProbability)) device = random.integer(deviceCount);
    return device;
  });
}
