import type { PlacementRequest, StageWork } from '../placement/problem.js';
import type { Random } from '../random/random.js';
import { between, chance, logBetween, repeat } from './draw.js';

/** One stage of roughly 8-bit weights and a prompt of 1 to 2000 tokens; any single quantity but prefill work may be 0. */
export function randomStage(random: Random, name: string): StageWork {
  const weightByte = logBetween(random, 1e4, 1e9);
  const promptTokens = logBetween(random, 1, 2000);
  const kvBytePerToken = logBetween(random, 64, 16_384);
  const orZero = (value: number) => (chance(random, 0.1) ? 0 : value);
  return {
    name,
    weightByte: orZero(weightByte),
    prefillFlop: 2 * weightByte * promptTokens,
    prefillByte: weightByte + promptTokens * kvBytePerToken,
    decodeFlopPerRow: orZero(2 * weightByte * between(random, 0.9, 1.5)),
    decodeBytePerPass: orZero(weightByte),
    decodeBytePerRow: orZero(promptTokens * kvBytePerToken * between(random, 0.1, 2)),
    promptKvByte: orZero(promptTokens * kvBytePerToken),
    rowKvByte: orZero(promptTokens * kvBytePerToken * between(random, 0.1, 2)),
    prefillCrossingByte: orZero(promptTokens * logBetween(random, 100, 10_000)),
    decodeCrossingBytePerRow: orZero(logBetween(random, 100, 10_000)),
  };
}

/** A request of up to `samples` samples: longer waves take more steps and run with fewer of their rows. */
export function randomRequest(random: Random, samples: number): PlacementRequest {
  const weights = repeat(samples, () => (chance(random, 0.2) ? 0 : random.uniform()));
  // The last entry keeps the distribution from being empty.
  weights[samples - 1] += 0.1;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const meanSteps = logBetween(random, 1, 500);
  const spread = between(random, 0, 0.5);
  const decodeSteps = repeat(samples, (index) => meanSteps * (1 + spread * Math.log(index + 1)));
  return {
    neededSamples: weights.map((weight) => weight / total),
    decodeSteps,
    rowsPerStep: decodeSteps.map((steps, index) => ((index + 1) * meanSteps) / steps),
  };
}
