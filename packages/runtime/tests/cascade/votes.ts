import fc from 'fast-check';
import type { Verdict } from '../../src/cascade/check.js';
import type { FakeVote } from '../fakes/fake-candidate.js';

const verdict = fc.constantFrom<Verdict>('accept', 'reject', 'unknown');

const anyVote: fc.Arbitrary<FakeVote> = fc.record({
  answer: fc.option(fc.constantFrom('7', '8', '9', '10'), { nil: undefined, freq: 6 }),
  exact: verdict,
  hint: verdict,
  logProbabilities: fc.array(fc.double({ min: -3, max: 0, noNaN: true }), { minLength: 1, maxLength: 3 }),
});

/** Votes of one question: few answers, so that leads change hands and ties happen. */
export const anyVotes = fc.array(anyVote, { maxLength: 14 });

/** The same votes with every answer called something else. */
export function renamed(votes: readonly FakeVote[]): FakeVote[] {
  return votes.map((vote) => ({ ...vote, answer: vote.answer === undefined ? undefined : `name of ${vote.answer}` }));
}
