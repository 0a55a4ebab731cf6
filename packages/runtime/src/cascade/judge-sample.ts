import type { EnergySource } from '../energy/reading.js';
import type { Sample } from '../engine/wave.js';
import type { Candidate } from './candidate.js';
import type { Check } from './check.js';
import { extractAnswer } from './extract-answer.js';

/** Tokens in the window whose mean log-probability stands for the shakiest passage of a sample. */
const WINDOW_TOKENS = 16;

export interface SampleContext {
  readonly question: string;
  readonly checks: readonly Check[];
  readonly energyJ: number | null;
  readonly energySource: EnergySource;
  readonly planName: string;
}

/** Turn a sample into a candidate: read its answer, run the checks, note its price. */
export function judgeSample(sample: Sample, context: SampleContext): Candidate {
  return {
    ...sample,
    answer: extractAnswer(sample.text),
    checks: context.checks.map((check) => check.run(sample, context.question)),
    lowestWindowLogProbability: lowestWindowMean(sample.logProbabilities, WINDOW_TOKENS),
    energyJ: context.energyJ,
    energySource: context.energySource,
    planName: context.planName,
  };
}

/** Lowest mean over any `size` consecutive values; over all of them when there are fewer; undefined for none. */
export function lowestWindowMean(values: readonly number[], size: number): number | undefined {
  if (values.length === 0) return undefined;
  const width = Math.min(size, values.length);
  let lowest = Number.POSITIVE_INFINITY;
  for (let start = 0; start + width <= values.length; start += 1) {
    let sum = 0;
    for (let index = start; index < start + width; index += 1) sum += values[index] ?? 0;
    lowest = Math.min(lowest, sum / width);
  }
  return lowest;
}
