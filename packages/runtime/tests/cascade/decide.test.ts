import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../src/cascade/decide.js';
import { type FakeVote, fakeCandidates } from '../fakes/fake-candidate.js';
import { anyVotes, renamed } from './votes.js';

describe('majority', () => {
  it('is the plain vote: most votes, ties to the answer seen first, no vote without an answer', () => {
    fc.assert(
      fc.property(anyVotes, (votes) => {
        const answers = votes.flatMap(({ answer }) => answer ?? []);
        const count = (answer: string) => answers.filter((other) => other === answer).length;
        const most = Math.max(0, ...answers.map(count));
        const best = answers.filter((answer) => count(answer) === most);
        const decision = decide(fakeCandidates(votes), 'majority');
        expect(decision.answer).toBe(best[0]);
        expect(decision.tie).toBe(new Set(best).size > 1);
        expect(decision.ranking.reduce((sum, each) => sum + each.votes, 0)).toBe(answers.length);
      }),
    );
  });
});

describe('arde', () => {
  it('weighs votes by the softmax of mean log-probability and by hints, as the definition says', () => {
    fc.assert(
      fc.property(anyVotes, (votes) => {
        const standing = votes.filter(({ answer, exact }) => answer !== undefined && exact !== 'reject');
        const voters = standing.length > 0 ? standing : votes.filter(({ answer }) => answer !== undefined);
        const decision = decide(fakeCandidates(votes), 'arde');
        if (voters.length === 0) {
          expect(decision).toMatchObject({ answer: undefined, ranking: [], tie: false });
          return;
        }
        const scores = voters.map(({ logProbabilities = [] }) =>
          Math.exp(logProbabilities.reduce((sum, value) => sum + value, 0) / logProbabilities.length),
        );
        const softmaxSum = scores.reduce((sum, score) => sum + score, 0);
        const weights = new Map<string, number>();
        voters.forEach(({ answer = '', hint }, index) => {
          const weight = ((scores[index] ?? 0) / softmaxSum) * (hint === 'reject' ? 0.25 : 1);
          weights.set(answer, (weights.get(answer) ?? 0) + weight);
        });
        const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
        for (const { answer, weight } of decision.ranking)
          expect(weight).toBeCloseTo((weights.get(answer) ?? 0) / total, 9);
        expect(decision.ranking).toHaveLength(weights.size);
        const heaviest = Math.max(...weights.values());
        expect(weights.get(decision.answer ?? '')).toBeCloseTo(heaviest, 8);
      }),
    );
  });

  it('is not changed by renaming answers', () => {
    fc.assert(
      fc.property(anyVotes, fc.constantFrom('majority' as const, 'arde' as const), (votes, selection) => {
        const plain = decide(fakeCandidates(votes), selection);
        const other = decide(fakeCandidates(renamed(votes)), selection);
        expect(other.answer).toBe(plain.answer === undefined ? undefined : `name of ${plain.answer}`);
        expect(other.ranking.map(({ weight }) => weight)).toEqual(plain.ranking.map(({ weight }) => weight));
      }),
    );
  });

  const vote = (answer: string, rest: Omit<FakeVote, 'answer'> = {}): FakeVote => ({ answer, ...rest });

  it('leaves out what an exact check rejects, and says so', () => {
    const decision = decide(
      fakeCandidates([vote('7', { exact: 'reject' }), vote('7', { exact: 'reject' }), vote('8')]),
      'arde',
    );
    expect(decision.answer).toBe('8');
    expect(decision.reason).toContain('2 candidate(s) left out by an exact check');
  });

  it('lets the rejected vote when there is nobody else', () => {
    const decision = decide(
      fakeCandidates([vote('7', { exact: 'reject' }), vote('8', { exact: 'reject' }), vote('8', { exact: 'reject' })]),
      'arde',
    );
    expect(decision.answer).toBe('8');
    expect(decision.reason).toContain('every candidate failed an exact check');
  });

  it('breaks a tie of weights by confidence, else by who was seen first', () => {
    const quarter = Math.log(0.25);
    const byConfidence = decide(
      fakeCandidates([
        vote('7', { logProbabilities: [quarter] }),
        vote('8', { logProbabilities: [0], hint: 'reject' }),
      ]),
      'arde',
    );
    expect(byConfidence).toMatchObject({ answer: '8', tie: true });
    expect(byConfidence.reason).toContain('tied with 7, decided by its confidence');
    const byOrder = decide(fakeCandidates([vote('7'), vote('8')]), 'arde');
    expect(byOrder).toMatchObject({ answer: '7', tie: true });
    expect(byOrder.reason).toContain('decided by being seen first');
  });

  it('survives log-probabilities that are missing, infinite or not a number', () => {
    const odd = [[], [Number.NEGATIVE_INFINITY], [Number.NaN], [0.001]];
    const decision = decide(fakeCandidates(odd.map((logProbabilities) => vote('7', { logProbabilities }))), 'arde');
    expect(decision.ranking).toEqual([{ answer: '7', votes: 4, weight: 1 }]);
  });
});
