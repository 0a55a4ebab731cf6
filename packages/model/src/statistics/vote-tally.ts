import { type Guard, requireInteger, requireList, requireThat } from '../_internals/require.js';
import { totalOf } from '../_internals/sum.js';

/** One question's samples without their order and their texts: all that an exchangeable model can learn from. */
export interface VoteTally {
  /** Per distinct answer: how many samples gave it, and whether it is right. */
  readonly answers: readonly { readonly votes: number; readonly right: boolean }[];
  /** Samples without a readable answer. */
  readonly none: number;
}

/** Samples behind a tally. */
export function tallySize({ answers, none }: VoteTally): number {
  return totalOf(answers.map(({ votes }) => votes)) + none;
}

/** @throws {InvalidValueError} if a tally holds no sample or a count is not an integer of its domain */
export function checkTallies(owner: Guard, tallies: readonly VoteTally[]): void {
  requireList(owner, 'tallies', tallies);
  tallies.forEach(({ answers, none }, index) => {
    requireInteger(owner, `tallies[${index}].none`, none, 0);
    answers.forEach(({ votes }, place) => {
      requireInteger(owner, `tallies[${index}].answers[${place}].votes`, votes, 1);
    });
    const size = tallySize({ answers, none });
    requireThat(size > 0, owner, `tallies[${index}]`, size, 'hold at least one sample');
  });
}
