import { seededRandom } from '@qeil/model';
import type { BundleTokenizer } from '../model-bundle/bundle.js';
import type { WaveCommand, WireSample } from './protocol.js';
import { TextStream } from './text-stream.js';
import type { SamplerRow } from './token-sampler.js';
import type { FinishReason } from './wave.js';

/** One sample on its way: its random stream, its tokens and, where somebody needs it token by token, its text. */
export class WaveRow implements SamplerRow {
  readonly uniform: () => number;
  readonly seen: Set<number>;
  readonly tokenIds: number[] = [];
  private readonly logProbabilities: number[] = [];
  private readonly stream: TextStream | undefined;
  private finishReason: FinishReason | undefined;

  constructor(
    readonly sampleIndex: number,
    seed: number,
    private readonly command: Pick<WaveCommand, 'sampling' | 'promptTokenIds' | 'stream' | 'pruneBelow'>,
    private readonly tokenizer: BundleTokenizer,
    private readonly limits: { readonly newTokens: number; readonly stopTokenIds: ReadonlySet<number> },
    private readonly forced?: readonly number[],
  ) {
    this.uniform = seededRandom(seed).uniform;
    this.seen = new Set(command.sampling.repetitionPenalty === 1 ? [] : command.promptTokenIds);
    // Decoding token by token costs more than once at the end, so it is done only for a listener or a stop string.
    const needed = command.stream || command.sampling.stop.length > 0;
    this.stream = needed ? new TextStream(tokenizer, command.sampling.stop) : undefined;
  }

  get finished(): boolean {
    return this.finishReason !== undefined;
  }

  get lastTokenId(): number {
    return this.tokenIds.at(-1) ?? 0;
  }

  /** The token that is not drawn but given, when the sample's tokens are. */
  get forcedTokenId(): number | undefined {
    return this.forced?.[this.tokenIds.length];
  }

  /** Take a drawn token; returns the text it completes. A stop token counts as drawn but has no text. */
  take(tokenId: number, logProbability: number): string {
    this.tokenIds.push(tokenId);
    this.logProbabilities.push(logProbability);
    if (this.forced !== undefined) return this.tokenIds.length < this.forced.length ? '' : this.finish('length');
    if (this.limits.stopTokenIds.has(tokenId)) return this.finish('stop');
    const text = this.stream?.push(tokenId) ?? '';
    if (this.stream?.stopped) this.finishReason = 'stop';
    else if (this.tokenIds.length >= this.limits.newTokens) return text + this.finish('length');
    else if (this.shaky()) return text + this.finish('pruned');
    return text;
  }

  /** Is the mean log-probability of the last full window under the bar? */
  private shaky(): boolean {
    const { pruneBelow } = this.command;
    if (pruneBelow === undefined || this.logProbabilities.length < pruneBelow.window) return false;
    let sum = 0;
    for (const value of this.logProbabilities.slice(-pruneBelow.window)) sum += value;
    return sum / pruneBelow.window < pruneBelow.bar;
  }

  /** End the sample; returns the text that was held back. Stop strings may still show up in it. */
  finish(reason: FinishReason): string {
    const text = this.stream?.finish() ?? '';
    this.finishReason = this.stream?.stopped ? 'stop' : reason;
    return text;
  }

  sample(): WireSample {
    const { sampleIndex, tokenIds, logProbabilities } = this;
    const spoken = this.limits.stopTokenIds.has(this.lastTokenId) ? tokenIds.slice(0, -1) : tokenIds;
    return {
      sampleIndex,
      tokenIds,
      text: this.stream?.text ?? this.tokenizer.decode(spoken),
      finishReason: this.finishReason ?? 'cancelled',
      logProbabilities,
    };
  }
}
