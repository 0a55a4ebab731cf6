import type { DecoderBlock, DecoderShape } from './decoder-shape.js';
import type { WeightFormatName } from './weight-formats.js';

/** One of the model families the project reports on. */
export interface DecoderFamily {
  /** The published checkpoint, `owner/name` on huggingface.co. */
  readonly checkpoint: string;
  readonly shape: DecoderShape;
  /** How the family is stored when nothing else is said. */
  readonly weightFormat: WeightFormatName;
  /** All parameters, as the source gives them; `parameterCount(shape)` equals it. */
  readonly parameters: number;
  /** Where the total was read. The sizes are those of the checkpoint's config.json. */
  readonly source: string;
}

/** Layers with attention in LFM2-2.6B, as `layer_types` of the configurations LiquidAI publishes for it lists them. */
const LFM2_ATTENTION_LAYERS = [2, 5, 9, 13, 17, 21, 24, 27];

const LLAMA_8B: DecoderShape = {
  layers: 32,
  width: 4096,
  heads: 32,
  kvHeads: 8,
  headSize: 128,
  mlpWidth: 14336,
  gatedMlp: true,
  vocabulary: 128256,
  tiedHead: false,
};

const SAFETENSORS = 'parameter total of the checkpoint’s safetensors file';

/**
 * The seven families of QEIL v2 (arXiv 2602.06057) from their public configurations.
 */
export const DECODER_FAMILIES = {
  'gpt2-125m': {
    checkpoint: 'openai-community/gpt2',
    shape: {
      layers: 12,
      width: 768,
      heads: 12,
      kvHeads: 12,
      headSize: 64,
      mlpWidth: 3072,
      gatedMlp: false,
      vocabulary: 50257,
      tiedHead: true,
      learnedPositions: 1024,
      biases: { queryKeyValue: true, attentionOutput: true, mlp: true },
      normalisation: 'gain-and-bias',
    },
    weightFormat: 'fp16',
    parameters: 124_439_808,
    source:
      'GPT2LMHeadModel.num_parameters() of the checkpoint in Hugging Face transformers: the tied head is counted once',
  },
  'granite-350m': {
    checkpoint: 'ibm-granite/granite-4.0-350m',
    shape: {
      layers: 28,
      width: 1024,
      heads: 16,
      kvHeads: 4,
      headSize: 64,
      mlpWidth: 2048,
      gatedMlp: true,
      vocabulary: 100352,
      tiedHead: true,
    },
    weightFormat: 'bf16',
    parameters: 352_379_904,
    source: SAFETENSORS,
  },
  'qwen2-0.5b': {
    checkpoint: 'Qwen/Qwen2-0.5B',
    shape: {
      layers: 24,
      width: 896,
      heads: 14,
      kvHeads: 2,
      headSize: 64,
      mlpWidth: 4864,
      gatedMlp: true,
      vocabulary: 151936,
      tiedHead: true,
      biases: { queryKeyValue: true },
    },
    weightFormat: 'bf16',
    parameters: 494_032_768,
    source: SAFETENSORS,
  },
  'llama-3.2-1b': {
    checkpoint: 'meta-llama/Llama-3.2-1B',
    shape: {
      layers: 16,
      width: 2048,
      heads: 32,
      kvHeads: 8,
      headSize: 64,
      mlpWidth: 8192,
      gatedMlp: true,
      vocabulary: 128256,
      tiedHead: true,
    },
    weightFormat: 'bf16',
    parameters: 1_235_814_400,
    source: SAFETENSORS,
  },
  'lfm2-2.6b': {
    checkpoint: 'LiquidAI/LFM2-2.6B',
    shape: {
      layers: 30,
      width: 2048,
      heads: 32,
      kvHeads: 8,
      headSize: 64,
      mlpWidth: 10752,
      gatedMlp: true,
      vocabulary: 65536,
      tiedHead: true,
      blocks: Array.from(
        { length: 30 },
        (_, layer): DecoderBlock => (LFM2_ATTENTION_LAYERS.includes(layer) ? 'attention' : 'convolution'),
      ),
      convolutionLength: 3,
      queryKeyNormalisation: true,
    },
    weightFormat: 'bf16',
    parameters: 2_569_272_320,
    source: 'LFM2 model card, table of model details: 2,569,272,320; 22 conv + 8 attn layers',
  },
  'llama-3.1-8b': {
    checkpoint: 'meta-llama/Llama-3.1-8B',
    shape: LLAMA_8B,
    weightFormat: 'bf16',
    parameters: 8_030_261_248,
    source: SAFETENSORS,
  },
  'llama-3.1-8b-q4': {
    checkpoint: 'meta-llama/Llama-3.1-8B',
    shape: LLAMA_8B,
    weightFormat: 'Q4_K_M',
    parameters: 8_030_261_248,
    source: SAFETENSORS,
  },
} as const satisfies Readonly<Record<string, DecoderFamily>>;

/** A name in {@link DECODER_FAMILIES}. */
export type DecoderFamilyName = keyof typeof DECODER_FAMILIES;
