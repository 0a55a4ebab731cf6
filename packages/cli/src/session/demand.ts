import type { DemandRecord } from '../schemas/planning.js';

/** What the planner needs to know about questions. */
export interface Demand {
  readonly promptTokens: number;
  readonly sampleLengths: readonly number[];
  /** Probability mass over 1 … k. */
  readonly neededSamples: readonly number[];
  readonly source: 'pilot' | 'assumed';
  readonly detail: string;
}

/**
 * A demand nobody measured, and labelled so.
 *
 * With early stopping the needed samples are spread evenly over 1 … k; without it every question needs k. Samples are taken to
 * be half as long as they may be.
 */
export function assumedDemand(options: {
  readonly promptTokens: number;
  readonly maxNewTokens: number;
  readonly budget: number;
  readonly stopsEarly: boolean;
}): Demand {
  const { budget, stopsEarly } = options;
  const length = Math.max(1, Math.round(options.maxNewTokens / 2));
  return {
    promptTokens: options.promptTokens,
    sampleLengths: [length],
    neededSamples: Array.from({ length: budget }, (_, index) =>
      stopsEarly ? 1 / budget : Number(index === budget - 1),
    ),
    source: 'assumed',
    detail: `assumed: samples of ${length} tokens, ${stopsEarly ? `1 to ${budget} of them equally likely` : `always ${budget}`}`,
  };
}

export function demandRecord(demand: Demand): DemandRecord {
  const { promptTokens, sampleLengths, neededSamples, source, detail } = demand;
  const total = sampleLengths.reduce((sum, length) => sum + length, 0);
  return {
    promptTokens,
    meanSampleTokens: total / Math.max(1, sampleLengths.length),
    neededSamples: [...neededSamples],
    source,
    detail,
  };
}
