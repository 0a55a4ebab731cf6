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
  return poolDemands(problem, plan).map(({ totalByte }, pool) => totalByte / problem.pools[pool].usableByte);
}

/** What a plan asks of one pool. */
export interface PoolDemand {
  /** Everything: runtime, weights, prompt KV, rows' KV (B). */
  readonly totalByte: number;
  /** Weights, once per device that holds them (B). */
  readonly weightByte: number;
  /** KV of one row at its longest, over the stages decoded here (B). */
  readonly rowKvByte: number;
}

/** Demand of every pool under a plan. */
export function poolDemands(problem: PlacementProblem, plan: PlacementPlan): PoolDemand[] {
  const { stages, devices, pools } = problem;
  const total = pools.map(() => 0);
  const weight = pools.map(() => 0);
  const rowKv = pools.map(() => 0);
  usedDevices(problem, plan).forEach((used, index) => {
    if (used) total[devices[index].pool] += devices[index].runtimeByte;
  });
  stages.forEach((stage, index) => {
    const first = plan.prefillDevice[index];
    const second = plan.decodeDevice[index];
    total[devices[first].pool] += prefillResidentByte(stage);
    total[devices[second].pool] += decodeResidentByte(stage, plan.waveSize, first === second);
    weight[devices[first].pool] += stage.weightByte;
    if (first !== second) weight[devices[second].pool] += stage.weightByte;
    rowKv[devices[second].pool] += stage.rowKvByte;
  });
  return pools.map((_, pool) => ({ totalByte: total[pool], weightByte: weight[pool], rowKvByte: rowKv[pool] }));
}
