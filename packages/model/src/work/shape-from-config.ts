import { type Guard, requireObject, requireText, requireThat } from '../_internals/require.js';
import { UnsupportedModelError } from '../errors.js';
import { type ConfigReader, configReader } from './config-reader.js';
import { checkDecoderShape, type DecoderBlock, type DecoderShape } from './decoder-shape.js';

const guard: Guard = {
  where: 'decoderShapeFromConfig',
  remedy: 'compare the file with the config.json the model was published with',
};

/** One reader per `model_type`. */
const READERS: Readonly<Record<string, (config: ConfigReader) => DecoderShape>> = {
  gpt2: gpt2Shape,
  llama: biasedLlamaShape,
  mistral: llamaShape,
  mixtral: (config) => withExperts(llamaShape(config), config, 'num_local_experts', 'intermediate_size'),
  qwen2: (config) => ({ ...llamaShape(config), biases: { queryKeyValue: true } }),
  qwen3: (config) => ({ ...biasedLlamaShape(config), queryKeyNormalisation: true }),
  qwen3_moe: qwen3MoeShape,
  granite: biasedLlamaShape,
  granitemoe: (config) => withExperts(llamaShape(config), config, 'num_local_experts', 'intermediate_size'),
  granitemoehybrid: graniteHybridShape,
  lfm2: lfm2Shape,
};

/** Values of `model_type` that {@link decoderShapeFromConfig} reads. */
export const SUPPORTED_MODEL_TYPES: readonly string[] = Object.keys(READERS);

/**
 * Shape of a decoder from the parsed `config.json` of a Hugging Face checkpoint, with the defaults transformers has for an absent
 * field.
 *
 * Read are the families of {@link SUPPORTED_MODEL_TYPES}. Fields that change no work (rotation, sliding windows, multipliers) are
 * not looked at: a sliding window is counted as full attention.
 *
 * @param config - the parsed file
 * @throws {UnsupportedModelError} if the family, or a kind of block in it, is not supported
 * @throws {InvalidValueError} if a needed field is missing or not what it must be
 * @example
 * const shape = decoderShapeFromConfig(JSON.parse(text));
 */
export function decoderShapeFromConfig(config: unknown): DecoderShape {
  requireObject(guard, 'config', config);
  const fields = config as Readonly<Record<string, unknown>>;
  const modelType = fields.model_type;
  requireText(guard, 'config.model_type', modelType);
  const read = Object.hasOwn(READERS, modelType) ? READERS[modelType] : undefined;
  if (read === undefined) {
    const known = SUPPORTED_MODEL_TYPES.join(', ');
    throw new UnsupportedModelError(modelType, 'blocks unknown to this package', `use one of ${known}`);
  }
  const shape = read(configReader(fields, modelType));
  checkDecoderShape(shape);
  return shape;
}

function llamaShape(config: ConfigReader): DecoderShape {
  const width = config.integer('hidden_size');
  const heads = config.integer('num_attention_heads');
  return {
    layers: config.integer('num_hidden_layers'),
    width,
    heads,
    kvHeads: config.integer('num_key_value_heads', heads),
    headSize: headSizeOf(config, width, heads),
    mlpWidth: config.integer('intermediate_size'),
    gatedMlp: true,
    vocabulary: config.integer('vocab_size'),
    tiedHead: config.flag('tie_word_embeddings', false),
  };
}

/** Families whose configuration says whether attention and MLP have biases; theirs are on all matrices of a block. */
function biasedLlamaShape(config: ConfigReader): DecoderShape {
  const shape = llamaShape(config);
  const attention = config.flag('attention_bias', false);
  const mlp = config.flag('mlp_bias', false);
  return attention || mlp ? { ...shape, biases: { queryKeyValue: attention, attentionOutput: attention, mlp } } : shape;
}

function gpt2Shape(config: ConfigReader): DecoderShape {
  const width = config.integer('n_embd');
  const heads = config.integer('n_head');
  return {
    layers: config.integer('n_layer'),
    width,
    heads,
    kvHeads: heads,
    headSize: headSizeOf(config, width, heads),
    mlpWidth: config.integer('n_inner', 4 * width),
    gatedMlp: false,
    vocabulary: config.integer('vocab_size'),
    tiedHead: config.flag('tie_word_embeddings', true),
    learnedPositions: config.integer('n_positions'),
    biases: { queryKeyValue: true, attentionOutput: true, mlp: true },
    normalisation: 'gain-and-bias',
  };
}

function qwen3MoeShape(config: ConfigReader): DecoderShape {
  const step = config.integer('decoder_sparse_step', 1);
  const denseLayers = config.integers('mlp_only_layers') ?? [];
  if (step !== 1 || denseLayers.length > 0) {
    throw new UnsupportedModelError(
      config.modelType,
      'layers with and without experts',
      'give a model with experts in all',
    );
  }
  const shape: DecoderShape = { ...biasedLlamaShape(config), queryKeyNormalisation: true };
  return withExperts(shape, config, 'num_experts', 'moe_intermediate_size');
}

function graniteHybridShape(config: ConfigReader): DecoderShape {
  const other = config.texts('layer_types')?.find((type) => type !== 'attention');
  if (other !== undefined) {
    const remedy = 'give a model whose layers are all attention';
    throw new UnsupportedModelError(config.modelType, `${JSON.stringify(other)} layers`, remedy);
  }
  const shape = biasedLlamaShape(config);
  const sharedWidth = config.integer('shared_intermediate_size');
  // Without experts the shared one is the MLP.
  if (config.integer('num_local_experts', 0, 0) === 0) return { ...shape, mlpWidth: sharedWidth };
  const mixture = withExperts(shape, config, 'num_local_experts', 'intermediate_size');
  return mixture.experts ? { ...mixture, experts: { ...mixture.experts, sharedWidth } } : mixture;
}

function withExperts(shape: DecoderShape, config: ConfigReader, count: string, width: string): DecoderShape {
  const experts = {
    count: config.integer(count),
    active: config.integer('num_experts_per_tok'),
    width: config.integer(width),
  };
  return { ...shape, experts };
}

function lfm2Shape(config: ConfigReader): DecoderShape {
  const width = config.integer('hidden_size');
  const heads = config.integer('num_attention_heads');
  const layers = config.integer('num_hidden_layers');
  const isTied = config.flag('tie_embedding', config.flag('tie_word_embeddings', true));
  const shape: DecoderShape = {
    layers,
    width,
    heads,
    kvHeads: config.integer('num_key_value_heads', heads),
    headSize: headSizeOf(config, width, heads),
    mlpWidth: lfm2MlpWidth(config),
    gatedMlp: true,
    vocabulary: config.integer('vocab_size'),
    tiedHead: isTied,
    blocks: lfm2Blocks(config, layers),
    convolutionLength: config.integer('conv_L_cache', 3),
    queryKeyNormalisation: true,
  };
  return config.flag('conv_bias', false) ? { ...shape, biases: { convolution: true } } : shape;
}

/** Two thirds of the configured width, times a multiplier, rounded up to a multiple: LFM2's rule unless it is switched off. */
function lfm2MlpWidth(config: ConfigReader): number {
  const configured = config.integer(config.has('block_ff_dim') ? 'block_ff_dim' : 'intermediate_size');
  if (!config.flag('block_auto_adjust_ff_dim', true)) return configured;
  const twoThirds = Math.floor((2 * configured) / 3);
  const scaled = Math.floor(config.number('block_ffn_dim_multiplier', 1) * twoThirds);
  const multiple = config.integer('block_multiple_of', 256);
  return multiple * Math.ceil(scaled / multiple);
}

function lfm2Blocks(config: ConfigReader, layers: number): DecoderBlock[] {
  const types = config.texts('layer_types');
  if (types !== undefined)
    return types.map((type) => (type === 'full_attention' ? 'attention' : lfm2Convolution(type)));
  const attention = config.integers('full_attn_idxs');
  return Array.from({ length: layers }, (_, layer) =>
    attention === undefined || attention.includes(layer) ? 'attention' : 'convolution',
  );
}

function lfm2Convolution(type: string): DecoderBlock {
  requireThat(type === 'conv', guard, 'config.layer_types', type, 'hold "conv" and "full_attention" only');
  return 'convolution';
}

function headSizeOf(config: ConfigReader, width: number, heads: number): number {
  return config.integer('head_dim', width / heads);
}
