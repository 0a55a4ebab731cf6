import type { PlacementPlan } from '@qeil/model';
import type { Machine } from '../devices/device.js';
import type { Piece, SplitPlan } from '../engine/split-plan.js';
import type { Placement } from '../engine/wave.js';

/** A split plan in the planner's terms: the embedding stays with the first layer, the head with the last. */
export function placementOfSplit(
  { pieces, microBatches }: SplitPlan,
  machine: Machine,
  waveSize: number,
): PlacementPlan {
  const indexOf = ({ deviceId }: Placement): number => machine.devices.findIndex(({ id }) => id === deviceId);
  const stages = (phase: 'prefill' | 'decode'): number[] => {
    const inner = pieces.flatMap((piece) =>
      new Array<number>(piece.endLayer - piece.firstLayer).fill(indexOf(piece[phase])),
    );
    return [inner[0] ?? 0, ...inner, inner.at(-1) ?? 0];
  };
  const point = machine.devices.map(({ id, points }) => {
    const used = pieces.flatMap(({ prefill, decode }) => [prefill, decode]).find(({ deviceId }) => deviceId === id);
    return Math.max(
      0,
      points.findIndex(({ name: pointName }) => pointName === used?.pointName),
    );
  });
  return {
    prefillDevice: stages('prefill'),
    decodeDevice: stages('decode'),
    point,
    waveSize,
    microBatches: Math.min(microBatches, waveSize),
  };
}

/** A plan whose embedding and head are where this engine runs them: with the first layer and with the last. */
export function withEndsAttached(plan: PlacementPlan): PlacementPlan {
  const attached = (devices: readonly number[]): number[] => {
    const inner = devices.slice(1, -1);
    return [inner[0] ?? 0, ...inner, inner.at(-1) ?? 0];
  };
  return { ...plan, prefillDevice: attached(plan.prefillDevice), decodeDevice: attached(plan.decodeDevice) };
}

/** The pieces of a plan with its ends attached; undefined when both phases stay on one device each. */
export function splitOfPlacement(plan: PlacementPlan, machine: Machine): SplitPlan | undefined {
  const { prefillDevice, decodeDevice, microBatches } = plan;
  if (new Set(prefillDevice).size === 1 && new Set(decodeDevice).size === 1) return undefined;
  const place = (device: number | undefined): Placement => {
    const found = machine.devices[device ?? -1];
    const point = found?.points[plan.point[device ?? -1] ?? -1];
    if (found === undefined || point === undefined) throw new RangeError('splitOfPlacement: a plan of another machine');
    return { deviceId: found.id, pointName: point.name };
  };
  const pieces: Piece[] = [];
  const layers = decodeDevice.length - 2;
  for (let layer = 0; layer < layers; layer += 1) {
    const [prefill, decode] = [prefillDevice[layer + 1], decodeDevice[layer + 1]];
    const last = pieces.at(-1);
    const goesOn = layer > 0 && prefill === prefillDevice[layer] && decode === decodeDevice[layer];
    if (last !== undefined && goesOn) pieces[pieces.length - 1] = { ...last, endLayer: layer + 1 };
    else pieces.push({ firstLayer: layer, endLayer: layer + 1, prefill: place(prefill), decode: place(decode) });
  }
  return { pieces, microBatches };
}
