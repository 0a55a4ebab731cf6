import { type InferenceSession, Tensor } from 'onnxruntime-node';
import type { SharedPromptModel } from '../graph/shared-prompt.js';
import { type PassSizes, sharedPromptFeeds } from '../graph/shared-prompt-feeds.js';
import { SuffixCache } from '../graph/suffix-cache.js';
import type { Decoder, PromptState, StepResult, WaveDecoding } from './decoder.js';
import { lastPosition } from './decoder-session.js';
import { floatsOf } from './half.js';
import { bytesOf, tensorOfBytes } from './kv-rows.js';

interface SharedPass extends StepResult {
  /** New positions, `[kv heads, rows, new, head size]`. */
  readonly fresh: readonly Tensor[];
}

/**
 * A model rewritten by `sharePrompt` in one session: the prompt's cache is one input for all rows, the rows' suffixes are written
 * in place, and only new positions come back. The same session reads prompts, with everything new.
 */
export class SharedPromptSession implements Decoder {
  private readonly fetches: readonly string[];
  /** One masked position, where a pass has no prompt or no suffix: sizes of 0 are not every provider's strength. */
  private readonly nothing: Tensor;
  private layout: { key: string; feeds: Record<string, Tensor> } | undefined;

  constructor(
    private readonly session: InferenceSession,
    private readonly model: SharedPromptModel,
  ) {
    this.fetches = [model.logits, ...model.caches.map(({ fresh }) => fresh)];
    const { kvHeads, headSize, cacheType } = model;
    const bytes = new Uint8Array(kvHeads * headSize * (cacheType === 'float32' ? 4 : 2));
    this.nothing = tensorOfBytes(cacheType, bytes, [1, kvHeads, 1, headSize]);
  }

  get positionByte(): number {
    const { caches, kvHeads, headSize, cacheType } = this.model;
    return caches.length * kvHeads * headSize * (cacheType === 'float32' ? 4 : 2);
  }

  async prefill(tokenIds: readonly number[]): Promise<PromptState> {
    const { kvHeads, headSize, cacheType, caches } = this.model;
    const fresh = tokenIds.length;
    const sizes = { rows: 1, fresh, prompt: 1, promptUsed: 0, suffix: 1, suffixUsed: 0 };
    const empty = this.reshaped(this.nothing, [kvHeads, 1, 1, headSize]);
    const result = await this.pass(
      tokenIds,
      0,
      sizes,
      caches.map(() => this.nothing),
      caches.map(() => empty),
    );
    const dims = [1, kvHeads, fresh, headSize];
    return {
      tokenIds,
      cache: result.fresh.map((tensor) => tensorOfBytes(cacheType, bytesOf(tensor), dims)),
      logits: result.logits,
    };
  }

  wave(prompt: PromptState, rows: number): WaveDecoding {
    const { kvHeads, headSize, cacheType, caches } = this.model;
    const suffix = new SuffixCache(cacheType, kvHeads, headSize, caches.length, rows);
    const length = prompt.tokenIds.length;
    let stepCacheByte = 0;
    return {
      step: async (tokenIds) => {
        const { used, capacity } = suffix;
        const sizes = {
          rows: tokenIds.length,
          fresh: 1,
          prompt: length,
          promptUsed: length,
          suffix: capacity,
          suffixUsed: used,
        };
        const result = await this.pass(tokenIds, length + used, sizes, prompt.cache, suffix.inputs);
        suffix.append(result.fresh);
        // Read: the prompt once, the reserved suffix of every row; written: one position per row.
        stepCacheByte = (length + tokenIds.length * (capacity + 1)) * this.positionByte;
        return result;
      },
      keep: (staying) => suffix.keep(staying),
      get stepCacheByte() {
        return stepCacheByte;
      },
    };
  }

  private reshaped(tensor: Tensor, dims: readonly number[]): Tensor {
    return tensorOfBytes(this.model.cacheType, bytesOf(tensor), dims);
  }

  private async pass(
    tokenIds: readonly number[],
    past: number,
    sizes: PassSizes,
    prompt: readonly Tensor[],
    suffix: readonly Tensor[],
  ): Promise<SharedPass> {
    const { model } = this;
    const { rows, fresh } = sizes;
    const dims = [rows, fresh];
    const feeds: Record<string, Tensor> = {
      ...this.layoutFeeds(sizes),
      [model.inputIds]: new Tensor('int64', BigInt64Array.from(tokenIds, BigInt), dims),
    };
    if (model.positionIds !== undefined) {
      const positions = BigInt64Array.from(tokenIds, (_, index) => BigInt(past + (index % fresh)));
      feeds[model.positionIds] = new Tensor('int64', positions, dims);
    }
    if (model.attentionMask !== undefined) {
      const width = past + fresh;
      feeds[model.attentionMask] = new Tensor('int64', new BigInt64Array(rows * width).fill(1n), [rows, width]);
    }
    model.caches.forEach((names, index) => {
      feeds[names.prompt] = prompt[index] ?? this.nothing;
      feeds[names.suffix] = suffix[index] ?? this.nothing;
    });
    const outputs = await this.session.run(feeds, this.fetches);
    const tensor = (name: string): Tensor => {
      const value = outputs[name];
      if (value instanceof Tensor) return value;
      throw new TypeError(`the model returned no tensor "${name}"`);
    };
    const logits = tensor(model.logits);
    const vocabulary = logits.dims[2] ?? 0;
    return {
      fresh: model.caches.map((names) => tensor(names.fresh)),
      logits: lastPosition(floatsOf(logits.data), rows, fresh, vocabulary),
      vocabulary,
    };
  }

  /** Mask and shapes; of a row's next step only one number of the mask differs. */
  private layoutFeeds(sizes: PassSizes): Record<string, Tensor> {
    const { kvHeads, headSize } = this.model;
    const key = `${sizes.rows}/${sizes.fresh}/${sizes.prompt}/${sizes.suffix}/${sizes.suffixUsed}/${sizes.promptUsed}`;
    if (this.layout?.key !== key) this.layout = { key, feeds: sharedPromptFeeds(sizes, kvHeads, headSize) };
    return this.layout.feeds;
  }
}
