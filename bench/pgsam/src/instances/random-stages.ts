import { neededSamplesOfMean, type PlacementRequest, type Random, type StageWork, waveStepTables } from '@qeil/model';
import { between, logBetween } from '@qeil/model/testing';

export interface StagesOptions {
  readonly count: number;
  /** Largest weight over smallest (about): 1 makes all layers alike. */
  readonly spread: number;
}

/** Layers of 8-bit weights asked with one prompt; every other quantity follows from weights, prompt and sample length. */
export function randomStages(random: Random, { count, spread }: StagesOptions): StageWork[] {
  const typicalByte = logBetween(random, 1e7, 6e7);
  const promptTokens = Math.round(logBetween(random, 128, 1500));
  const newTokens = Math.round(logBetween(random, 64, 400));
  const kvBytePerToken = logBetween(random, 512, 4096);
  const width = 2048;
  return Array.from({ length: count }, (_, index) => {
    const weightByte = typicalByte * logBetween(random, 1 / Math.sqrt(spread), Math.sqrt(spread) * (1 + 1e-9));
    // Attention reads the cache: layers differ in how much of their work that is.
    const kv = kvBytePerToken * (spread > 1 ? between(random, 0.3, 2) : 1);
    return {
      name: `layer ${index}`,
      weightByte,
      prefillFlop: 2 * weightByte * promptTokens,
      prefillByte: weightByte + promptTokens * kv,
      decodeFlopPerRow: 2 * weightByte,
      decodeBytePerPass: weightByte,
      decodeBytePerRow: (promptTokens + newTokens / 2) * kv,
      promptKvByte: promptTokens * kv,
      rowKvByte: newTokens * kv,
      prefillCrossingByte: 2 * width * promptTokens,
      decodeCrossingBytePerRow: 2 * width,
    };
  });
}

/** Up to `samples` samples; how many a question needs has a mean anywhere between. */
export function randomRequest(random: Random, samples: number): PlacementRequest {
  const tokens = logBetween(random, 64, 400);
  const lengths = [0.5, 0.8, 1, 1.2, 1.8].map((share) => Math.max(1, Math.round(share * tokens)));
  return {
    neededSamples: neededSamplesOfMean(samples, between(random, 1, samples)),
    ...waveStepTables(lengths, samples),
  };
}
