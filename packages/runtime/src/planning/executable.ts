import type { PlacementEvaluation, PlacementPlan } from '@qeil/model';
import type { Machine } from '../devices/device.js';
import type { Placement } from '../engine/wave.js';
import type { ExecutablePlan } from './executable-plan.js';
import { splitOfPlacement } from './split-placement.js';

export interface ExecutableOptions {
  readonly machine: Machine;
  readonly name: ExecutablePlan['name'];
  readonly plan: PlacementPlan;
  readonly predicted: PlacementEvaluation;
  readonly certificate: ExecutablePlan['certificate'];
}

/** Names for a plan's indices. The embedding is with the first layer and the head with the last, as this engine runs them. */
export function toExecutable({ machine, name, plan, predicted, certificate }: ExecutableOptions): ExecutablePlan {
  const split = splitOfPlacement(plan, machine);
  const placement = (index: number | undefined): Placement => {
    const device = index === undefined ? undefined : machine.devices[index];
    const point = index === undefined ? undefined : device?.points[plan.point[index] ?? -1];
    if (device === undefined || point === undefined) {
      throw new RangeError(`toExecutable: plan ${name} is not one of this machine`);
    }
    return { deviceId: device.id, pointName: point.name };
  };
  return {
    name,
    prefill: placement(plan.prefillDevice[0]),
    decode: placement(plan.decodeDevice.at(-1)),
    ...(split === undefined ? {} : { split }),
    waveSize: plan.waveSize,
    // "Standard" is a plain loop over generate: it throws its prompt away after every sample.
    keepPrompt: name !== 'standard',
    predicted,
    plan,
    certificate,
  };
}
