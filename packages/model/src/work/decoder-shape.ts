import {
  type Guard,
  requireArray,
  requireBoolean,
  requireInteger,
  requireObject,
  requireThat,
} from '../_internals/require.js';

/** What mixes the tokens in a layer: attention over all earlier ones, or LFM2's gated convolution over the last few. */
export type DecoderBlock = 'attention' | 'convolution';

/** Experts that replace the MLP; a router sends every token to some of them. */
export interface ExpertMixture {
  /** Experts in a layer. */
  readonly count: number;
  /** Experts a token passes, 1 … count. */
  readonly active: number;
  /** Inner width of one expert. */
  readonly width: number;
  /** Inner width of a further expert that every token passes. Left out: there is none. */
  readonly sharedWidth?: number;
}

/** Which linear maps of a layer add a vector. Left out: none does. */
export interface DecoderBiases {
  /** Query, key and value projections (Qwen2, GPT-2). */
  readonly queryKeyValue?: boolean;
  /** Output projection of attention (GPT-2). */
  readonly attentionOutput?: boolean;
  /** All matrices of the MLP (GPT-2). */
  readonly mlp?: boolean;
  /** Both projections and the kernel of a convolution block. */
  readonly convolution?: boolean;
}

/**
 * Sizes of a decoder-only language model. The required fields describe a Llama-like model with the same attention block in every
 * layer; the optional ones turn it into GPT-2, LFM2 or a mixture of experts.
 */
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
  /** The block of each layer. Left out: attention everywhere. */
  readonly blocks?: readonly DecoderBlock[];
  /** Length L of the convolution kernels; needed exactly when a block is a convolution. */
  readonly convolutionLength?: number;
  /** Left out: every token passes the one MLP of width `mlpWidth`. Given: the experts replace that MLP in every layer. */
  readonly experts?: ExpertMixture;
  /** Positions in a learned table (GPT-2). Left out: positions are computed, not stored. */
  readonly learnedPositions?: number;
  readonly biases?: DecoderBiases;
  /** What a normalisation stores per number. Left out: `gain` (RMSNorm); `gain-and-bias` is LayerNorm. */
  readonly normalisation?: 'gain' | 'gain-and-bias';
  /** One more gain per number of a head for queries and one for keys (LFM2, Qwen3). Left out: false. */
  readonly queryKeyNormalisation?: boolean;
}

const guard: Guard = { where: 'checkDecoderShape', remedy: 'take the sizes from the model’s config.json' };
const SIZES = ['layers', 'width', 'heads', 'kvHeads', 'headSize', 'mlpWidth', 'vocabulary'] as const;

/**
 * Refuses a shape no model has.
 *
 * @throws {InvalidValueError} if a size is not an integer ≥ 1, a flag is not a boolean, kvHeads exceeds heads, the blocks are not
 *   one per layer, a convolution has no kernel length, or experts are to have biases (no supported family has them)
 */
export function checkDecoderShape(shape: DecoderShape): void {
  requireObject(guard, 'shape', shape);
  for (const size of SIZES) requireInteger(guard, `shape.${size}`, shape[size], 1);
  requireInteger(guard, 'shape.kvHeads', shape.kvHeads, 1, shape.heads);
  requireBoolean(guard, 'shape.gatedMlp', shape.gatedMlp);
  requireBoolean(guard, 'shape.tiedHead', shape.tiedHead);
  checkBlocks(shape);
  checkExperts(shape);
  const { learnedPositions, biases = {}, normalisation = 'gain', queryKeyNormalisation = false } = shape;
  if (learnedPositions !== undefined) requireInteger(guard, 'shape.learnedPositions', learnedPositions, 1);
  requireObject(guard, 'shape.biases', biases);
  for (const [place, flag] of Object.entries(biases)) {
    if (flag !== undefined) requireBoolean(guard, `shape.biases.${place}`, flag);
  }
  const isKnown = normalisation === 'gain' || normalisation === 'gain-and-bias';
  requireThat(isKnown, guard, 'shape.normalisation', normalisation, 'be "gain" or "gain-and-bias"');
  requireBoolean(guard, 'shape.queryKeyNormalisation', queryKeyNormalisation);
}

function checkBlocks({ blocks, layers, convolutionLength }: DecoderShape): void {
  if (convolutionLength !== undefined) requireInteger(guard, 'shape.convolutionLength', convolutionLength, 1);
  if (blocks === undefined) return;
  requireArray(guard, 'shape.blocks', blocks, layers);
  blocks.forEach((block, layer) => {
    const isKnown = block === 'attention' || block === 'convolution';
    requireThat(isKnown, guard, `shape.blocks[${layer}]`, block, 'be "attention" or "convolution"');
  });
  if (blocks.includes('convolution')) requireInteger(guard, 'shape.convolutionLength', convolutionLength, 1);
}

function checkExperts({ experts, biases }: DecoderShape): void {
  if (experts === undefined) return;
  requireObject(guard, 'shape.experts', experts);
  requireInteger(guard, 'shape.experts.count', experts.count, 1);
  requireInteger(guard, 'shape.experts.active', experts.active, 1, experts.count);
  requireInteger(guard, 'shape.experts.width', experts.width, 1);
  if (experts.sharedWidth !== undefined) requireInteger(guard, 'shape.experts.sharedWidth', experts.sharedWidth, 1);
  requireThat(biases?.mlp !== true, guard, 'shape.biases.mlp', biases?.mlp, 'be left out beside experts');
}

/** The block of a layer. */
export function blockOf(shape: DecoderShape, layer: number): DecoderBlock {
  return shape.blocks?.[layer] ?? 'attention';
}
