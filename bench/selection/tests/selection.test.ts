import { fullVote, lockRule, type ReplayRule, replay, talliesOf, valueRule, verifiedRule } from '@qeil/runtime';
import { describe, expect, it } from 'vitest';
import { type JudgedFile, judge, PRIOR_FILE, verdictsOn, WORTH_SAMPLES } from '../src/judge.js';
import { adaptiveConsistency, earlyStopping, threeAhead } from '../src/peers.js';
import { type FileName, readData } from '../src/read-data.js';

/** A lock that takes any tie for undecided; the product's, which knows that ties go to the answer first seen, stops earlier. */
const strictLock: ReplayRule = {
  name: 'strict-lock',
  promise: '',
  lock: false,
  stops: ({ leaderVotes, runnerUpVotes, remaining }) => leaderVotes - runnerUpVotes > remaining,
};
const exact = verifiedRule(({ question }, sample) => question.correct[sample] === true, false);

/** Published replays: accuracy in percent and mean samples, of other random orders than ours. */
const ANCHORS: readonly [FileName, readonly (readonly [ReplayRule, number, number])[]][] = [
  [
    'date_gpt35_np_k10',
    [
      [fullVote, 70.3, 10],
      [adaptiveConsistency, 70.3, 6.5],
      [earlyStopping, 70.3, 7.68],
      [strictLock, 70.3, 7.23],
    ],
  ],
  [
    'game24_gpt4_cot_k100',
    [
      [fullVote, 8.3, 100],
      [adaptiveConsistency, 8.3, 71.6],
      [earlyStopping, 8.3, 98.3],
      [strictLock, 8.3, 92.7],
      [exact, 49, 62.9],
    ],
  ],
  [
    'cruxeval_output_codellama7b_t02_k10',
    [
      [fullVote, 34.3, 10],
      [adaptiveConsistency, 34.3, 6.26],
      [earlyStopping, 34.3, 7.24],
      [strictLock, 34.3, 7.19],
    ],
  ],
];

describe.each(ANCHORS)('replay of %s', (file, expected) => {
  it('reproduces the anchors to 0.1 points and 0.05 samples, or to the noise of the orders where that is more', async () => {
    const { questions, samples: budget } = await readData(file);
    const rules = expected.map(([rule]) => rule);
    const results = replay({ questions, budget, waveSize: 1, orders: 200, seed: 1, rules });
    expected.forEach(([, accuracy, samples], index) => {
      const result = results[index];
      expect(Math.abs(100 * (result?.accuracy ?? 0) - accuracy), result?.rule).toBeLessThanOrEqual(0.1);
      // Both sides are means over 200 orders, and the anchor is rounded to its last digit.
      const noise = 3 * Math.SQRT2 * (result?.meanSamplesErrorOrders ?? 0);
      expect(Math.abs((result?.meanSamples ?? 0) - samples), result?.rule).toBeLessThanOrEqual(Math.max(0.05, noise));
    });
  });

  it('draws no more by the product’s lock than by the strict one, for the same answers', async () => {
    const { questions, samples: budget } = await readData(file);
    const [strict, ours] = replay({
      questions,
      budget,
      waveSize: 1,
      orders: 20,
      seed: 2,
      rules: [strictLock, lockRule],
    });
    expect(ours?.meanSamples).toBeLessThan(strict?.meanSamples ?? 0);
    expect(ours).toMatchObject({ accuracy: strict?.accuracy, lost: 0, won: 0 });
  });
});

describe('the bench', () => {
  it('judges value and the promises on questions nobody learnt from, the same way twice', async () => {
    expect(await judge(2, 5)).toEqual(await judge(2, 5));
    // Not the seed of the recorded figures: the verdicts must not hang on it.
    const bench = await judge(200, 5);
    const [published, , kept] = bench.verdicts;
    expect(published, published?.measured).toMatchObject({ holds: true });
    expect(kept, kept?.measured).toMatchObject({ holds: true });
    expect(bench.files).toHaveLength(6);
    for (const { prior, file } of bench.files) expect(prior).not.toBe(file);
  });

  it('says so when value saves too little or loses too much', () => {
    const rule = (name: string, cost: number, accuracy: number) => ({
      rule: name,
      promise: '',
      accuracy,
      accuracyErrorQuestions: 0,
      accuracyErrorOrders: 0,
      meanSamples: cost,
      meanSamplesErrorOrders: 0,
      meanCost: cost,
      lost: 0,
      won: 0,
      calibration: null,
      accuracyPoints: 100 * (accuracy - 0.5),
      samplesSaved: 0,
      costSaved: 0,
      costSavedAgainstPublishedBayes: 1 - cost / 10,
      costSavedAgainstBayes: 1 - cost / 9,
    });
    const holds = (cost: number, accuracy: number) => {
      const rules = [rule('adaptive-consistency', 10, 0.5), rule('bayes', 9, 0.5), rule('value', cost, accuracy)];
      const file: JudgedFile = { file: 'f', questions: 1, budget: 20, prior: 'p', rules };
      return verdictsOn([file]).map((verdict) => verdict.holds);
    };
    expect(holds(7, 0.5)).toEqual([true, true, true]);
    expect(holds(8.2, 0.5)).toEqual([true, false, true]);
    expect(holds(9, 0.5)).toEqual([false, false, true]);
    expect(holds(5, 0.49)).toEqual([false, false, false]);
  });

  it('has a prior worth learning: a permuted one, right where it was wrong, stops elsewhere', async () => {
    const { questions } = await readData(PRIOR_FILE);
    const tallies = talliesOf(questions);
    const turned = tallies.map(({ answers, none }) => ({
      none,
      answers: answers.map(({ votes, right }) => ({ votes, right: !right })),
    }));
    const { questions: judged, samples: budget } = await readData('date_gpt35_np_k10');
    const rules = [tallies, turned].map((prior) => valueRule({ prior, budget, waveSize: 1, worth: WORTH_SAMPLES }));
    const [learnt, wrong] = replay({
      questions: judged,
      budget,
      waveSize: 1,
      orders: 4,
      seed: 1,
      rules: [...rules, threeAhead],
    });
    expect(learnt?.meanSamples).not.toBe(wrong?.meanSamples);
  });
});
