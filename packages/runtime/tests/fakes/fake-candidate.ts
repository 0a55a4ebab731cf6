import type { Candidate } from '../../src/cascade/candidate.js';
import type { CheckResult, Verdict } from '../../src/cascade/check.js';
import type { Sample } from '../../src/engine/wave.js';

export interface FakeVote {
  readonly answer: string | undefined;
  /** Verdict of an exact check. */
  readonly exact?: Verdict;
  /** Verdict of a hint. */
  readonly hint?: Verdict;
  readonly logProbabilities?: readonly number[];
}

/** Candidates with the given votes, in the order drawn. */
export function fakeCandidates(votes: readonly FakeVote[]): Candidate[] {
  return votes.map(({ answer, exact = 'unknown', hint = 'unknown', logProbabilities = [-0.1] }, sampleIndex) => ({
    ...fakeSample({ sampleIndex, text: answer === undefined ? '' : `#### ${answer}` }),
    logProbabilities,
    answer,
    checks: [result('exact', true, exact), result('hint', false, hint)],
    lowestWindowLogProbability: -0.1,
    energyJ: 1,
    energySource: 'modelled',
    planName: 'v2',
  }));
}

export function fakeSample(overrides: Partial<Sample> = {}): Sample {
  return {
    questionId: 'q1',
    sampleIndex: 0,
    seed: 0,
    tokenIds: [1, 2, 3],
    text: '',
    finishReason: 'stop',
    logProbabilities: [-0.1, -0.1, -0.1],
    deviceId: 'cpu',
    ...overrides,
  };
}

function result(check: string, exact: boolean, verdict: Verdict): CheckResult {
  return { check, exact, verdict, detail: verdict };
}
