import type { Decoder, PromptState, WaveDecoding } from './decoder.js';
import type { DriverSession } from './driver/session-driver.js';
import { type ExpectedShape, wholeModel } from './model-part.js';
import { RowsCache } from './rows-cache.js';
import { lastLogits, StageSession } from './stage-session.js';

/** One model in one session as it was exported, run as a decoder with a cache. */
export class DecoderSession implements Decoder {
  private readonly stage: StageSession;

  constructor(session: DriverSession, path: string, expected: ExpectedShape) {
    this.stage = new StageSession(session, path, wholeModel(expected.layers), expected);
  }

  get positionByte(): number {
    return this.stage.positionByte;
  }

  /** Read a prompt from its start. */
  async prefill(tokenIds: readonly number[]): Promise<PromptState> {
    const cache = this.stage.emptyCache(1);
    const output = await this.stage.pass(tokenIds, 1, cache);
    return { tokenIds, cache: cache.tensors, logits: lastLogits(output).logits };
  }

  /** Continue a prompt; every row has the whole prompt's cache. */
  async wave(prompt: PromptState, rows: number): Promise<WaveDecoding> {
    const cache = cacheForRows(prompt, rows);
    let stepCacheByte = 0;
    return {
      step: async (tokenIds) => {
        const output = await this.stage.pass(tokenIds, tokenIds.length, cache);
        stepCacheByte = tokenIds.length * (cache.length + 1) * this.positionByte;
        return lastLogits(output);
      },
      // Less than what ONNX Runtime copies in a single step, so it pays from the next step on.
      keep: (staying) => cache.gather(staying),
      get stepCacheByte() {
        return stepCacheByte;
      },
    };
  }

  terminate(): boolean {
    return this.stage.terminate();
  }
}

/** A prompt's cache for several rows. One row reads the prompt's own tensors. */
function cacheForRows(prompt: PromptState, rows: number): RowsCache {
  const cache = new RowsCache(prompt.cache, prompt.tokenIds.length);
  if (rows > 1) cache.gather(new Array<number>(rows).fill(0));
  return cache;
}
