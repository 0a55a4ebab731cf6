import type { Work } from '@qeil/model';
import { type Architecture, layerParameters, streamedParameters, visibleTokens } from './architecture.js';

/** KV caches of every measurement here are 16-bit. */
const KV_BYTE_PER_NUMBER = 2;

export interface StepConditions {
  /** Rows decoded together. */
  readonly rows: number;
  /** Mean tokens a row has cached. */
  readonly context: number;
  /** Bytes of weights read in a step (B). */
  readonly weightByte: number;
  /** Prompts prefilled per step, for servers that mix both phases: rows/output tokens; 0 when decode is measured alone. */
  readonly promptsPerStep: number;
  readonly promptTokens: number;
}

/**
 * Work of one decode step, everything counted: weights once, the KV of every row, attention, and the arithmetic of the prompts
 * that a continuously batching server prefills meanwhile.
 *
 *   Q = weights + B·2·h_kv·d_h·b_kv·Σ visible
 *   W = 2·P·B + 4·h_q·d_h·B·Σ visible + prompts·(2·P_layers·m + 4·h_q·d_h·m·Σ visible(m/2))
 */
export function stepWork(model: Architecture, conditions: StepConditions): Work {
  const { rows, context, weightByte, promptsPerStep, promptTokens } = conditions;
  const { heads, kvHeads, headSize } = model;
  const visible = visibleTokens(model, context);
  const kvByte = rows * 2 * kvHeads * headSize * KV_BYTE_PER_NUMBER * visible;
  const decodeFlop = rows * (2 * streamedParameters(model) + 4 * heads * headSize * visible);
  const promptAttention = 4 * heads * headSize * promptTokens * visibleTokens(model, promptTokens / 2);
  const prefillFlop = promptsPerStep * (2 * layerParameters(model) * promptTokens + promptAttention);
  return { byte: weightByte + kvByte, flop: decodeFlop + prefillFlop };
}
