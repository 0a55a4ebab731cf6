import type { DriverSession } from './driver/session-driver.js';
import type { CacheTensor } from './kv-rows.js';
import { type ExpectedShape, wholeModel } from './model-part.js';
import { RowsCache } from './rows-cache.js';
import { lastLogits, StageSession } from './stage-session.js';

/** A prompt that has been read: the cache of its positions and the logits after its last token. */
export interface PromptState {
  readonly tokenIds: readonly number[];
  readonly cache: readonly CacheTensor[];
  readonly logits: Float32Array<ArrayBuffer>;
}

/** What a pass over one more token of every row gives. */
export interface StepResult {
  /** Logits of each row, row after row. */
  readonly logits: Float32Array<ArrayBuffer>;
  readonly vocabulary: number;
}

/** One model in one session, run as a decoder with a cache. */
export class DecoderSession {
  private readonly stage: StageSession;

  constructor(session: DriverSession, path: string, expected: ExpectedShape) {
    this.stage = new StageSession(session, path, wholeModel(expected.layers), expected);
  }

  /** Bytes of cache one position of one row occupies. */
  get positionByte(): number {
    return this.stage.positionByte;
  }

  /** Read a prompt from its start. */
  async prefill(tokenIds: readonly number[]): Promise<PromptState> {
    const cache = this.stage.emptyCache(1);
    const output = await this.stage.pass(tokenIds, 1, cache);
    return { tokenIds, cache: cache.tensors, logits: lastLogits(output).logits };
  }

  /** End the pass that runs now, where the driver can. */
  terminate(): boolean {
    return this.stage.terminate();
  }

  /** Feed one more token to every row of the cache. */
  async step(tokenIds: readonly number[], cache: RowsCache): Promise<StepResult> {
    return lastLogits(await this.stage.pass(tokenIds, tokenIds.length, cache));
  }
}

/** A prompt's cache for several rows. One row reads the prompt's own tensors. */
export function cacheForRows(prompt: PromptState, rows: number): RowsCache {
  const cache = new RowsCache(prompt.cache, prompt.tokenIds.length);
  if (rows > 1) cache.gather(new Array<number>(rows).fill(0));
  return cache;
}
