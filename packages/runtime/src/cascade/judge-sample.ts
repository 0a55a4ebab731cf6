import type { EnergySource } from '../energy/reading.js';
import type { Sample } from '../engine/wave.js';
import type { Candidate } from './candidate.js';
import type { Check, ImmediateCheck } from './check.js';
import { extractAnswer } from './extract-answer.js';

/** Tokens in the window whose mean log-probability stands for the shakiest passage of a sample. */
export const WINDOW_TOKENS = 16;

export interface SampleContext {
  readonly checks: readonly Check[];
  readonly energyJ: number | null;
  readonly energySource: EnergySource;
  readonly planName: string;
}

/** Turn a sample into a candidate that no check has judged yet: read its answer, note its price. A pruned sample has no answer. */
export function candidateOf(sample: Sample, context: SampleContext): Candidate {
  return {
    ...sample,
    answer: sample.finishReason === 'pruned' ? undefined : answerReader(context.checks)(sample.text),
    checks: [],
    lowestWindowLogProbability: lowestWindowMean(sample.logProbabilities, WINDOW_TOKENS),
    energyJ: context.energyJ,
    energySource: context.energySource,
    planName: context.planName,
  };
}

/** Turn a sample into a candidate and run checks that answer at once, all of them. */
export function judgeSample(
  sample: Sample,
  context: Omit<SampleContext, 'checks'> & { readonly checks: readonly ImmediateCheck[]; readonly question: string },
): Candidate {
  const checks = context.checks.map((check) => check.run(sample, context.question));
  return { ...candidateOf(sample, context), checks };
}

/** How answers are read under these checks: by the first that says so, else behind `####`. */
export function answerReader(checks: readonly Check[]): (text: string) => string | undefined {
  return checks.find(({ readAnswer }) => readAnswer !== undefined)?.readAnswer ?? extractAnswer;
}

/** How an answer is held against a reference under these checks: by the first that says so, else by equality. */
export function referenceMatcher(checks: readonly Check[]): (answer: string, reference: string) => boolean {
  return (
    checks.find(({ matchesReference }) => matchesReference !== undefined)?.matchesReference ??
    ((answer, reference) => answer === reference)
  );
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
