import type { BundleTokenizer } from '../model-bundle/bundle.js';
import { loadTokenizer } from '../model-bundle/tokenizer.js';
import { ActivityClock } from './activity-clock.js';
import { chooseDecoder } from './choose-decoder.js';
import type { Decoder, PromptState } from './decoder.js';
import type { KvStrategy } from './kv-strategy.js';
import type { LoadCommand, TokensMessage, WaveCommand, WireActivity, WirePrompt, WireSample } from './protocol.js';
import { LogitsNotFinite, TokenSampler } from './token-sampler.js';
import { runWave } from './wave-runner.js';
import { promptOfWire, wireOfPrompt } from './wire-prompt.js';

/** Token events are gathered this long before they are sent (ms). */
const STREAM_PAUSE_MS = 5;

export interface WaveSignals {
  readonly isCancelled: () => boolean;
  readonly onProgress: () => void;
  readonly onTokens: (events: TokensMessage['events']) => void;
}

/** What a device process does: loads one model, reads prompts, draws waves, keeps prompts of open questions. */
export class DeviceWorker {
  private readonly prompts = new Map<string, PromptState>();
  private readonly sampler: TokenSampler;

  private constructor(
    private readonly command: LoadCommand,
    private readonly session: Decoder,
    /** How keys and values are kept. */
    readonly strategy: KvStrategy,
    private readonly tokenizer: BundleTokenizer,
  ) {
    this.sampler = new TokenSampler(command.vocabulary);
  }

  static async load(command: LoadCommand): Promise<DeviceWorker> {
    const { decoder, strategy } = await chooseDecoder(command);
    return new DeviceWorker(command, decoder, strategy, await loadTokenizer(command.directory));
  }

  /** Read a prompt for another device. */
  async prefill(tokenIds: readonly number[]): Promise<{ prompt: WirePrompt; activity: WireActivity[] }> {
    const clock = new ActivityClock('prefill');
    const prompt = await this.read(tokenIds, clock);
    return { prompt: wireOfPrompt(prompt), activity: present([clock.activity]) };
  }

  async wave(command: WaveCommand, signals: WaveSignals): Promise<{ samples: WireSample[]; activity: WireActivity[] }> {
    const prefillClock = new ActivityClock('prefill');
    const decodeClock = new ActivityClock('decode');
    const prompt = await this.promptFor(command, prefillClock);
    signals.onProgress();
    let waiting: TokensMessage['events'] = [];
    let sentAtMs = 0;
    const flush = (): void => {
      if (waiting.length > 0) signals.onTokens(waiting);
      waiting = [];
      sentAtMs = performance.now();
    };
    const { weightByte, maxPositions, stopTokenIds } = this.command;
    const samples = await runWave({
      command,
      prompt,
      session: this.session,
      sampler: this.sampler,
      tokenizer: this.tokenizer,
      clock: decodeClock,
      weightByte,
      maxPositions,
      stopTokenIds,
      isCancelled: signals.isCancelled,
      onStep: (events) => {
        signals.onProgress();
        waiting.push(...events);
        if (performance.now() - sentAtMs >= STREAM_PAUSE_MS) flush();
      },
    });
    flush();
    return { samples: [...samples], activity: present([prefillClock.activity, decodeClock.activity]) };
  }

  /** End the pass that runs now, where the driver can. */
  terminate(): void {
    this.session.terminate();
  }

  forget(questionId: string): void {
    this.prompts.delete(questionId);
  }

  private async promptFor(command: WaveCommand, clock: ActivityClock): Promise<PromptState> {
    const { questionId, promptTokenIds, keepPrompt } = command;
    const kept = this.prompts.get(questionId);
    if (kept !== undefined && keepPrompt && sameTokens(kept.tokenIds, promptTokenIds)) return kept;
    const prompt = command.prompt === undefined ? await this.read(promptTokenIds, clock) : promptOfWire(command.prompt);
    if (keepPrompt) this.prompts.set(questionId, prompt);
    return prompt;
  }

  private read(tokenIds: readonly number[], clock: ActivityClock): Promise<PromptState> {
    return clock.time(async () => {
      const prompt = await this.session.prefill(tokenIds);
      clock.pass(tokenIds.length, this.command.weightByte + tokenIds.length * this.session.positionByte);
      if (!prompt.logits.every(Number.isFinite)) throw new LogitsNotFinite();
      return prompt;
    });
  }
}

function present(activity: readonly (WireActivity | undefined)[]): WireActivity[] {
  return activity.filter((part) => part !== undefined);
}

function sameTokens(left: readonly number[], right: readonly number[]): boolean {
  return left.length === right.length && left.every((id, index) => id === right[index]);
}
