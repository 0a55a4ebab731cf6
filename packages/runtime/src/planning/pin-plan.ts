import { evaluatePlacement, type PlacementPlan, type PlacementProblem } from '@qeil/model';
import type { Machine } from '../devices/device.js';
import type { Placement } from '../engine/wave.js';
import { QeilError } from '../errors/qeil-error.js';
import { toExecutable } from './executable.js';
import type { ExecutablePlan } from './executable-plan.js';
import { runAlike } from './run-alike.js';
import { placementOfSplit } from './split-placement.js';
import { firstWaveEnergyJ } from './wave-energy.js';

/** What of a plan a ledger records, and a run that is gone on with must keep. */
export type RecordedPlan = Pick<ExecutablePlan, 'prefill' | 'decode' | 'split' | 'waveSize' | 'keepPrompt'>;

/**
 * The plan a run was begun with, predicted anew for this problem. What was measured since then does not change how a run that is
 * gone on with draws its samples.
 *
 * @throws {QeilError} `device-unavailable` when the machine no longer has the recorded device or operating point
 */
export function pinPlan(
  machine: Machine,
  problem: PlacementProblem,
  plan: ExecutablePlan,
  recorded: RecordedPlan,
): ExecutablePlan {
  // A plan of the user's own making is what its file says; the ledger refuses another.
  if (runAlike(plan, recorded) || plan.name === 'hand-written') return plan;
  const pinned = recorded.split === undefined ? wholePlan(machine, problem, recorded) : splitPlan(machine, recorded);
  const predicted = evaluatePlacement(problem, pinned);
  return {
    ...toExecutable({ machine, name: plan.name, plan: pinned, predicted, certificate: plan.certificate }),
    waveEnergyJ: firstWaveEnergyJ(problem, pinned),
  };
}

function splitPlan(machine: Machine, { split, waveSize }: RecordedPlan): PlacementPlan {
  const { pieces = [], microBatches = 1 } = split ?? {};
  for (const { prefill, decode } of pieces) for (const place of [prefill, decode]) indexOf(machine, place);
  return placementOfSplit({ pieces, microBatches }, machine, waveSize);
}

function wholePlan(machine: Machine, problem: PlacementProblem, recorded: RecordedPlan): PlacementPlan {
  const prefill = indexOf(machine, recorded.prefill);
  const decode = indexOf(machine, recorded.decode);
  const point = machine.devices.map((_, device) =>
    device === decode.device ? decode.point : device === prefill.device ? prefill.point : 0,
  );
  return {
    prefillDevice: problem.stages.map(() => prefill.device),
    decodeDevice: problem.stages.map(() => decode.device),
    point,
    waveSize: recorded.waveSize,
    microBatches: 1,
  };
}

function indexOf(machine: Machine, { deviceId, pointName }: Placement): { device: number; point: number } {
  const device = machine.devices.findIndex(({ id }) => id === deviceId);
  const point = machine.devices[device]?.points.findIndex(({ name }) => name === pointName) ?? -1;
  if (device >= 0 && point >= 0) return { device, point };
  throw new QeilError(`the run was begun on ${deviceId} ${pointName}, which is not here`, {
    kind: 'device-unavailable',
    remedy: 'go on where it was begun, or start anew with another --out',
  });
}
