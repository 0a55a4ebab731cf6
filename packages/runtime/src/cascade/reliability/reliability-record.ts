import type { CheckCounts } from '@qeil/model';
import { NO_CHECK_COUNTS } from '@qeil/model';
import { z } from 'zod';

const count = z.number().int().nonnegative();
const verdictCounts = z.object({ accept: count, reject: count, unknown: count });
const voteCounts = z.object({ votes: count, samples: count });

/** How far a model's candidates and the checks on them were right where reference answers are. Counts add up over runs. */
export const reliabilityRecordSchema = z.object({
  /** Questions with a reference answer and at least one answer. */
  questions: count,
  /**
   * By source, the device that decoded: votes that each distinct answer got, of that source's samples for the question; summed
   * over answers that were right and over those that were wrong.
   */
  votes: z.record(z.string(), z.object({ right: voteCounts, wrong: voteCounts })),
  /** By check: verdicts on candidates whose answer was right, and wrong. */
  checks: z.record(z.string(), z.object({ right: verdictCounts, wrong: verdictCounts })),
  /** By pooled log-odds of the chosen answer, rounded to the grid: how often it was right. */
  forecasts: z.record(z.string(), z.object({ right: count, wrong: count })),
});
export type ReliabilityRecord = z.infer<typeof reliabilityRecordSchema>;
type Votes = ReliabilityRecord['votes'][string];

export const NO_RELIABILITY: ReliabilityRecord = { questions: 0, votes: {}, checks: {}, forecasts: {} };

export function plusReliability(left: ReliabilityRecord, right: ReliabilityRecord): ReliabilityRecord {
  return {
    questions: left.questions + right.questions,
    votes: merged(left.votes, right.votes, NO_VOTES, plusVotes),
    checks: merged(left.checks, right.checks, NO_CHECK_COUNTS, plusCounts),
    forecasts: merged(left.forecasts, right.forecasts, { right: 0, wrong: 0 }, (one, other) => ({
      right: one.right + other.right,
      wrong: one.wrong + other.wrong,
    })),
  };
}

export const NO_VOTES: Votes = { right: { votes: 0, samples: 0 }, wrong: { votes: 0, samples: 0 } };

export function plusVotes(left: Votes, right: Votes): Votes {
  const sum = (of: 'right' | 'wrong') => ({
    votes: left[of].votes + right[of].votes,
    samples: left[of].samples + right[of].samples,
  });
  return { right: sum('right'), wrong: sum('wrong') };
}

function plusCounts(left: CheckCounts, right: CheckCounts): CheckCounts {
  const sum = (of: 'right' | 'wrong') => ({
    accept: left[of].accept + right[of].accept,
    reject: left[of].reject + right[of].reject,
    unknown: left[of].unknown + right[of].unknown,
  });
  return { right: sum('right'), wrong: sum('wrong') };
}

function merged<Item>(
  left: Readonly<Record<string, Item>>,
  right: Readonly<Record<string, Item>>,
  none: Item,
  plus: (left: Item, right: Item) => Item,
): Record<string, Item> {
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return Object.fromEntries(names.map((name) => [name, plus(left[name] ?? none, right[name] ?? none)]));
}
