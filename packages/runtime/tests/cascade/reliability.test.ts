import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../src/cascade/decide.js';
import { learnReliability } from '../../src/cascade/reliability/learn-reliability.js';
import { Reliability } from '../../src/cascade/reliability/reliability.js';
import { stoppingRule } from '../../src/cascade/stopping-rules.js';
import { usageCheck } from '../../src/cascade/usage-check.js';
import { fakeCandidates, fakeSample } from '../fakes/fake-candidate.js';
import { anyVotes, renamed } from './votes.js';

/** Right answers come twice and pass both checks; wrong ones come once and fail the exact one. */
const lessons = Array.from({ length: 40 }, () => ({
  candidates: fakeCandidates([
    { answer: '7', exact: 'accept', hint: 'accept' },
    { answer: '7', exact: 'accept', hint: 'accept' },
    { answer: '8', exact: 'reject', hint: 'accept' },
  ]),
  isRight: (answer: string) => answer === '7',
}));
const reliability = new Reliability(learnReliability(lessons), '40 questions made up');

describe('arde by a known reliability', () => {
  it('lets an accepted candidate outweigh two that a reliable check rejects', () => {
    const rejected = { answer: '8', exact: 'reject' as const };
    const candidates = fakeCandidates([rejected, rejected, { answer: '7', exact: 'accept' }]);
    const decision = decide(candidates, 'arde', reliability);
    expect(decision.answer).toBe('7');
    expect(decision.probability).toBeGreaterThan(0.5);
  });

  it('states a probability in [0, 1] for every answer it gives, whatever answers are called', () => {
    fc.assert(
      fc.property(anyVotes, (votes) => {
        const { answer, probability, ranking } = decide(fakeCandidates(votes), 'arde', reliability);
        if (answer === undefined) {
          expect(probability).toBeNull();
          return;
        }
        expect(probability).toBeGreaterThanOrEqual(0);
        expect(probability).toBeLessThanOrEqual(1);
        const other = decide(fakeCandidates(renamed(votes)), 'arde', reliability);
        expect(other.answer).toBe(`name of ${answer}`);
        expect(other.ranking.map(({ weight }) => weight)).toEqual(ranking.map(({ weight }) => weight));
      }),
    );
  });

  it('is locked only when no continuation changes its answer', () => {
    fc.assert(
      fc.property(anyVotes, (votes) => {
        const candidates = fakeCandidates(votes);
        const rule = stoppingRule('lock', { selection: 'arde', reliability });
        const full = decide(candidates, 'arde', reliability).answer;
        for (let drawn = 0; drawn < candidates.length; drawn += 1) {
          const state = { candidates: candidates.slice(0, drawn), budget: candidates.length };
          if (rule.stopReason(state) !== undefined)
            expect(decide(state.candidates, 'arde', reliability).answer).toBe(full);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('verified stops exactly when the calibrated probability reaches the confidence and a check accepts', () => {
    fc.assert(
      fc.property(anyVotes, fc.double({ min: 0.51, max: 0.99, noNaN: true }), (votes, confidence) => {
        const candidates = fakeCandidates(votes);
        const rule = stoppingRule('verified', { selection: 'arde', reliability, confidence });
        const { answer, probability } = decide(candidates, 'arde', reliability);
        const accepted = votes.some(
          (vote) => vote.answer === answer && answer !== undefined && vote.exact === 'accept' && vote.hint !== 'reject',
        );
        const stops = rule.stopReason({ candidates, budget: 100 }) !== undefined;
        expect(stops).toBe(accepted && (probability ?? 0) >= confidence);
      }),
    );
  });
});

describe('usage', () => {
  const run = (text: string, question: string) => usageCheck.run(fakeSample({ text }), question);

  it('rejects a solution that leaves out a number of the question, and names it', () => {
    const question = 'Tom has 3 packs with 3 pens. 4 are lost. How many are left?';
    expect(run('<<3*3=9>>9\n#### 9', question)).toMatchObject({ verdict: 'reject', detail: 'not used: 4' });
    expect(run('<<3*3=9>>9 <<9-4=5>>5\n#### 5', question).verdict).toBe('accept');
    expect(run('<<3+4=7>>7\n#### 7', question)).toMatchObject({ verdict: 'reject', detail: 'not used: 3' });
  });

  it('takes a percentage in any form, and has no opinion without steps or numbers', () => {
    expect(run('<<80*0.2=16>>16\n#### 16', '20% of 80 pens').verdict).toBe('accept');
    expect(run('#### 16', '20% of 80 pens').verdict).toBe('unknown');
    expect(run('<<1+1=2>>2\n#### 2', 'How many?').verdict).toBe('unknown');
  });
});
