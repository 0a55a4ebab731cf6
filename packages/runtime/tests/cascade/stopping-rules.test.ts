import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../src/cascade/decide.js';
import { STOPPING_RULE_NAMES } from '../../src/cascade/stopping-rule.js';
import { STOPPING_RULES, stoppingRule } from '../../src/cascade/stopping-rules.js';
import { isRejected, isVerified } from '../../src/cascade/votes.js';
import { type FakeVote, fakeCandidates } from '../fakes/fake-candidate.js';
import { anyVotes, renamed } from './votes.js';

const selection = fc.constantFrom('majority' as const, 'arde' as const);
const ruleName = fc.constantFrom(...STOPPING_RULE_NAMES);

/** Questions that a vote settles often and one sample less often. */
const PRIOR = [
  {
    answers: [
      { votes: 3, right: true },
      { votes: 1, right: false },
    ],
    none: 0,
  },
  {
    answers: [
      { votes: 2, right: true },
      { votes: 1, right: false },
      { votes: 1, right: false },
    ],
    none: 1,
  },
  {
    answers: [
      { votes: 2, right: false },
      { votes: 2, right: true },
    ],
    none: 1,
  },
];

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
    for (const name of STOPPING_RULE_NAMES) {
      expect(stoppingRule(name)).toMatchObject({ name, promise: STOPPING_RULES[name] });
    }
  });

  it.each([0.5, 1, 0, -1, Number.NaN])('refuses the confidence %s', (confidence) => {
    expect(() => stoppingRule('bayes', { confidence })).toThrow(/confidence/u);
  });

  it('does not depend on what answers are called', () => {
    fc.assert(
      fc.property(anyVotes, fc.nat(6), ruleName, selection, (votes, left, name, chosen) => {
        const worth = { prior: PRIOR, valueJ: 50, samplePriceJ: 1, waveSize: 1 };
        const rule = stoppingRule(name, { selection: chosen, worth });
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
        const worth = { prior: PRIOR, valueJ: 1, samplePriceJ: 1, waveSize: 1 };
        const reason = stoppingRule(name, { selection: 'arde', worth }).stopReason({
          candidates,
          budget: votes.length + left,
        });
        expect(reason).toBeUndefined();
      }),
    );
  });
});

describe('anytime', () => {
  it.each([0, 1, -1, Number.NaN])('refuses alpha %s', (alpha) => {
    expect(() => stoppingRule('anytime', { alpha })).toThrow(/alpha/u);
  });

  it('certifies the first of unanimous answers at the ninth vote, at the usual alpha', () => {
    const reason = (votes: number) =>
      stoppingRule('anytime').stopReason({
        candidates: fakeCandidates(Array.from({ length: votes }, () => ({ answer: '7' }))),
        budget: 100,
      });
    expect(reason(8)).toBeUndefined();
    expect(reason(9)).toMatch(/^7 is certified .* needed for alpha 0\.05$/u);
  });

  it('counts under arde the candidates that stand, and certifies only what would be chosen', () => {
    const sure = { answer: '8', exact: 'accept' as const, logProbabilities: [-0.01] };
    const rejected = Array.from({ length: 30 }, () => ({ answer: '7', exact: 'reject' as const }));
    const votes = fakeCandidates([...rejected, ...Array.from({ length: 9 }, () => sure)]);
    expect(stoppingRule('anytime', { selection: 'arde' }).stopReason({ candidates: votes, budget: 100 })).toMatch(
      /^8 /u,
    );
    const shaky = Array.from({ length: 40 }, () => ({ answer: '7', logProbabilities: [-6] }));
    const heavy = fakeCandidates([...shaky, { answer: '8', logProbabilities: [-0.01] }]);
    expect(
      stoppingRule('anytime', { selection: 'arde' }).stopReason({ candidates: heavy, budget: 100 }),
    ).toBeUndefined();
  });
});

describe('value', () => {
  const state = (answers: readonly string[], budget = 4) => ({
    candidates: fakeCandidates(answers.map((answer) => ({ answer }))),
    budget,
  });
  const rule = (valueJ: number, prior = PRIOR) =>
    stoppingRule('value', { worth: { prior, valueJ, samplePriceJ: 1, waveSize: 1 } });

  it('stops after one sample when an answer is worth less than a sample, and goes on when it is worth many', () => {
    expect(rule(0.5).stopReason(state(['7']))).toMatch(/^7 leads 1 to 0: right with probability 0\.\d+/u);
    expect(rule(1e4).stopReason(state(['7']))).toBeUndefined();
  });

  it('never stops while the price of a sample is unknown', () => {
    const free = fakeCandidates([{ answer: '7' }]).map((candidate) => ({ ...candidate, energyJ: null }));
    const unpriced = stoppingRule('value', { worth: { prior: PRIOR, valueJ: 1, waveSize: 1 } });
    expect(unpriced.stopReason({ candidates: free, budget: 4 })).toBeUndefined();
  });

  it('leaves it to bayes where no earlier question has been, and says so', () => {
    const seven = (votes: number) => state(new Array<string>(votes).fill('7'), 16);
    expect(rule(0.5, []).stopReason(seven(3))).toBeUndefined();
    expect(rule(0.5, []).stopReason(seven(5))).toMatch(/so bayes judges: 7 leads 5 to 0/u);
    const unanimous = [{ answers: [{ votes: 4, right: true }], none: 0 }];
    expect(rule(0.5, unanimous).stopReason(state(['7', '8']))).toBeUndefined();
  });

  it('stops no later for a smaller value', () => {
    const answers = fc.array(fc.constantFrom('7', '8', '9'), { minLength: 1, maxLength: 4 });
    const worth = fc.double({ min: 0.1, max: 1e4, noNaN: true });
    fc.assert(
      fc.property(answers, worth, worth, (seen, first, second) => {
        const stops = (valueJ: number) => rule(valueJ).stopReason(state(seen, 5)) !== undefined;
        if (stops(Math.max(first, second))) expect(stops(Math.min(first, second))).toBe(true);
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
