import { usedDevices } from './phase.js';
import type { PlacementPlan } from './plan.js';
import type { PlacementProblem, StageWork } from './problem.js';

/** Memory one stage takes on the device that prefills it (B). */
export function prefillResidentByte(stage: StageWork): number {
  return stage.weightByte + stage.promptKvByte;
}

/** Memory one stage takes on the device that decodes it, weights excluded when prefill already put them there (B). */
export function decodeResidentByte(stage: StageWork, waveSize: number, weightsAlreadyThere: boolean): number {
  return (weightsAlreadyThere ? 0 : stage.weightByte) + waveSize * stage.rowKvByte;
}

/** CPQ of every pool: demand/usable, as `docs/placement.md` gives it under "Constraints". */
export function poolPressures(problem: PlacementProblem, plan: PlacementPlan): number[] {
  const { stages, devices, pools } = problem;
  const demandByte = pools.map(() => 0);
  usedDevices(problem, plan).forEach((used, index) => {
    if (used) demandByte[devices[index].pool] += devices[index].runtimeByte;
  });
  stages.forEach((stage, index) => {
    const first = plan.prefillDevice[index];
    const second = plan.decodeDevice[index];
    demandByte[devices[first].pool] += prefillResidentByte(stage);
    demandByte[devices[second].pool] += decodeResidentByte(stage, plan.waveSize, first === second);
  });
  return pools.map((pool, index) => demandByte[index] / pool.usableByte);
}
