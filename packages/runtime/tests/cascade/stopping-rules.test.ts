import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../src/cascade/decide.js';
import { STOPPING_RULES, stoppingRule } from '../../src/cascade/stopping-rules.js';
import { isRejected, isVerified } from '../../src/cascade/votes.js';
import { type FakeVote, fakeCandidates } from '../fakes/fake-candidate.js';
import { anyVotes, renamed } from './votes.js';

const selection = fc.constantFrom('majority' as const, 'arde' as const);
const ruleName = fc.constantFrom('lock' as const, 'verified' as const, 'bayes' as const, 'none' as const);

/** P(Bin(n, ½) ≤ most), by exact binomial coefficients. */
function binomialTail(trials: number, most: number): number {
  let coefficient = 1n;
  let sum = 0n;
  for (let successes = 0; successes <= most; successes += 1) {
    sum += coefficient;
    coefficient = (coefficient * BigInt(trials - successes)) / BigInt(successes + 1);
  }
  return Number((sum * 10n ** 15n) / 2n ** BigInt(trials)) / 1e15;
}

describe('stoppingRule', () => {
  it('states a promise for every rule', () => {
    for (const name of ['lock', 'verified', 'bayes', 'none'] as const) {
      expect(stoppingRule(name)).toMatchObject({ name, promise: STOPPING_RULES[name] });
    }
  });

  it.each([0.5, 1, 0, -1, Number.NaN])('refuses the confidence %s', (confidence) => {
    expect(() => stoppingRule('bayes', { confidence })).toThrow(/confidence/u);
  });

  it('does not depend on what answers are called', () => {
    fc.assert(
      fc.property(anyVotes, fc.nat(6), ruleName, selection, (votes, left, name, chosen) => {
        const rule = stoppingRule(name, { selection: chosen });
        const stops = (of: readonly FakeVote[]) =>
          rule.stopReason({ candidates: fakeCandidates(of), budget: of.length + left }) !== undefined;
        expect(stops(renamed(votes))).toBe(stops(votes));
      }),
    );
  });

  it('never stops while only rejected candidates vote under arde', () => {
    fc.assert(
      fc.property(anyVotes, fc.integer({ min: 1, max: 6 }), ruleName, (votes, left, name) => {
        const candidates = fakeCandidates(votes.map((vote) => ({ ...vote, exact: 'reject' as const })));
        const reason = stoppingRule(name, { selection: 'arde' }).stopReason({
          candidates,
          budget: votes.length + left,
        });
        expect(reason).toBeUndefined();
      }),
    );
  });
});

describe('lock', () => {
  it("never changes the full vote's answer", () => {
    fc.assert(
      fc.property(anyVotes, selection, (votes, chosen) => {
        const candidates = fakeCandidates(votes);
        const rule = stoppingRule('lock', { selection: chosen });
        const full = decide(candidates, chosen).answer;
        for (let drawn = 0; drawn < candidates.length; drawn += 1) {
          const state = { candidates: candidates.slice(0, drawn), budget: candidates.length };
          if (rule.stopReason(state) !== undefined) expect(decide(state.candidates, chosen).answer).toBe(full);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('under majority, stops as soon as no continuation can change the answer', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('7', '8', '9', undefined), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 4 }),
        (answers, left) => {
          const candidates = (more: readonly (string | undefined)[]) =>
            fakeCandidates([...answers, ...more].map((answer) => ({ answer })));
          const now = decide(candidates([]), 'majority').answer;
          // The worst continuation gives all votes left to one answer, seen or new.
          const changes = ['7', '8', '9', 'new'].some(
            (rival) => decide(candidates(new Array(left).fill(rival)), 'majority').answer !== now,
          );
          const stops =
            stoppingRule('lock').stopReason({ candidates: candidates([]), budget: answers.length + left }) !==
            undefined;
          expect(stops).toBe(!changes);
        },
      ),
    );
  });

  it('locks half-way when all agree', () => {
    const state = (votes: number) => ({
      candidates: fakeCandidates(new Array(votes).fill({ answer: '7' })),
      budget: 16,
    });
    expect(stoppingRule('lock').stopReason(state(7))).toBeUndefined();
    expect(stoppingRule('lock').stopReason(state(8))).toContain('7 cannot be caught in the 8 sample(s) left');
  });
});

describe('bayes', () => {
  it('stops exactly when the closed form of the leader and the strongest rival reaches the confidence', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 30 }),
        fc.integer({ min: 0, max: 30 }),
        fc.double({ min: 0.51, max: 0.999, noNaN: true }),
        (first, second, confidence) => {
          const candidates = fakeCandidates([
            ...new Array(first).fill({ answer: '7' }),
            ...new Array(second).fill({ answer: '8' }),
          ]);
          const reason = stoppingRule('bayes', { confidence }).stopReason({ candidates, budget: 100 });
          const [most, least] = [Math.max(first, second), Math.min(first, second)];
          const probability = binomialTail(most + least + 1, most);
          fc.pre(Math.abs(probability - confidence) > 1e-9);
          expect(reason !== undefined).toBe(most > least && probability >= confidence);
        },
      ),
    );
  });

  it('needs four unanimous votes at 0.95', () => {
    const reason = (votes: number) =>
      stoppingRule('bayes').stopReason({
        candidates: fakeCandidates(new Array(votes).fill({ answer: '7' })),
        budget: 16,
      });
    expect(reason(3)).toBeUndefined();
    expect(reason(4)).toContain('7 leads 4 to 0: ahead with probability 0.969');
  });

  it('counts the votes the selection counts', () => {
    const rejected = { answer: '7', exact: 'reject' as const };
    const candidates = fakeCandidates([rejected, rejected, rejected, rejected, ...new Array(4).fill({ answer: '8' })]);
    const reason = (chosen: 'majority' | 'arde') =>
      stoppingRule('bayes', { selection: chosen }).stopReason({ candidates, budget: 16 });
    expect(reason('majority')).toBeUndefined();
    expect(reason('arde')).toContain('8 leads 4 to 0');
  });

  it('stops only for the answer that the selection then chooses, on votes it counts', () => {
    fc.assert(
      fc.property(anyVotes, selection, (votes, chosen) => {
        const candidates = fakeCandidates(votes);
        const reason = stoppingRule('bayes', { selection: chosen, confidence: 0.7 }).stopReason({
          candidates,
          budget: 20,
        });
        if (reason === undefined) return;
        const { answer, ranking } = decide(candidates, chosen);
        const counted = candidates.filter(
          (candidate) => candidate.answer !== undefined && (chosen === 'majority' || !isRejected(candidate)),
        );
        const votesOf = (name: string | undefined) => counted.filter((candidate) => candidate.answer === name).length;
        const rival = Math.max(0, ...ranking.slice(1).map((each) => votesOf(each.answer)));
        expect(reason).toContain(`${answer} leads ${votesOf(answer)} to ${rival}`);
      }),
    );
  });
});

describe('verified', () => {
  it('stops only when the chosen answer has a candidate with an accept and no reject', () => {
    fc.assert(
      fc.property(anyVotes, selection, (votes, chosen) => {
        const candidates = fakeCandidates(votes);
        const reason = stoppingRule('verified', { selection: chosen }).stopReason({ candidates, budget: 20 });
        const { answer } = decide(candidates, chosen);
        const proof = candidates.filter(
          (candidate) => candidate.answer === answer && answer !== undefined && isVerified(candidate),
        );
        expect(reason !== undefined).toBe(proof.length > 0);
        if (reason !== undefined)
          expect(votes.some(({ exact, hint }) => exact === 'accept' && hint !== 'reject')).toBe(true);
      }),
    );
  });
});
