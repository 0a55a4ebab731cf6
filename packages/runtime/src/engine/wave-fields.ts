import type { WaveCommand } from './protocol.js';
import { sampleSeed } from './sample-seed.js';
import type { WaveRequest } from './wave.js';

/** Samples `first` … `end` − 1 of a request, with the tokens forced on them. */
export function partOf(request: WaveRequest, first: number, end: number): WaveRequest {
  const { sampleIndices, forced } = request;
  const part = { ...request, sampleIndices: sampleIndices.slice(first, end) };
  return forced === undefined ? part : { ...part, forced: forced.slice(first, end) };
}

/** What a wave's processes are told of it, whether they hold the model or pieces of it. */
export function waveFields(request: WaveRequest, stream: boolean): Omit<WaveCommand, 'type' | 'commandId' | 'prompt'> {
  const { questionId, promptTokenIds, keepPrompt, sampleIndices, runSeed, pruneBelow, sampling } = request;
  return {
    questionId,
    promptTokenIds: [...promptTokenIds],
    keepPrompt,
    samples: sampleIndices.map((sampleIndex) => ({
      sampleIndex,
      seed: sampleSeed(runSeed, questionId, sampleIndex),
      ...forcedFor(request, sampleIndex),
    })),
    ...(pruneBelow === undefined ? {} : { pruneBelow: { ...pruneBelow } }),
    sampling: { ...sampling, stop: [...sampling.stop] },
    stream,
  };
}

function forcedFor({ sampleIndices, forced }: WaveRequest, sampleIndex: number): { forced?: number[] } {
  const tokens = forced?.[sampleIndices.indexOf(sampleIndex)];
  return tokens === undefined ? {} : { forced: [...tokens] };
}
