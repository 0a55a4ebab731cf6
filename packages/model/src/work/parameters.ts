import { type Guard, requireInteger } from '../_internals/require.js';
import { sumOf } from '../_internals/sum.js';
import { blockOf, checkDecoderShape, type DecoderShape } from './decoder-shape.js';
import { type LayerParts, layerParts, normalisationParameters } from './layer-parts.js';

/**
 * Matrix parameters of one decoder layer.
 *
 *   attention    P = 2·d·h_q·d_h + 2·d·h_kv·d_h + MLP      query and output, key and value
 *   convolution  P = 4·d² + L·d + MLP                      projection in (to 3·d) and out, a kernel of L per number
 *   MLP          (3 if gated, else 2)·d·f;  with E experts: d·E + (3 or 2)·d·(E·f_expert + f_shared)
 *
 * Every parameter is multiplied once per token, so a layer without experts does 2·P FLOP per token beside attention. Gains and
 * biases are not matrices. Llama-3.1-8B: 218,103,808.
 *
 * @param layer - which layer, where they differ; default 0
 * @throws {InvalidValueError} if the shape is not valid or has no such layer
 */
export function layerParameters(shape: DecoderShape, layer = 0): number {
  checkDecoderShape(shape);
  const guard: Guard = { where: 'layerParameters', remedy: 'count layers from 0' };
  requireInteger(guard, 'layer', layer, 0, shape.layers - 1);
  const parts = layerParts(shape, layer);
  return parts.shared + parts.expertCount * parts.expert;
}

/** Parameters of the embedding table, and of the head: vocab·d each; one table serves both when the head is tied. */
export function tableParameters({ vocabulary, width }: DecoderShape): number {
  return vocabulary * width;
}

/**
 * All parameters of the model: layers with their gains and biases, final normalisation, embedding, learned positions, and the head
 * unless it is tied.
 *
 * @throws {InvalidValueError} if the shape is not valid
 */
export function parameterCount(shape: DecoderShape): number {
  return countWith(shape, (parts) => parts.expertCount);
}

/**
 * Parameters one token passes: those of {@link parameterCount} less the experts it is not sent to.
 *
 * @throws {InvalidValueError} if the shape is not valid
 */
export function activeParameterCount(shape: DecoderShape): number {
  return countWith(shape, (parts) => parts.expertActive);
}

function countWith(shape: DecoderShape, expertsOf: (parts: LayerParts) => number): number {
  checkDecoderShape(shape);
  const layers = Array.from({ length: shape.layers }, (_, layer) => layerParts(shape, layer));
  const inLayers = sumOf(layers, (parts) => parts.shared + expertsOf(parts) * parts.expert + parts.vectors);
  const positions = (shape.learnedPositions ?? 0) * shape.width;
  const tables = tableParameters(shape) * (shape.tiedHead ? 1 : 2);
  return inLayers + normalisationParameters(shape) + tables + positions;
}

/**
 * KV cache of one token in one attention layer.
 *
 *   2·h_kv·d_h·b_kv bytes: a key and a value
 *
 * @param bytePerNumber - b_kv: 2 for bf16, 4 for fp32
 */
export function kvBytePerTokenLayer({ kvHeads, headSize }: DecoderShape, bytePerNumber: number): number {
  return 2 * kvHeads * headSize * bytePerNumber;
}

/**
 * What one sequence keeps in one layer for `tokens` cached tokens.
 *
 *   attention    2·h_kv·d_h·b_kv·tokens
 *   convolution  L·d·b_kv, whatever the number of tokens
 *
 * @param layer - index of the layer, from 0
 * @param tokens - cached tokens, ≥ 0
 * @param bytePerNumber - b_kv
 */
export function layerCacheByte(shape: DecoderShape, layer: number, tokens: number, bytePerNumber: number): number {
  if (blockOf(shape, layer) === 'attention') return kvBytePerTokenLayer(shape, bytePerNumber) * tokens;
  return (shape.convolutionLength ?? 0) * shape.width * bytePerNumber;
}
