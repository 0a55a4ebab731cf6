import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  anytimeRule,
  bayesRule,
  candidateRule,
  fullVote,
  lockRule,
  type RecordedQuestion,
  type ReplayRule,
  replay,
  talliesOf,
  valueRule,
  verifiedRule,
} from '../../src/replay/index.js';
import { numbered } from '../../src/replay/read-samples.js';
import { fakeCandidates } from '../fakes/fake-candidate.js';

function recorded(answers: readonly (string | null)[], gold: string): RecordedQuestion {
  return {
    id: 'q',
    answers: numbered(answers),
    correct: answers.map((answer) => answer === gold),
    cost: answers.map((_, place) => place + 1),
    verdicts: undefined,
    candidates: fakeCandidates(answers.map((answer) => ({ answer: answer ?? undefined }))),
  };
}

const texts = fc.array(fc.option(fc.constantFrom('7', '8', '9'), { freq: 6 }), { minLength: 1, maxLength: 14 });
const question = texts.map((answers) => recorded(answers, '7'));
const settings = { waveSize: 1, orders: 4, seed: 3 };

function outcomes(questions: readonly RecordedQuestion[], rules: readonly ReplayRule[], waveSize = 1) {
  const budget = Math.min(...questions.map(({ answers }) => answers.length));
  return replay({ questions, budget, ...settings, waveSize, rules }).map(({ accuracy, drawn, meanCost }) => ({
    accuracy,
    drawn,
    meanCost,
  }));
}

describe('replay', () => {
  it('stops where a run would, for every rule over plain votes', () => {
    const alpha = 0.3;
    fc.assert(
      fc.property(
        fc.array(question, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 3 }),
        (questions, waveSize) => {
          const budget = Math.min(...questions.map(({ answers }) => answers.length));
          const prior = talliesOf([recorded(['7', '7', '8', '7'], '7'), recorded(['8', '7', '8', null], '7')]);
          const fast = [
            lockRule,
            anytimeRule(alpha),
            bayesRule(0.9),
            valueRule({ prior, budget, waveSize, worth: 20 }),
          ];
          const worth = { prior, valueJ: 20, samplePriceJ: 1, waveSize };
          const asRun = (['lock', 'anytime', 'bayes', 'value'] as const).map((name) =>
            // Where the prior knows nothing both ask bayes at its default confidence.
            candidateRule(name, { selection: 'majority', alpha, worth, ...(name === 'bayes' && { confidence: 0.9 }) }),
          );
          expect(outcomes(questions, fast, waveSize)).toEqual(outcomes(questions, asRun, waveSize));
        },
      ),
    );
  });

  it('never changes an answer by lock, whatever the recording', () => {
    fc.assert(
      fc.property(fc.array(question, { minLength: 1, maxLength: 4 }), (questions) => {
        const budget = Math.min(...questions.map(({ answers }) => answers.length));
        const [full, locked] = replay({ questions, budget, ...settings, rules: [fullVote, lockRule] });
        expect(locked).toMatchObject({ lost: 0, won: 0, accuracy: full?.accuracy });
        expect(locked?.meanSamples).toBeLessThanOrEqual(budget);
      }),
    );
  });

  it('does not depend on what answers are called, and repeats for the same seed', () => {
    fc.assert(
      fc.property(texts, (answers) => {
        const rules = [fullVote, lockRule, bayesRule(0.8), anytimeRule(0.4)];
        const other = answers.map((answer) => (answer === null ? null : `name of ${answer}`));
        expect(outcomes([recorded(other, 'name of 7')], rules)).toEqual(outcomes([recorded(answers, '7')], rules));
      }),
    );
  });

  it('gives the first accepted sample, and counts what was drawn until then', () => {
    const verified = verifiedRule((vote, sample) => vote.question.correct[sample] === true, false);
    const questions = [recorded(['8', '8', '8', '7'], '7')];
    const [result] = replay({ questions, budget: 4, waveSize: 1, orders: 400, seed: 1, rules: [verified] });
    expect(result?.accuracy).toBe(1);
    expect(result?.meanSamples).toBeCloseTo(2.5, 0);
    expect(replay({ questions, budget: 4, ...settings, rules: [fullVote] })[0]?.accuracy).toBe(0);
  });

  it('refuses to weigh candidates that were not recorded', () => {
    const bare = { ...recorded(['7'], '7'), candidates: undefined };
    const rules = [candidateRule('none', { selection: 'arde' })];
    expect(() => replay({ questions: [bare], budget: 1, ...settings, rules })).toThrow(/only its answers/u);
  });
});
