import type { SamplingOptions } from '../engine/sampling-options.js';
import type { GenerationConfig, ModelConfig } from './config.js';

/** Length limit when a model names none. */
const NEUTRAL_NEW_TOKENS = 256;

function listOf<T>(value: T | readonly T[] | null | undefined): readonly T[] {
  if (value === null || value === undefined) return [];
  return Array.isArray(value) ? value : [value as T];
}

/** Sampling as the model's authors set it; what they leave open changes nothing (temperature 1, no truncation). */
export function defaultSamplingOf(generation: GenerationConfig | undefined, maxPositions: number): SamplingOptions {
  return {
    temperature: generation?.do_sample === false ? 0 : (generation?.temperature ?? 1),
    topK: generation?.top_k ?? 0,
    topP: generation?.top_p ?? 1,
    minP: generation?.min_p ?? 0,
    repetitionPenalty: generation?.repetition_penalty ?? 1,
    maxNewTokens: Math.min(generation?.max_new_tokens ?? NEUTRAL_NEW_TOKENS, maxPositions),
    stop: listOf(generation?.stop_strings).filter((text) => text.length > 0),
  };
}

/** Tokens that end a sample: those of `generation_config.json`, else of `config.json`, as transformers reads them. */
export function stopTokenIdsOf(generation: GenerationConfig | undefined, config: ModelConfig): readonly number[] {
  return listOf(generation?.eos_token_id ?? config.eos_token_id);
}
