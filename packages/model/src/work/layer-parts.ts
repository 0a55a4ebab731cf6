import { blockOf, type DecoderShape } from './decoder-shape.js';

/** Parameters of one layer, by what a pass does with them. */
export interface LayerParts {
  /** Matrices (and convolution kernels) that every token is multiplied by: 2 FLOP each and token. */
  readonly shared: number;
  /** Matrices of one expert; 0 without experts. */
  readonly expert: number;
  /** Experts stored. */
  readonly expertCount: number;
  /** Experts a token passes. */
  readonly expertActive: number;
  /** Gains and biases: stored and read, their arithmetic not counted. */
  readonly vectors: number;
}

/** Parameters of layer `layer` of a shape that has passed its check. */
export function layerParts(shape: DecoderShape, layer: number): LayerParts {
  const { width, mlpWidth, experts } = shape;
  const mixer = mixerParameters(shape, layer);
  const vectors = vectorParameters(shape, layer);
  const perWidth = (shape.gatedMlp ? 3 : 2) * width;
  if (!experts) return { shared: mixer + perWidth * mlpWidth, expert: 0, expertCount: 0, expertActive: 0, vectors };
  const router = width * experts.count;
  return {
    shared: mixer + router + perWidth * (experts.sharedWidth ?? 0),
    expert: perWidth * experts.width,
    expertCount: experts.count,
    expertActive: experts.active,
    vectors,
  };
}

/** Attention: query, key, value, output. Convolution: a projection to three times the width, a kernel per number, a projection back. */
function mixerParameters(shape: DecoderShape, layer: number): number {
  const { width, heads, kvHeads, headSize, convolutionLength = 0 } = shape;
  if (blockOf(shape, layer) === 'convolution') return 4 * width * width + convolutionLength * width;
  return 2 * width * heads * headSize + 2 * width * kvHeads * headSize;
}

function vectorParameters(shape: DecoderShape, layer: number): number {
  const { width, heads, kvHeads, headSize, mlpWidth, gatedMlp, biases = {}, queryKeyNormalisation = false } = shape;
  const isAttention = blockOf(shape, layer) === 'attention';
  let count = 2 * normalisationParameters(shape);
  if (isAttention && queryKeyNormalisation) count += 2 * headSize;
  if (isAttention && biases.queryKeyValue) count += (heads + 2 * kvHeads) * headSize;
  if (isAttention && biases.attentionOutput) count += width;
  if (!isAttention && biases.convolution) count += 5 * width;
  if (biases.mlp) count += (gatedMlp ? 2 : 1) * mlpWidth + width;
  return count;
}

/** One normalisation: a gain per number, and with LayerNorm a bias. */
export function normalisationParameters({ width, normalisation = 'gain' }: DecoderShape): number {
  return normalisation === 'gain' ? width : 2 * width;
}
