import {
  anytimeLeader,
  failuresWorthTrying,
  leaderBeatsRunnerUp,
  learnVoteChain,
  lockReached,
  optimalStopping,
  seededRandom,
  type VoteChain,
  type VoteTally,
  voteState,
} from '@qeil/model';
import { DEFAULT_CONFIDENCE, STOPPING_RULES } from '../cascade/stopping-rules.js';
import { LEAST_QUESTIONS } from '../cascade/value-rule.js';
import type { ReplayVote } from './replay-vote.js';

/** A way of stopping and choosing, as replay asks it. Bench peers are of this form too. */
export interface ReplayRule {
  readonly name: string;
  readonly promise: string;
  /** Whether `lock` stops as well. Default true. */
  readonly lock?: boolean;
  /** Asked between waves, and not once everything is drawn. */
  stops(vote: ReplayVote): boolean;
  /** Place of the sample whose answer is given; undefined for none. Default: the plain majority. */
  chosen?(vote: ReplayVote): number | undefined;
  /** What the question cost, where not all drawn samples were paid in full. Default: the sum over those drawn. */
  cost?(vote: ReplayVote): number;
  /** Stated probability that the answer is right; undefined where it has none. */
  probability?(vote: ReplayVote): number | undefined;
}

export const fullVote: ReplayRule = { name: 'none', promise: STOPPING_RULES.none, lock: false, stops: () => false };

/** True when the plain vote can no longer change. */
export function voteLocked(vote: ReplayVote): boolean {
  // The cheap half of the test first: most votes are not locked for want of votes alone.
  return vote.remaining <= vote.leaderVotes && lockReached(vote.counts, vote.remaining);
}

export const lockRule: ReplayRule = { name: 'lock', promise: STOPPING_RULES.lock, lock: true, stops: () => false };

export function bayesRule(confidence: number, lock = true): ReplayRule {
  const known = new Map<number, boolean>();
  return {
    name: lock ? 'bayes' : 'bayes-published',
    promise: STOPPING_RULES.bayes,
    lock,
    stops({ leaderVotes, runnerUpVotes }) {
      if (leaderVotes <= runnerUpVotes) return false;
      const key = leaderVotes * 100_000 + runnerUpVotes;
      const stop = known.get(key) ?? leaderBeatsRunnerUp(leaderVotes, runnerUpVotes) >= confidence;
      known.set(key, stop);
      return stop;
    },
  };
}

export function anytimeRule(alpha: number): ReplayRule {
  return {
    name: 'anytime',
    promise: STOPPING_RULES.anytime,
    // The evidence of v votes against none is below 2^(v+1)/(v+1): what cannot reach 2/alpha need not be worked out.
    stops: ({ votes, leaderVotes }) =>
      2 ** Math.min(1000, leaderVotes) / leaderVotes >= 2 / alpha && anytimeLeader(votes, alpha).certified,
  };
}

/** The first sample that an exact check accepts, or is right by the recording, is the answer. */
export function verifiedRule(accepts: (vote: ReplayVote, sample: number) => boolean, lock: boolean): ReplayRule {
  const accepted = (vote: ReplayVote) => vote.drawn.find((sample) => accepts(vote, sample));
  return {
    name: 'verified',
    promise: 'an exact check accepts the answer: as sound as the check',
    lock,
    stops: (vote) => accepts(vote, vote.drawn.at(-1) ?? -1) || accepted(vote) !== undefined,
    chosen: (vote) => accepted(vote) ?? vote.leaderSample,
  };
}

/** `verified`, given up after n* failures. */
export function verifiedWorthRule(
  accepts: (vote: ReplayVote, sample: number) => boolean,
  prior: { readonly alpha: number; readonly beta: number },
  worth: number,
): ReplayRule {
  const most = failuresWorthTrying(prior, worth, 1);
  const verified = verifiedRule(accepts, false);
  return {
    ...verified,
    name: 'verified-value',
    promise: `the first accepted sample, given up after ${most} failures: one more is then not worth its price`,
    stops: (vote) => verified.stops(vote) || vote.drawn.length >= most,
  };
}

export interface ValueRuleOptions {
  readonly prior: readonly VoteTally[];
  readonly budget: number;
  readonly waveSize: number;
  /** Worth of a right answer, in samples. */
  readonly worth: number;
  readonly name?: string;
}

const chains = new WeakMap<readonly VoteTally[], Map<string, VoteChain>>();

/** The chain of a prior, learnt once. */
export function replayChain(prior: readonly VoteTally[], budget: number, waveSize: number): VoteChain {
  const learnt = chains.get(prior) ?? new Map<string, VoteChain>();
  chains.set(prior, learnt);
  const key = `${budget} ${waveSize}`;
  const chain = learnt.get(key) ?? learnVoteChain(prior, { budget, waveSize, random: seededRandom(0, 'vote-chain') });
  learnt.set(key, chain);
  return chain;
}

/** P(the leader is right) in this state of the vote, as earlier questions had it; undefined where they say nothing. */
function probabilityOf(chain: VoteChain, { drawn, leaderVotes, runnerUpVotes }: ReplayVote): number | undefined {
  const known = chain.levels[chain.looks.indexOf(drawn.length)]?.get(voteState(leaderVotes, runnerUpVotes));
  return known !== undefined && known.questions >= LEAST_QUESTIONS && leaderVotes > 0 ? known.reward : undefined;
}

/** A rule whose answers carry the probability that earlier questions teach. */
export function withProbability(rule: ReplayRule, chain: VoteChain): ReplayRule {
  return { ...rule, probability: (vote) => probabilityOf(chain, vote) };
}

export function valueRule({ prior, budget, waveSize, worth, name = 'value' }: ValueRuleOptions): ReplayRule {
  const chain = replayChain(prior, budget, waveSize);
  const bayes = bayesRule(DEFAULT_CONFIDENCE);
  const choices = optimalStopping(
    chain.levels,
    chain.looks.map((look, index) => ((chain.looks[index + 1] ?? look) - look) / worth),
  );
  return {
    name,
    promise: STOPPING_RULES.value,
    stops(vote) {
      const { leaderVotes, runnerUpVotes, drawn } = vote;
      if (leaderVotes === 0) return false;
      const level = chain.looks.indexOf(drawn.length);
      const state = voteState(leaderVotes, runnerUpVotes);
      const known = chain.levels[level]?.get(state);
      if (known === undefined || known.questions < LEAST_QUESTIONS) return bayes.stops(vote);
      return choices[level]?.get(state)?.stop === true;
    },
    probability: (vote) => probabilityOf(chain, vote),
  };
}
