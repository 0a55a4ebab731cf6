import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../src/cascade/candidate.js';
import type { Check, Verdict } from '../../src/cascade/check.js';
import { CascadeKnowledge } from '../../src/cascade/knowledge/cascade-knowledge.js';
import { learnFromCandidates } from '../../src/cascade/learn.js';
import { type Economy, runChecks, TRIALS } from '../../src/cascade/run-checks.js';
import { fakeCandidates } from '../fakes/fake-candidate.js';

/** A check that takes one second by the test's clock and gives a verdict by answer. */
function slowCheck(
  name: string,
  clock: { s: number },
  verdictOf: (answer: string) => Verdict,
): Check & { runs: number } {
  const check = {
    name,
    exact: true,
    runs: 0,
    run: (sample: { text: string }) => {
      check.runs += 1;
      clock.s += 1;
      return { check: name, exact: true, verdict: verdictOf(sample.text.replace('#### ', '')), detail: name };
    },
  };
  return check;
}

/** Candidates that no check has judged. */
function fresh(answers: readonly (string | undefined)[]): Candidate[] {
  return fakeCandidates(answers.map((answer) => ({ answer }))).map((candidate) => ({ ...candidate, checks: [] }));
}

/** A memory in which the check is nearly always right, at 2 J. */
function learnt(name: string, wrongAccepts = 0): CascadeKnowledge {
  const knowledge = new CascadeKnowledge();
  for (let index = 0; index < 5 * TRIALS; index += 1) {
    knowledge.checkJudged(name, 'accept', true);
    knowledge.checkJudged(name, index < wrongAccepts ? 'accept' : 'reject', false);
    knowledge.checkCost(name, 1, 2);
  }
  return knowledge;
}

function run(answers: readonly (string | undefined)[], economy: Economy, knowledge: CascadeKnowledge, leftJ?: number) {
  const clock = { s: 0 };
  const check = slowCheck('slow', clock, (answer) => (answer === '7' ? 'accept' : 'reject'));
  const judged = runChecks(fresh(answers), [], {
    question: 'q',
    checks: [check],
    knowledge,
    economy,
    leftJ,
    powerW: 2,
    savingJ: 0,
    nowS: () => clock.s,
  });
  return judged.then((candidates) => ({ candidates, runs: check.runs }));
}

describe('runChecks', () => {
  it('with neither value nor budget runs everything and notes what each run took', async () => {
    const { candidates, runs } = await run(['7', undefined, '7'], {}, new CascadeKnowledge());
    expect(runs).toBe(3);
    for (const { checks } of candidates) expect(checks[0]).toMatchObject({ timeS: 1, energyJ: 2 });
  });

  it('runs a check iff expected gain × value exceeds its learnt price', async () => {
    const split = ['7', '8', '8'];
    expect((await run(split, { valueJ: 1000 }, learnt('slow'))).runs).toBeGreaterThan(0);
    const poor = await run(split, { valueJ: 0.5 }, learnt('slow'));
    expect(poor.runs).toBe(0);
    for (const { checks } of poor.candidates) {
      expect(checks[0]).toMatchObject({ verdict: 'unknown', skipped: true });
      expect(checks[0]?.detail).toMatch(/^not run: P\(correct\) would rise by [\d.]+ for 2\.0 J$/);
      expect(checks[0]?.energyJ).toBeUndefined();
    }
  });

  it('does not pay for a check that accepts right and wrong alike', async () => {
    expect((await run(['7', '8', '8'], { valueJ: 1e6 }, learnt('slow', 5 * TRIALS))).runs).toBe(0);
  });

  it('runs more, never less, for more value', async () => {
    const value = fc.double({ min: 0, max: 1e4, noNaN: true });
    const answers = fc.array(fc.constantFrom('7', '8', '9'), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(answers, value, value, async (list, a, b) => {
        // The first decision is taken on the same beliefs; later ones follow what was learnt from it.
        const runsFirst = async (valueJ: number) => (await run(list, { valueJ }, learnt('slow'))).runs > 0;
        if (await runsFirst(Math.min(a, b))) expect(await runsFirst(Math.max(a, b))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('never spends beyond what is left', async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0, max: 12, noNaN: true }), async (leftJ) => {
        const { runs } = await run(['7', '8', '8', '9', '9'], { maxJ: 100 }, learnt('slow'), leftJ);
        expect(2 * runs).toBeLessThanOrEqual(leftJ);
      }),
      { numRuns: 30 },
    );
  });

  it('runs an unknown check to learn about it, and not on what has no answer', async () => {
    const { candidates, runs } = await run(['7', undefined], { valueJ: 1e-9 }, new CascadeKnowledge());
    expect(runs).toBe(1);
    expect(candidates[1]?.checks[0]?.detail).toBe('not run: there is no answer to judge');
  });

  it('an answer accepted once is not paid for again', async () => {
    expect(
      (await run(['7', '7', '7', '8', '8', '8'], { valueJ: 1e6 }, learnt('slow'))).candidates[1]?.checks[0]?.detail,
    ).toBe('not run: it accepted this answer already');
  });
});

describe('learning', () => {
  const learn = (gold: string | undefined, votes: Parameters<typeof fakeCandidates>[0]) => {
    const knowledge = new CascadeKnowledge();
    const matchesReference = (answer: string, reference: string) => answer === reference;
    learnFromCandidates(fakeCandidates(votes), { knowledge, gold, matchesReference });
    return knowledge;
  };

  it('counts verdicts against the reference where there is one', () => {
    const knowledge = learn('7', [
      { answer: '7', exact: 'accept' },
      { answer: '8', exact: 'accept' },
      { answer: '8', exact: 'reject' },
      { answer: undefined, exact: 'reject' },
    ]);
    expect(knowledge.check('exact').counts).toEqual({
      right: { accept: 1, reject: 0, unknown: 0 },
      wrong: { accept: 1, reject: 1, unknown: 0 },
    });
    expect(knowledge.basis).toEqual({ gold: 3, agreement: 0 });
  });

  it('and against the plain majority for want of one, in which the checks have no say', () => {
    const knowledge = learn(undefined, [
      { answer: '7', exact: 'accept' },
      { answer: '8', exact: 'reject' },
      { answer: '8', exact: 'reject' },
    ]);
    expect(knowledge.check('exact').counts.right).toEqual({ accept: 0, reject: 2, unknown: 0 });
    expect(knowledge.basis).toEqual({ gold: 0, agreement: 3 });
  });

  it('starts an expert at three in four, and follows its record', () => {
    const knowledge = new CascadeKnowledge();
    expect(knowledge.expertAccuracy('big')).toBe(0.75);
    for (let index = 0; index < 96; index += 1) knowledge.expertJudged('big', false);
    expect(knowledge.expertAccuracy('big')).toBeCloseTo(0.03, 6);
  });
});
