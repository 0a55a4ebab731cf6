import type { PlacementPlan, PlacementProblem } from '@qeil/model';

/** Entries of one flat plan: two devices per stage, a point per device, wave size, micro-batches. `src/plan.rs` has the same. */
export function flatPlanWidth({ stages, devices }: PlacementProblem): number {
  return 2 * stages.length + devices.length + 2;
}

/** @param plan - must have passed `checkPlan` */
export function planToFlat(plan: PlacementPlan): Uint32Array {
  return Uint32Array.of(...plan.prefillDevice, ...plan.decodeDevice, ...plan.point, plan.waveSize, plan.microBatches);
}

/** The plan that starts at entry `from` of one or more flat plans. */
export function flatToPlan({ stages, devices }: PlacementProblem, flat: Uint32Array, from = 0): PlacementPlan {
  const decode = from + stages.length;
  const point = decode + stages.length;
  const wave = point + devices.length;
  const [waveSize, microBatches] = flat.subarray(wave, wave + 2);
  if (waveSize === undefined || microBatches === undefined) {
    throw new RangeError(`flatToPlan: ${flat.length} entries end before the plan at ${from} does`);
  }
  return {
    prefillDevice: Array.from(flat.subarray(from, decode)),
    decodeDevice: Array.from(flat.subarray(decode, point)),
    point: Array.from(flat.subarray(point, wave)),
    waveSize,
    microBatches,
  };
}
