import { type CheckVerdict, logOddsOf, NO_CHECK_COUNTS } from '@qeil/model';
import type { Candidate } from '../candidate.js';
import { Reliability } from './reliability.js';
import { NO_RELIABILITY, NO_VOTES, plusReliability, plusVotes, type ReliabilityRecord } from './reliability-record.js';

/** A question drawn, with what tells right from wrong. */
export interface JudgedQuestion {
  readonly candidates: readonly Candidate[];
  readonly isRight: (answer: string) => boolean;
}

/** Log-odds are counted on this grid: fine enough for a map of two numbers. */
const GRID = 0.5;
/** Beyond, more certainty means nothing. */
const MOST_LOG_ODDS = 15;

/** What one question teaches about votes and checks. */
export function reliabilityOfVotes({ candidates, isRight }: JudgedQuestion): ReliabilityRecord {
  const answered = candidates.filter(({ answer }) => answer !== undefined);
  if (answered.length === 0) return NO_RELIABILITY;
  const votes: Record<string, ReliabilityRecord['votes'][string]> = {};
  const checks: Record<string, ReliabilityRecord['checks'][string]> = {};
  for (const source of new Set(candidates.map(({ deviceId }) => deviceId))) {
    const own = candidates.filter(({ deviceId }) => deviceId === source);
    for (const answer of new Set(own.flatMap((candidate) => candidate.answer ?? []))) {
      const counted = { votes: own.filter((each) => each.answer === answer).length, samples: own.length };
      const row = isRight(answer) ? { ...NO_VOTES, right: counted } : { ...NO_VOTES, wrong: counted };
      votes[source] = plusVotes(votes[source] ?? NO_VOTES, row);
    }
  }
  for (const { answer = '', checks: results } of answered) {
    for (const { check, verdict, skipped } of results) {
      if (!skipped) checks[check] = counted(checks[check] ?? NO_CHECK_COUNTS, verdict, isRight(answer));
    }
  }
  return { questions: 1, votes, checks, forecasts: {} };
}

/** What was believed of the answer chosen, and whether it came true. Nothing when there is no answer. */
export function forecastOf({ candidates, isRight }: JudgedQuestion, reliability: Reliability): ReliabilityRecord {
  const { answers, beliefs } = reliability.pool(candidates);
  const best = Math.max(...beliefs.seen);
  const answer = answers[beliefs.seen.indexOf(best)];
  if (answer === undefined) return NO_RELIABILITY;
  const logOdds = Math.max(-MOST_LOG_ODDS, Math.min(MOST_LOG_ODDS, logOddsOf(best)));
  const right = isRight(answer);
  const forecasts = { [String(GRID * Math.round(logOdds / GRID))]: { right: Number(right), wrong: Number(!right) } };
  return { ...NO_RELIABILITY, forecasts };
}

/**
 * What questions drawn in full teach, forecasts included: each half of the questions is forecast by what the other half teaches of
 * votes and checks, after 1, 2, 4, … samples and after all, so that stated probabilities are held against questions they were not
 * learnt from.
 */
export function learnReliability(questions: readonly JudgedQuestion[]): ReliabilityRecord {
  const halves = [0, 1].map((half) => questions.filter((_, index) => index % 2 === half));
  const taught = halves.map((half) => half.map(reliabilityOfVotes).reduce(plusReliability, NO_RELIABILITY));
  const forecasts = halves.flatMap((half, index) => {
    const other = new Reliability(taught[1 - index] ?? NO_RELIABILITY, 'the other half');
    return half.flatMap((question) =>
      lengthsOf(question.candidates.length).map((length) =>
        forecastOf({ ...question, candidates: question.candidates.slice(0, length) }, other),
      ),
    );
  });
  return [...taught, ...forecasts].reduce(plusReliability, NO_RELIABILITY);
}

/** 1, 2, 4, … and the whole. */
function lengthsOf(whole: number): number[] {
  const lengths: number[] = [];
  for (let length = 1; length < whole; length *= 2) lengths.push(length);
  return whole > 0 ? [...lengths, whole] : lengths;
}

function counted(counts: ReliabilityRecord['checks'][string], verdict: CheckVerdict, right: boolean) {
  const row = right ? 'right' : 'wrong';
  return { ...counts, [row]: { ...counts[row], [verdict]: counts[row][verdict] + 1 } };
}
