import type { Placement } from '../engine/wave.js';
import type { ExecutablePlan } from './executable-plan.js';

/** Whether two plans do the same: the same devices and points, pieces, micro-batches and wave size. */
export function runAlike(left: Acting, right: Acting): boolean {
  return told(left) === told(right);
}

type Acting = Pick<ExecutablePlan, 'prefill' | 'decode' | 'split' | 'waveSize'>;

const names = ({ deviceId, pointName }: Placement): readonly string[] => [deviceId, pointName];

function told({ prefill, decode, split, waveSize }: Acting): string {
  const pieces = split?.pieces.map((piece) => [
    piece.firstLayer,
    piece.endLayer,
    names(piece.prefill),
    names(piece.decode),
  ]);
  return JSON.stringify([names(prefill), names(decode), waveSize, split?.microBatches, pieces]);
}
