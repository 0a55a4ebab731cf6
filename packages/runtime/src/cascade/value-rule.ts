import { learnVoteChain, optimalStopping, seededRandom, type VoteChain, type VoteTally, voteState } from '@qeil/model';
import type { SamplingState } from './stopping-rule.js';
import type { VoteCount } from './votes.js';

/** What the `value` rule weighs. */
export interface SamplingWorth {
  /** Earlier questions, each drawn whole. */
  readonly prior: readonly VoteTally[];
  /** Worth of a correct answer (J). */
  readonly valueJ: number;
  /** Energy of one sample (J); left out, the mean of the question's candidates. */
  readonly samplePriceJ?: number;
  /** Samples between looks. */
  readonly waveSize: number;
}

/** A state that less than this of a question was ever in teaches nothing: there `bayes` judges. */
export const LEAST_QUESTIONS = 0.2;
/** The prior is replayed with this seed, so that the same prior always gives the same policy. */
const SEED = 0;

const chains = new WeakMap<readonly VoteTally[], Map<string, VoteChain>>();

/** The chain of a prior, learnt once for each budget and wave size. */
function chainOf(prior: readonly VoteTally[], budget: number, waveSize: number): VoteChain {
  const learnt = chains.get(prior) ?? new Map<string, VoteChain>();
  chains.set(prior, learnt);
  const key = `${budget} in waves of ${waveSize}`;
  const chain =
    learnt.get(key) ?? learnVoteChain(prior, { budget, waveSize, random: seededRandom(SEED, 'vote-chain') });
  learnt.set(key, chain);
  return chain;
}

/**
 * Stop when no way of going on is expected to be worth its joules: the optimal policy of the chain that earlier questions taught.
 * In a state they hardly ever were in, and without a prior, `bayes` judges. Never stops while the price of a sample is unknown.
 *
 * @param unknown - the reason to stop of the rule that judges where the prior knows nothing
 */
export function valueReason(
  state: SamplingState,
  { ranking, onlyRejected }: VoteCount,
  worth: SamplingWorth,
  unknown: () => string | undefined,
): string | undefined {
  const { prior, valueJ, waveSize } = worth;
  const { candidates, budget } = state;
  const [leader, ...rivals] = ranking;
  const priceJ = worth.samplePriceJ ?? meanPriceJ(state);
  if (leader === undefined || onlyRejected || priceJ === undefined || candidates.length >= budget) return undefined;
  if (prior.length === 0) return unknown();
  const chain = chainOf(prior, budget, waveSize);
  const level = chain.looks.indexOf(candidates.length);
  const rivalVotes = Math.max(0, ...rivals.map(({ votes }) => votes));
  const name = voteState(leader.votes, rivalVotes);
  const known = chain.levels[level]?.get(name);
  if (known === undefined || known.questions < LEAST_QUESTIONS) return unknown();
  const prices = chain.looks.map((look, index) => (((chain.looks[index + 1] ?? look) - look) * priceJ) / valueJ);
  const choice = optimalStopping(chain.levels, prices)[level]?.get(name);
  if (choice === undefined || !choice.stop) return undefined;
  return `${leader.answer} leads ${leader.votes} to ${rivalVotes}: right with probability ${choice.reward.toFixed(3)}, and more samples are not expected to earn their ${priceJ.toPrecision(2)} J each at ${valueJ} J per correct answer`;
}

function meanPriceJ({ candidates }: SamplingState): number | undefined {
  const known = candidates.flatMap(({ energyJ }) => energyJ ?? []);
  return known.length === 0 ? undefined : known.reduce((sum, energyJ) => sum + energyJ, 0) / known.length;
}
