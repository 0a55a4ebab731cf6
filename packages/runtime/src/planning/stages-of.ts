import { type DecoderWorkload, decoderStages, parameterCount, type StageWork } from '@qeil/model';
import type { ModelBundle, WeightFormat } from '../model-bundle/bundle.js';

/** What the request asks of the model. */
export interface RequestLengths {
  readonly promptTokens: number;
  /** Tokens of samples already drawn, or expected; at least one. */
  readonly sampleLengths: readonly number[];
}

/** Bytes of a cached number: exporters keep the cache in fp16 only when the whole model is. */
const KV_BYTE: Readonly<Record<WeightFormat, number>> = { fp32: 4, fp16: 2, int8: 4, q4: 4 };
/** Activations stay in the same type as the cache. */
const ACTIVATION_BYTE = KV_BYTE;

/**
 * Stages of a model for a request, as this engine runs them: each row has its own copy of the prompt's KV.
 *
 * Bits per parameter are the real ones: the file's bytes over the shape's parameters, scales and padding included.
 *
 * @throws {InvalidValueError} if the shape or the lengths are outside their domain
 */
export function stagesOf(bundle: ModelBundle, { promptTokens, sampleLengths }: RequestLengths): StageWork[] {
  const total = sampleLengths.reduce((sum, length) => sum + length, 0);
  const workload: DecoderWorkload = {
    promptTokens,
    newTokens: total / sampleLengths.length,
    longestNewTokens: Math.max(...sampleLengths),
    kvBytePerNumber: KV_BYTE[bundle.weightFormat],
    weightBitsPerParameter: (bundle.weightByte * 8) / parameterCount(bundle.shape),
    activationBytePerNumber: ACTIVATION_BYTE[bundle.weightFormat],
    sharedPromptKv: false,
  };
  return decoderStages(bundle.shape, workload);
}
