import { type Guard, requireBoolean, requireInteger, requireObject } from '../_internals/require.js';

/** Sizes of a plain decoder-only transformer. Other blocks (mixtures of experts, convolutions) are variants still to come. */
export interface DecoderShape {
  /** Decoder layers. */
  readonly layers: number;
  /** Residual width d. */
  readonly width: number;
  /** Query heads h_q. */
  readonly heads: number;
  /** Key and value heads h_kv; equal to `heads` without grouping. */
  readonly kvHeads: number;
  /** Size of one head d_h. */
  readonly headSize: number;
  /** Inner width of the MLP f. */
  readonly mlpWidth: number;
  /** Three matrices (gate, up, down) rather than two. */
  readonly gatedMlp: boolean;
  /** Tokens in the vocabulary. */
  readonly vocabulary: number;
  /** The head reuses the embedding table. */
  readonly tiedHead: boolean;
}

const guard: Guard = { where: 'checkDecoderShape', remedy: 'take the sizes from the model’s config.json' };
const SIZES = ['layers', 'width', 'heads', 'kvHeads', 'headSize', 'mlpWidth', 'vocabulary'] as const;

/** @throws {InvalidValueError} if a size is not an integer ≥ 1, a flag is not a boolean, or kvHeads exceeds heads */
export function checkDecoderShape(shape: DecoderShape): void {
  requireObject(guard, 'shape', shape);
  for (const size of SIZES) requireInteger(guard, `shape.${size}`, shape[size], 1);
  requireInteger(guard, 'shape.kvHeads', shape.kvHeads, 1, shape.heads);
  requireBoolean(guard, 'shape.gatedMlp', shape.gatedMlp);
  requireBoolean(guard, 'shape.tiedHead', shape.tiedHead);
}
