import {
  type AnswerBeliefs,
  type CalibrationMap,
  calibratedProbability,
  checkRates,
  fitCalibrationMap,
  pooledBeliefs,
  VERDICTS,
} from '@qeil/model';
import type { Candidate } from '../candidate.js';
import { confidenceOf } from '../confidence.js';
import { NO_VOTES, plusVotes, type ReliabilityRecord } from './reliability-record.js';

/** Fewer questions than this say nothing to build on. */
export const LEAST_QUESTIONS = 24;

/** Evidence pooled per answer, and what it makes believe. */
export interface PooledEvidence {
  /** Distinct answers in the order first seen. */
  readonly answers: readonly string[];
  /** Λ per answer: pooled log-likelihood ratio (natural log). */
  readonly logRatios: readonly number[];
  /** Before calibration. */
  readonly beliefs: AnswerBeliefs;
}

/**
 * How much a vote, and each verdict on it, speaks for an answer being right: learnt from questions with reference answers, and
 * fixed while a run goes on, so that its decisions do not depend on the order of its questions.
 *
 * A candidate with answer a from source s adds to a
 *
 *   w · (ln P(vote|right, s)/P(vote|wrong, s) + Σ_checks ln P(verdict|right)/P(verdict|wrong)),
 *   w = exp(mean log-probability of its tokens), in (0, 1]
 *
 * w is the softmax over the question's candidates at temperature 1 (Taubenfeld et al. 2025, arXiv 2502.06233) without its
 * common denominator, so that what is not drawn yet can be bounded. An answer that nobody gave counts as 1/P(vote|wrong) answers
 * of ratio 1. Posterior means under uniform priors; verdicts of one question depend on each other, which the calibration map, learnt
 * from what was stated and what came true, makes good.
 */
export class Reliability {
  /** What it was made of. */
  readonly record: ReliabilityRecord;
  readonly questions: number;
  /** In words: where it was learnt. */
  readonly detail: string;
  readonly map: CalibrationMap;
  readonly #votes: ReadonlyMap<string, number>;
  readonly #anySource: number;
  readonly #checks: ReadonlyMap<string, Readonly<Record<string, number>>>;
  readonly #unseenScore: number;

  constructor(record: ReliabilityRecord, detail: string) {
    this.record = record;
    this.questions = record.questions;
    this.detail = detail;
    const all = Object.values(record.votes).reduce(plusVotes, NO_VOTES);
    this.#anySource = voteLogRatio(all);
    this.#votes = new Map(Object.entries(record.votes).map(([source, votes]) => [source, voteLogRatio(votes)]));
    this.#unseenScore = -Math.log(share(all.wrong));
    this.#checks = new Map(
      Object.entries(record.checks).map(([check, counts]) => {
        const { right, wrong } = checkRates(counts);
        return [
          check,
          Object.fromEntries(VERDICTS.map((verdict) => [verdict, Math.log(right[verdict] / wrong[verdict])])),
        ];
      }),
    );
    this.map = fitCalibrationMap(
      Object.entries(record.forecasts).map(([logOdds, { right, wrong }]) => ({
        logOdds: Number(logOdds),
        right,
        wrong,
      })),
    );
  }

  /** ln P(vote|right)/P(vote|wrong) of a source; that of all together for one not met before. */
  voteLogRatio(source: string): number {
    return this.#votes.get(source) ?? this.#anySource;
  }

  /** ln P(verdict|right)/P(verdict|wrong); 0 for a check not met before. */
  checkLogRatio(check: string, verdict: string): number {
    return this.#checks.get(check)?.[verdict] ?? 0;
  }

  /** What a candidate adds to its answer. */
  logRatioOf(candidate: Candidate): number {
    let ratio = this.voteLogRatio(candidate.deviceId);
    for (const { check, verdict, skipped } of candidate.checks) {
      if (!skipped) ratio += this.checkLogRatio(check, verdict);
    }
    return confidenceOf(candidate) * ratio;
  }

  /** Most by which one more sample may change the lead of one answer over another. */
  get mostPerSample(): number {
    const votes = [this.#anySource, ...this.#votes.values()];
    let most = Math.max(...votes);
    let least = Math.min(...votes);
    for (const ratios of this.#checks.values()) {
      most += Math.max(0, ...Object.values(ratios));
      least += Math.min(0, ...Object.values(ratios));
    }
    return Math.max(most, -least);
  }

  pool(candidates: readonly Candidate[]): PooledEvidence {
    const ratios = new Map<string, number>();
    for (const candidate of candidates) {
      const { answer } = candidate;
      if (answer !== undefined) ratios.set(answer, (ratios.get(answer) ?? 0) + this.logRatioOf(candidate));
    }
    const logRatios = [...ratios.values()];
    return { answers: [...ratios.keys()], logRatios, beliefs: pooledBeliefs(logRatios, this.#unseenScore) };
  }

  /** A belief as the probability that comes true as often as it says. */
  calibrated(belief: number): number {
    return calibratedProbability(this.map, belief);
  }
}

function voteLogRatio({ right, wrong }: { right: Counted; wrong: Counted }): number {
  return Math.log(share(right) / share(wrong));
}

interface Counted {
  readonly votes: number;
  readonly samples: number;
}

function share({ votes, samples }: Counted): number {
  return (votes + 1) / (samples + 2);
}
