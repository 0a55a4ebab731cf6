import type { Candidate } from '../cascade/candidate.js';
import type { Reliability } from '../cascade/reliability/reliability.js';

/** What an exact check said of a sample; `unknown` when it had nothing to judge or was not run. */
export type RecordedVerdict = 'accept' | 'reject' | 'unknown';

/** One question and all samples that were drawn for it. The arrays have one entry per sample. */
export interface RecordedQuestion {
  readonly id: string;
  /** Answers by number; −1 for none. Equal texts have equal numbers, what they say plays no part. */
  readonly answers: readonly number[];
  readonly correct: readonly boolean[];
  /** What each sample cost, in the unit of the recording; undefined when it was not recorded. */
  readonly cost: readonly number[] | undefined;
  readonly verdicts: readonly RecordedVerdict[] | undefined;
  /** The whole candidates, where a ledger holds them. */
  readonly candidates: readonly Candidate[] | undefined;
}

/** What samples are counted in beside their number. */
export type CostUnit = 'tokens' | 'chars';

export interface Recording {
  readonly path: string;
  readonly kind: 'samples' | 'ledger';
  readonly questions: readonly RecordedQuestion[];
  /** Undefined when a question lacks its costs. */
  readonly costUnit: CostUnit | undefined;
  /** What was known of votes and checks when the run began; undefined for other recordings, and when nothing was. */
  readonly reliability: Reliability | undefined;
  /** Samples that every question has. */
  readonly samples: number;
}
