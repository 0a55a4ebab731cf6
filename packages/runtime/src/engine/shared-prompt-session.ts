import type { SharedPromptModel } from '../graph/shared-prompt.js';
import { type PassSizes, sharedPromptFeeds } from '../graph/shared-prompt-feeds.js';
import { SuffixCache } from '../graph/suffix-cache.js';
import type { Decoder, PromptState, StepResult, WaveDecoding } from './decoder.js';
import { type HostTensor, integers, tensorOfBytes } from './driver/host-tensor.js';
import type { DriverSession, Fetches } from './driver/session-driver.js';
import { lastLogits } from './stage-session.js';

interface SharedPass extends StepResult {
  /** New positions, `[kv heads, rows, new, head size]`. */
  readonly fresh: readonly HostTensor[];
}

/**
 * A model rewritten by `sharePrompt` in one session: the prompt's cache is one input for all rows, the rows' suffixes are written
 * in place, and only new positions come back. The same session reads prompts, with everything new.
 */
export class SharedPromptSession implements Decoder {
  private readonly fetches: Fetches;
  /** One masked position, where a pass has no prompt or no suffix: sizes of 0 are not every provider's strength. */
  private readonly nothing: HostTensor;
  private layout: { key: string; feeds: ReadonlyMap<string, HostTensor> } | undefined;

  constructor(
    private readonly session: DriverSession,
    private readonly model: SharedPromptModel,
  ) {
    this.fetches = new Map([model.logits, ...model.caches.map(({ fresh }) => fresh)].map((name) => [name, undefined]));
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
      cache: result.fresh.map((tensor) => tensorOfBytes(cacheType, tensor.bytes, dims)),
      logits: result.logits,
    };
  }

  async wave(prompt: PromptState, rows: number): Promise<WaveDecoding> {
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

  terminate(): boolean {
    return this.session.terminate();
  }

  private reshaped(tensor: HostTensor, dims: readonly number[]): HostTensor {
    return tensorOfBytes(this.model.cacheType, tensor.bytes, dims);
  }

  private async pass(
    tokenIds: readonly number[],
    past: number,
    sizes: PassSizes,
    prompt: readonly HostTensor[],
    suffix: readonly HostTensor[],
  ): Promise<SharedPass> {
    const { model } = this;
    const { rows, fresh } = sizes;
    const dims = [rows, fresh];
    const feeds = new Map(this.layoutFeeds(sizes));
    feeds.set(model.inputIds, integers(BigInt64Array.from(tokenIds, BigInt), dims));
    if (model.positionIds !== undefined) {
      const positions = BigInt64Array.from(tokenIds, (_, index) => BigInt(past + (index % fresh)));
      feeds.set(model.positionIds, integers(positions, dims));
    }
    if (model.attentionMask !== undefined) {
      const width = past + fresh;
      feeds.set(model.attentionMask, integers(new BigInt64Array(rows * width).fill(1n), [rows, width]));
    }
    model.caches.forEach((names, index) => {
      feeds.set(names.prompt, prompt[index] ?? this.nothing);
      feeds.set(names.suffix, suffix[index] ?? this.nothing);
    });
    const outputs = await this.session.run(feeds, this.fetches);
    const tensor = (name: string): HostTensor => {
      const value = outputs.get(name);
      if (value !== undefined) return value;
      throw new TypeError(`the model returned no tensor "${name}"`);
    };
    return { fresh: model.caches.map((names) => tensor(names.fresh)), ...lastLogits(tensor(model.logits)) };
  }

  /** Mask and shapes; of a row's next step only one number of the mask differs. */
  private layoutFeeds(sizes: PassSizes): ReadonlyMap<string, HostTensor> {
    const { kvHeads, headSize } = this.model;
    const key = `${sizes.rows}/${sizes.fresh}/${sizes.prompt}/${sizes.suffix}/${sizes.suffixUsed}/${sizes.promptUsed}`;
    if (this.layout?.key !== key) this.layout = { key, feeds: sharedPromptFeeds(sizes, kvHeads, headSize) };
    return this.layout.feeds;
  }
}
