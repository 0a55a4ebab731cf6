import type { BundleTokenizer } from '../model-bundle/bundle.js';
import type { ActivityClock } from './activity-clock.js';
import type { Decoder, PromptState, WaveDecoding } from './decoder.js';
import type { TokensMessage, WaveCommand, WireSample } from './protocol.js';
import type { TokenSampler } from './token-sampler.js';
import { WaveRow } from './wave-row.js';

export interface WaveOptions {
  readonly command: WaveCommand;
  readonly prompt: PromptState;
  readonly session: Pick<Decoder, 'wave'>;
  readonly sampler: TokenSampler;
  readonly tokenizer: BundleTokenizer;
  readonly clock: ActivityClock;
  readonly weightByte: number;
  readonly maxPositions: number;
  readonly stopTokenIds: readonly number[];
  readonly isCancelled: () => boolean;
  /** Called after each step with its tokens; with none when nobody listens. Also the sign of progress. */
  readonly onStep: (events: TokensMessage['events']) => void;
}

/**
 * Draw all samples of a wave together.
 *
 * All rows continue one prompt, so they stay equally long: one batch, no padding. A row that ends leaves the batch.
 */
export async function runWave(options: WaveOptions): Promise<readonly WireSample[]> {
  const { command, prompt, session, sampler, clock, tokenizer } = options;
  const limits = {
    newTokens: Math.min(command.sampling.maxNewTokens, options.maxPositions - prompt.tokenIds.length),
    stopTokenIds: new Set(options.stopTokenIds),
  };
  const rows = command.samples.map(
    ({ sampleIndex, seed, forced }) => new WaveRow(sampleIndex, seed, command, tokenizer, limits, forced),
  );
  let active = rows;
  let logits = prompt.logits;
  // The first token of every row is drawn from the same logits: those of the prompt.
  let vocabulary = prompt.logits.length;
  let rowStride = 0;
  let wave: WaveDecoding | undefined;
  await clock.time(async () => {
    for (;;) {
      if (options.isCancelled()) {
        for (const row of active) row.finish('cancelled');
        return;
      }
      const events: TokensMessage['events'] = [];
      active.forEach((row, index) => {
        const forced = row.forcedTokenId;
        if (forced === undefined) sampler.draw(logits, index * rowStride, vocabulary, command.sampling, row);
        else sampler.force(logits, index * rowStride, vocabulary, forced);
        const { tokenId } = sampler;
        const text = row.take(tokenId, sampler.logProbability);
        if (command.stream) events.push({ sampleIndex: row.sampleIndex, tokenId, text });
      });
      options.onStep(events);
      const staying = active.map((row, index) => (row.finished ? -1 : index)).filter((index) => index >= 0);
      if (staying.length === 0) return;
      if (wave === undefined) wave = await session.wave(prompt, staying.length);
      else if (staying.length < active.length) wave.keep(staying);
      active = active.filter((row) => !row.finished);
      try {
        ({ logits, vocabulary } = await wave.step(active.map((row) => row.lastTokenId)));
      } catch (error) {
        // A pass that was ended on request leaves the tokens drawn so far; the next turn of the loop ends their rows.
        if (!options.isCancelled()) throw error;
        continue;
      }
      rowStride = vocabulary;
      // Read: the weights once and the cache; written: one position per row.
      clock.pass(active.length, options.weightByte + wave.stepCacheByte);
    }
  });
  return rows.map((row) => row.sample());
}
