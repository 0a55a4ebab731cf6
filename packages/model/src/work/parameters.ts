import { checkDecoderShape, type DecoderShape } from './decoder-shape.js';

/**
 * Matrix parameters of one decoder layer.
 *
 *   P = 2·d·h_q·d_h + 2·d·h_kv·d_h + (3 if gated, else 2)·d·f
 *
 * Query and output, key and value, MLP. Llama-3.1-8B: 218,103,808.
 */
export function layerParameters({ width, heads, kvHeads, headSize, mlpWidth, gatedMlp }: DecoderShape): number {
  return 2 * width * heads * headSize + 2 * width * kvHeads * headSize + (gatedMlp ? 3 : 2) * width * mlpWidth;
}

/** Parameters of the embedding table, and of the head: vocab·d each; one table serves both when the head is tied. */
export function tableParameters({ vocabulary, width }: DecoderShape): number {
  return vocabulary * width;
}

/**
 * All parameters of the model.
 *
 *   layers·(P + 2·d) + d + vocab·d·(1 if tied, else 2)
 *
 * Two normalisation vectors per layer and a final one, as in the Llama family. Biases, learned positions and per-head
 * normalisations are not in the shape and not counted (they are below 1 % of a model of this kind, GPT-2's positions apart).
 *
 * @throws {InvalidValueError} if the shape is not valid
 */
export function parameterCount(shape: DecoderShape): number {
  checkDecoderShape(shape);
  const { layers, width, tiedHead } = shape;
  const tables = tableParameters(shape) * (tiedHead ? 1 : 2);
  return layers * (layerParameters(shape) + 2 * width) + width + tables;
}

/**
 * KV cache of one token in one layer.
 *
 *   2·h_kv·d_h·b_kv bytes: a key and a value
 *
 * @param bytePerNumber - b_kv: 2 for bf16, 4 for fp32
 */
export function kvBytePerTokenLayer({ kvHeads, headSize }: DecoderShape, bytePerNumber: number): number {
  return 2 * kvHeads * headSize * bytePerNumber;
}
