import { leaderBeatsRunnerUp } from '@qeil/model';
import { QeilError } from '../errors/qeil-error.js';
import { answerLocked } from './answer-locked.js';
import { decide } from './decide.js';
import type { Reliability } from './reliability/reliability.js';
import type { SamplingState, StoppingRule, StoppingRuleName } from './stopping-rule.js';
import { countVotes, isVerified, type Selection } from './votes.js';

export interface StoppingRuleOptions {
  /** For `bayes`, and `verified` where a reliability is known: the probability that ends sampling, in (0.5, 1). Default 0.95. */
  readonly confidence?: number;
  /** The selection that will choose the answer; rules count the votes it counts. Default `majority`. */
  readonly selection?: Selection;
  /** What is known of votes and checks; `verified` then asks for a posterior, and every rule looks at what `arde` pools. */
  readonly reliability?: Reliability;
}

export const DEFAULT_CONFIDENCE = 0.95;

/** What each rule promises. */
export const STOPPING_RULES: Readonly<Record<StoppingRuleName, string>> = {
  lock: 'the answer is the one the whole budget would have given, always',
  verified:
    'the chosen answer has a candidate that an exact check accepts and no check rejects: as sound as the checks',
  bayes:
    'a heuristic: the leader is ahead of the runner-up with the stated posterior probability, looking often not accounted for',
  none: 'the whole budget is drawn',
};

/**
 * The rule of that name. A run puts `lock` before any rule but `none`, since it never costs accuracy.
 *
 * Rules look at the vote count of the selection ({@link countVotes}). So under `arde`, candidates that an exact check rejects
 * do not count for `bayes`, and rules never stop while nobody but rejected candidates votes.
 */
export function stoppingRule(name: StoppingRuleName, options: StoppingRuleOptions = {}): StoppingRule {
  const selection = options.selection ?? 'majority';
  const reliability = selection === 'arde' ? options.reliability : undefined;
  const confidence = options.confidence ?? DEFAULT_CONFIDENCE;
  if (!(confidence > 0.5 && confidence < 1)) {
    throw new QeilError(`stoppingRule: confidence ${confidence} is not inside (0.5, 1)`, {
      kind: 'usage',
      remedy: 'give a probability such as 0.95',
    });
  }
  const stopReason = (state: SamplingState) => {
    switch (name) {
      case 'none':
        return undefined;
      case 'lock':
        return lockReason(state, selection, reliability);
      case 'verified':
        return reliability === undefined
          ? verifiedReason(state, selection)
          : probablyVerified(state, reliability, confidence);
      case 'bayes':
        return bayesReason(state, selection, confidence, reliability);
    }
  };
  const promise =
    name === 'verified' && reliability !== undefined ? promiseOf(reliability, confidence) : STOPPING_RULES[name];
  return { name, promise, stopReason };
}

function promiseOf({ detail }: Reliability, confidence: number): string {
  return `an exact check accepts the chosen answer, and the pooled evidence makes it right with probability ≥ ${confidence}, calibrated on earlier questions: ${detail}`;
}

function lockReason(
  { candidates, budget }: SamplingState,
  selection: Selection,
  reliability: Reliability | undefined,
): string | undefined {
  const count = countVotes(candidates, selection, reliability);
  const remaining = budget - candidates.length;
  const [leader] = count.ranking;
  if (leader === undefined || remaining <= 0 || !answerLocked(count, remaining, selection)) return undefined;
  return `${leader.answer} cannot be caught in the ${remaining} sample(s) left`;
}

function verifiedReason({ candidates }: SamplingState, selection: Selection): string | undefined {
  const [leader] = countVotes(candidates, selection).ranking;
  if (leader === undefined) return undefined;
  const verified = candidates.find((candidate) => candidate.answer === leader.answer && isVerified(candidate));
  return verified && `sample ${verified.sampleIndex} gives ${leader.answer} and passes every check`;
}

/** An accepted check is evidence of measured strength, not proof: one that accepts many wrong candidates takes several to convince. */
function probablyVerified(
  { candidates }: SamplingState,
  reliability: Reliability,
  confidence: number,
): string | undefined {
  const { answer, probability } = decide(candidates, 'arde', reliability);
  if (answer === undefined || probability === null || probability < confidence) return undefined;
  const verified = candidates.filter((candidate) => candidate.answer === answer && isVerified(candidate));
  if (verified.length === 0) return undefined;
  return `${answer} is right with probability ${probability.toFixed(3)}; ${verified.length} candidate(s) that give it pass every check`;
}

function bayesReason(
  { candidates }: SamplingState,
  selection: Selection,
  confidence: number,
  reliability: Reliability | undefined,
): string | undefined {
  const { ranking, onlyRejected } = countVotes(candidates, selection, reliability);
  const [leader, ...rivals] = ranking;
  if (leader === undefined || onlyRejected) return undefined;
  const rivalVotes = Math.max(0, ...rivals.map(({ votes }) => votes));
  const probability = leaderBeatsRunnerUp(leader.votes, rivalVotes);
  if (leader.votes <= rivalVotes || probability < confidence) return undefined;
  return `${leader.answer} leads ${leader.votes} to ${rivalVotes}: ahead with probability ${probability.toFixed(3)}`;
}
