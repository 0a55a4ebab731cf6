import type { DecoderShape } from '@qeil/model';
import type { SamplingOptions } from '../engine/sampling-options.js';

/** Weight formats by the file suffix people use: `model{,_fp16,_quantized,_int8,_q4}.onnx`. */
export type WeightFormat = 'fp32' | 'fp16' | 'int8' | 'q4';

/** A model as people ship it: configuration, tokenizer and ONNX file, resolved and checked. */
export interface ModelBundle {
  readonly name: string;
  readonly directory: string;
  readonly weightFormat: WeightFormat;
  readonly onnxPath: string;
  /** SHA-256 of the ONNX file (and of external data when there is any), lower-case hex. */
  readonly digest: string;
  readonly weightByte: number;
  readonly shape: DecoderShape;
  readonly maxPositions: number;
  readonly stopTokenIds: readonly number[];
  /** From `generation_config.json`; what it leaves open is filled with neutral values. */
  readonly defaultSampling: SamplingOptions;
  readonly tokenizer: BundleTokenizer;
  /** What was decided while loading, in sentences: the weight format taken and those passed over, a missing chat template. */
  readonly notes?: readonly string[];
}

export interface BundleTokenizer {
  /** Token ids of one user message rendered through the chat template, ready for generation. */
  encodePrompt(userText: string): number[];
  encode(text: string): number[];
  /** Text of tokens, special tokens left out. */
  decode(tokenIds: readonly number[]): string;
}
