import { QeilError } from '../errors/qeil-error.js';
import type { Placement } from './wave.js';

/** Neighbouring layers that stay together in both phases: where they read prompts and where they decode. */
export interface Piece {
  readonly firstLayer: number;
  /** One past the last. */
  readonly endLayer: number;
  readonly prefill: Placement;
  readonly decode: Placement;
}

/** A model cut into pieces; the embedding goes with the first layer, the head with the last. */
export interface SplitPlan {
  /** In order and without gaps. */
  readonly pieces: readonly Piece[];
  /** Parts a wave is cut into so that all devices have work at once. */
  readonly microBatches: number;
}

/**
 * Refuse a plan whose pieces are not the model's layers in order.
 *
 * @throws {QeilError} `input-invalid`
 */
export function checkSplitPlan({ pieces, microBatches }: SplitPlan, layers: number): void {
  const refuse = (why: string): never => {
    throw new QeilError(`the plan's pieces ${why}`, {
      kind: 'input-invalid',
      remedy: 'List every layer of the model once and in order.',
    });
  };
  let next = 0;
  for (const { firstLayer, endLayer } of pieces) {
    if (firstLayer !== next) refuse(`go on at layer ${firstLayer} after layer ${next - 1}`);
    if (!(Number.isInteger(endLayer) && endLayer > firstLayer)) refuse(`hold one that ends at layer ${endLayer}`);
    next = endLayer;
  }
  if (next !== layers) refuse(`end at layer ${next - 1}; the model has ${layers} layers`);
  if (!(Number.isInteger(microBatches) && microBatches >= 1)) refuse(`run in ${microBatches} micro-batches`);
}
