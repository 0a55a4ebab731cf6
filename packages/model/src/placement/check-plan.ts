import { type Guard, requireArray, requireInteger, requireObject } from '../_internals/require.js';
import type { PlacementPlan } from './plan.js';
import type { PlacementProblem } from './problem.js';

const guard: Guard = {
  where: 'checkPlan',
  remedy: 'a plan needs one device index per stage and phase, one point index per device, 1 ≤ m ≤ b ≤ k',
};

/**
 * Refuses a plan whose shape does not fit the problem. A plan of the right shape that breaks a constraint is not refused: the
 * evaluator reports its violation.
 *
 * @throws {InvalidValueError} naming the entry, its value and the rule
 */
export function checkPlan(problem: PlacementProblem, plan: PlacementPlan): void {
  const { stages, devices, request } = problem;
  requireObject(guard, 'plan', plan);
  for (const phase of ['prefillDevice', 'decodeDevice'] as const) {
    requireArray(guard, `plan.${phase}`, plan[phase], stages.length);
    // Not forEach: it would skip the holes of a sparse array.
    for (let stage = 0; stage < stages.length; stage += 1) {
      requireInteger(guard, `plan.${phase}[${stage}]`, plan[phase][stage], 0, devices.length - 1);
    }
  }
  requireArray(guard, 'plan.point', plan.point, devices.length);
  for (let device = 0; device < devices.length; device += 1) {
    requireInteger(guard, `plan.point[${device}]`, plan.point[device], 0, devices[device].points.length - 1);
  }
  requireInteger(guard, 'plan.waveSize', plan.waveSize, 1, request.neededSamples.length);
  requireInteger(guard, 'plan.microBatches', plan.microBatches, 1, plan.waveSize);
}
