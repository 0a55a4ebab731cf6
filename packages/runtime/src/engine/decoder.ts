import type { CacheTensor } from './kv-rows.js';

/** A prompt that has been read: the cache of its positions and the logits after its last token. */
export interface PromptState {
  readonly tokenIds: readonly number[];
  /** Per layer K, then V: `[1, kv heads, positions, head size]`, the same whatever the strategy. */
  readonly cache: readonly CacheTensor[];
  readonly logits: Float32Array<ArrayBuffer>;
}

/** Logits of the last position, row after row. */
export interface StepResult {
  readonly logits: Float32Array<ArrayBuffer>;
  readonly vocabulary: number;
}

/** Rows that continue one prompt, each with its own suffix; all equally long. */
export interface WaveDecoding {
  /** Feed one more token to every row. */
  step(tokenIds: readonly number[]): Promise<StepResult>;
  /** Go on with these rows only, in that order. */
  keep(rows: readonly number[]): void;
  /** Bytes of cache the last step read and wrote. */
  readonly stepCacheByte: number;
}

/** A model that reads prompts and continues them, by one KV strategy. */
export interface Decoder {
  /** Bytes of cache one position of one row occupies. */
  readonly positionByte: number;
  prefill(tokenIds: readonly number[]): Promise<PromptState>;
  wave(prompt: PromptState, rows: number): Promise<WaveDecoding>;
  /** End the pass that runs now, where the driver can; whether it can. */
  terminate(): boolean;
}
