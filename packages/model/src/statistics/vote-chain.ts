import { type Guard, requireInteger, requirePositive } from '../_internals/require.js';
import type { Random } from '../random/random.js';
import type { StoppingState } from './optimal-stopping.js';
import { checkTallies, tallySize, type VoteTally } from './vote-tally.js';

/** What earlier questions teach of how votes go on, by counts alone. */
export interface VoteChain {
  /** Samples drawn at each look: w, 2w, …, k. */
  readonly looks: readonly number[];
  /** By look: states named by {@link voteState}; the reward is P(the leader is right). */
  readonly levels: readonly ReadonlyMap<string, StoppingState & { readonly questions: number }>[];
  /** Questions it was learnt from. */
  readonly questions: number;
}

/** How recorded votes are replayed to learn the chain. */
export interface VoteChainOptions {
  /** k. */
  readonly budget: number;
  /** w: samples between looks. Default 1. */
  readonly waveSize?: number;
  readonly random: Random;
  /** Random orders each question is replayed in. Default 100. */
  readonly orders?: number;
}

/** Counts up to this one are states of their own; beyond it, those within a tenth of each other share one. */
const EXACT_COUNTS = 12;

/** Name of a state of the vote: votes of the leader and of the runner-up, large ones told apart on a grid of ratio 1.1. */
export function voteState(leaderVotes: number, runnerUpVotes: number): string {
  return `${gridded(leaderVotes)},${gridded(runnerUpVotes)}`;
}

function gridded(votes: number): number {
  if (votes <= EXACT_COUNTS) return votes;
  return EXACT_COUNTS + 1 + Math.floor(Math.log(votes / (EXACT_COUNTS + 1)) / Math.log(1.1));
}

interface Visits {
  count: number;
  right: number;
  readonly next: Map<string, number>;
}

const guard: Guard = {
  where: 'learnVoteChain',
  remedy: 'give tallies of whole questions, a budget ≥ 1 and a wave ≥ 1',
};

/**
 * The posterior of a question given its counts (samples drawn, leader's votes, runner-up's), under the empirical prior of earlier
 * questions: each is replayed in random orders, and frequencies of what happened next and of the leader being right are kept per
 * state. A question with fewer samples than the budget is drawn from a Pólya urn once its samples are used up: each drawn again
 * with probability proportional to how often it was.
 *
 * The counts do not say everything that was seen (third answers are left out), so the chain is an approximation of the full
 * posterior that needs few questions.
 *
 * @throws {InvalidValueError} if an argument is outside its domain
 */
export function learnVoteChain(tallies: readonly VoteTally[], options: VoteChainOptions): VoteChain {
  const { budget, waveSize = 1, random, orders = 100 } = options;
  checkTallies(guard, tallies);
  requireInteger(guard, 'budget', budget, 1);
  requireInteger(guard, 'waveSize', waveSize, 1);
  requirePositive(guard, 'orders', orders);
  const looks: number[] = [];
  for (let look = waveSize; look < budget; look += waveSize) looks.push(look);
  looks.push(budget);
  const visits: Map<string, Visits>[] = looks.map(() => new Map());
  for (const tally of tallies) for (let order = 0; order < orders; order += 1) replay(tally, looks, visits, random);
  const levels = visits.map(
    (states) =>
      new Map(
        [...states].map(([name, { count, right, next }]) => [
          name,
          {
            reward: right / count,
            questions: count / orders,
            next: new Map([...next].map(([target, times]) => [target, times / count])),
          },
        ]),
      ),
  );
  return { looks, levels, questions: tallies.length };
}

function replay(tally: VoteTally, looks: readonly number[], visits: Map<string, Visits>[], random: Random): void {
  const drawn = drawSamples(tally, looks.at(-1) ?? 0, random);
  const votes = new Array<number>(tally.answers.length).fill(0);
  let before: Visits | undefined;
  let leader = -1;
  let at = 0;
  looks.forEach((look, level) => {
    for (; at < look; at += 1) {
      const answer = drawn[at] ?? -1;
      if (answer < 0) continue;
      votes[answer] += 1;
      // Among equals the one that was ahead stays ahead: ties by first seen differ from this in who leads, not in the counts.
      if (leader < 0 || votes[answer] > votes[leader]) leader = answer;
    }
    const most = leader < 0 ? 0 : votes[leader];
    const second = votes.reduce((best, count, answer) => (answer === leader ? best : Math.max(best, count)), 0);
    const name = voteState(most, second);
    const state = visits[level].get(name) ?? { count: 0, right: 0, next: new Map<string, number>() };
    state.count += 1;
    state.right += tally.answers[leader]?.right === true ? 1 : 0;
    visits[level].set(name, state);
    before?.next.set(name, (before.next.get(name) ?? 0) + 1);
    before = state;
  });
}

/** Answers by number, −1 for none, in a random order; beyond the tally's own samples, Pólya's urn. */
function drawSamples(tally: VoteTally, wanted: number, random: Random): number[] {
  const samples = [...tally.answers.flatMap(({ votes }, answer) => new Array<number>(votes).fill(answer))];
  samples.push(...new Array<number>(tally.none).fill(-1));
  const size = tallySize(tally);
  for (let index = 0; index < Math.min(size, wanted); index += 1) {
    const other = index + random.integer(size - index);
    [samples[index], samples[other]] = [samples[other], samples[index]];
  }
  while (samples.length < wanted) samples.push(samples[random.integer(samples.length)]);
  return samples;
}
