import type { DecoderShape } from '@qeil/model';
import { z } from 'zod';
import { QeilError } from '../errors/qeil-error.js';

const count = z.number().int().positive();
const tokenIds = z.union([z.number().int().nonnegative(), z.array(z.number().int().nonnegative())]).nullish();

/** What every `config.json` has: which architecture it is. The rest is read only once that is known to be supported. */
export const architectureSchema = z.looseObject({
  model_type: z.string(),
  architectures: z.array(z.string()).nullish(),
});

/** The part of a Llama-like `config.json` the engine needs. */
export const modelConfigSchema = z.looseObject({
  model_type: z.string(),
  num_hidden_layers: count,
  hidden_size: count,
  num_attention_heads: count,
  num_key_value_heads: count.nullish(),
  head_dim: count.nullish(),
  intermediate_size: count,
  vocab_size: count,
  max_position_embeddings: count,
  tie_word_embeddings: z.boolean().nullish(),
  eos_token_id: tokenIds,
});
export type ModelConfig = z.infer<typeof modelConfigSchema>;

/** The part of `generation_config.json` that has a meaning here. */
export const generationConfigSchema = z.looseObject({
  do_sample: z.boolean().nullish(),
  temperature: z.number().nonnegative().nullish(),
  top_k: z.number().int().nonnegative().nullish(),
  top_p: z.number().positive().max(1).nullish(),
  min_p: z.number().nonnegative().lt(1).nullish(),
  repetition_penalty: z.number().positive().nullish(),
  max_new_tokens: count.nullish(),
  stop_strings: z.union([z.string(), z.array(z.string())]).nullish(),
  eos_token_id: tokenIds,
});
export type GenerationConfig = z.infer<typeof generationConfigSchema>;

/** Families whose exports share Llama's inputs: one K and one V per layer, `[batch, kv heads, positions, head size]`. */
const LLAMA_LIKE = ['llama', 'mistral', 'qwen2', 'qwen3', 'granite'] as const;

/** Refuse an architecture whose cache or inputs the engine does not know. */
export function refuseUnsupported(path: string, config: z.infer<typeof architectureSchema>): void {
  const causal = config.architectures?.some((name) => name.endsWith('ForCausalLM')) ?? true;
  if (causal && LLAMA_LIKE.some((name) => name === config.model_type)) return;
  const found = `${config.model_type}${config.architectures ? ` (${config.architectures.join(', ')})` : ''}`;
  throw new QeilError(`${path} describes ${found}, which this engine cannot run`, {
    kind: 'model-unsupported',
    remedy: `Use a decoder-only model of one of these types: ${LLAMA_LIKE.join(', ')}.`,
  });
}

/** @throws {QeilError} `model-invalid` when heads do not divide. */
export function decoderShapeOf(path: string, config: ModelConfig): DecoderShape {
  const heads = config.num_attention_heads;
  const kvHeads = config.num_key_value_heads ?? heads;
  const headSize = config.head_dim ?? config.hidden_size / heads;
  if (!Number.isInteger(headSize) || heads % kvHeads !== 0) {
    throw new QeilError(
      `${path}: ${heads} heads, ${kvHeads} key/value heads and width ${config.hidden_size} do not fit together`,
      { kind: 'model-invalid', remedy: 'Compare config.json with the file the model was published with.' },
    );
  }
  return {
    layers: config.num_hidden_layers,
    width: config.hidden_size,
    heads,
    kvHeads,
    headSize,
    mlpWidth: config.intermediate_size,
    gatedMlp: true,
    vocabulary: config.vocab_size,
    tiedHead: config.tie_word_embeddings ?? false,
  };
}
