import { anytimeLeader, leaderBeatsRunnerUp } from '@qeil/model';
import { QeilError } from '../errors/qeil-error.js';
import { answerLocked } from './answer-locked.js';
import { decide } from './decide.js';
import type { Reliability } from './reliability/reliability.js';
import type { SamplingState, StoppingRule, StoppingRuleName } from './stopping-rule.js';
import { type SamplingWorth, valueReason } from './value-rule.js';
import { countVotes, isVerified, type Selection, voters } from './votes.js';

export interface StoppingRuleOptions {
  /** For `bayes`, and `verified` where a reliability is known: the probability that ends sampling, in (0.5, 1). Default 0.95. */
  readonly confidence?: number;
  /** For `anytime`: the error rate, in (0, 1). Default 0.05. */
  readonly alpha?: number;
  /** For `value`, which needs it. */
  readonly worth?: SamplingWorth | undefined;
  /** The selection that will choose the answer; rules count the votes it counts. Default `majority`. */
  readonly selection?: Selection;
  /** What is known of votes and checks; `verified` then asks for a posterior, and every rule looks at what `arde` pools. */
  readonly reliability?: Reliability;
}

export const DEFAULT_CONFIDENCE = 0.95;
export const DEFAULT_ALPHA = 0.05;

/** What each rule promises. */
export const STOPPING_RULES: Readonly<Record<StoppingRuleName, string>> = {
  lock: 'the answer is the one the whole budget would have given, always',
  verified:
    'the chosen answer has a candidate that an exact check accepts and no check rejects: as sound as the checks',
  anytime:
    'the answer is the most frequent one of the model (under arde with no known reliability: among candidates that no exact check rejects), wrongly so in at most alpha of questions, however often one looks',
  bayes:
    'a heuristic: the leader is ahead of the runner-up with the stated posterior probability, looking often not accounted for',
  value:
    'the best expected value, joules against correct answers, as far as this question is like the earlier ones it was learnt from',
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
  const alpha = options.alpha ?? DEFAULT_ALPHA;
  if (!(alpha > 0 && alpha < 1)) {
    throw new QeilError(`stoppingRule: alpha ${alpha} is not inside (0, 1)`, {
      kind: 'usage',
      remedy: 'give an error rate such as 0.05',
    });
  }
  const { worth } = options;
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
      case 'anytime':
        return anytimeReason(state, selection, alpha, reliability);
      case 'value': {
        const unknown = () => unlikeEarlier(bayesReason(state, selection, confidence, reliability));
        return worth && valueReason(state, countVotes(state.candidates, selection, reliability), worth, unknown);
      }
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

function unlikeEarlier(reason: string | undefined): string | undefined {
  return reason && `earlier questions were not like this one, so bayes judges: ${reason}`;
}

function anytimeReason(
  { candidates }: SamplingState,
  selection: Selection,
  alpha: number,
  reliability: Reliability | undefined,
): string | undefined {
  const { ranking, onlyRejected } = countVotes(candidates, selection, reliability);
  if (ranking.length === 0 || onlyRejected) return undefined;
  const numbers = new Map<string, number>();
  const votes = voters(candidates, selection, reliability).map(({ answer }) => {
    const number = numbers.get(answer) ?? numbers.size;
    numbers.set(answer, number);
    return number;
  });
  const { leader, logEvidence, logNeeded, certified } = anytimeLeader(votes, alpha);
  const [chosen] = ranking;
  // Under arde the heaviest answer may be another one than the most frequent: then there is nothing to certify yet.
  if (!certified || chosen === undefined || numbers.get(chosen.answer) !== leader) return undefined;
  return `${chosen.answer} is certified the most frequent answer: evidence ${Math.exp(logEvidence).toPrecision(3)}, ${Math.exp(logNeeded).toPrecision(3)} needed for alpha ${alpha}`;
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
