import type { PlacementEvaluation, PlacementPlan } from '@qeil/model';
import type { Machine } from '../devices/device.js';
import type { Placement } from '../engine/wave.js';
import type { ExecutablePlan } from './executable-plan.js';

export interface ExecutableOptions {
  readonly machine: Machine;
  readonly name: ExecutablePlan['name'];
  readonly plan: PlacementPlan;
  readonly predicted: PlacementEvaluation;
  readonly certificate: ExecutablePlan['certificate'];
}

/** Names for a plan's indices. The plan keeps each phase on one device, as this engine runs it. */
export function toExecutable({ machine, name, plan, predicted, certificate }: ExecutableOptions): ExecutablePlan {
  const placement = (devices: readonly number[]): Placement => {
    const [index] = devices;
    const device = index === undefined ? undefined : machine.devices[index];
    const point = index === undefined ? undefined : device?.points[plan.point[index] ?? -1];
    if (device === undefined || point === undefined || devices.some((other) => other !== index)) {
      throw new RangeError(`toExecutable: plan ${name} does not keep a phase on one device of this machine`);
    }
    return { deviceId: device.id, pointName: point.name };
  };
  return {
    name,
    prefill: placement(plan.prefillDevice),
    decode: placement(plan.decodeDevice),
    waveSize: plan.waveSize,
    // "Standard" is a plain loop over generate: it throws its prompt away after every sample.
    keepPrompt: name !== 'standard',
    predicted,
    plan,
    certificate,
  };
}
