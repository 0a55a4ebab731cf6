import { describe, expect, it } from 'vitest';
import {
  beliefsAfterCheck,
  beliefsAfterExpert,
  beliefsFromVotes,
  checkRates,
  confidenceBar,
  expectedCheckGain,
  expectedExpertGain,
  NO_CHECK_COUNTS,
  pooledBeliefs,
  stepPays,
  verdictProbability,
} from '../../src/index.js';
import { expectRefused, type Refusal, wrong } from '../refused.js';

const beliefs = { seen: [0.5, 0.3], unseen: 0.2 };
const rates = checkRates(NO_CHECK_COUNTS);
const none = { accept: 0, reject: 0, unknown: 0 };
const step = { gain: 0.5, priceJ: 1 };
const after = (each: typeof beliefs, index = 0, of = rates) => beliefsAfterCheck(each, index, 'accept', of);

const REFUSALS: readonly Refusal[] = [
  ['beliefsFromVotes', 'unseenVotes', '> 0', () => beliefsFromVotes([1], 0)],
  ['beliefsFromVotes', 'votes[1]', 'integer ≥ 1', () => beliefsFromVotes([1, 0])],
  ['beliefsAfterCheck', 'beliefs.seen', 'at least one entry', () => after({ seen: [], unseen: 1 })],
  ['beliefsAfterCheck', 'beliefs.seen[1]', 'in [0, 1]', () => after({ seen: [0.9, -0.1], unseen: 0.2 })],
  ['beliefsAfterCheck', 'beliefs.unseen', 'in [0, 1]', () => after({ seen: [0.9, 0.2], unseen: -0.1 })],
  ['beliefsAfterCheck', 'beliefs', 'sum to 1', () => after({ seen: [0.5, 0.3], unseen: 0.2 + 2e-9 })],
  ['beliefsAfterCheck', 'beliefs', 'sum to 1', () => after({ seen: [0.5, 0.3], unseen: 0.2 - 2e-9 })],
  ['beliefsAfterCheck', 'index', 'in 0 … 1', () => after(beliefs, -1)],
  ['expectedCheckGain', 'index', 'in 0 … 1', () => expectedCheckGain(beliefs, 2, rates)],
  ['verdictProbability', 'index', 'in 0 … 1', () => verdictProbability(beliefs, 0.5, 'accept', rates)],
  [
    'expectedCheckGain',
    'rates.right.accept',
    'in [0, 1]',
    () => expectedCheckGain(beliefs, 0, { ...rates, right: { ...none, accept: 2 } }),
  ],
  [
    'expectedCheckGain',
    'rates.wrong.unknown',
    'in [0, 1]',
    () => expectedCheckGain(beliefs, 0, { ...rates, wrong: { ...none, unknown: -1 } }),
  ],
  [
    'checkRates',
    'counts.right.accept',
    'integer ≥ 0',
    () => checkRates({ right: { ...none, accept: -1 }, wrong: none }),
  ],
  [
    'checkRates',
    'counts.wrong.unknown',
    'integer ≥ 0',
    () => checkRates({ right: none, wrong: { ...none, unknown: 0.5 } }),
  ],
  ['confidenceBar', 'lowest', 'at least one entry', () => confidenceBar([], 0.5)],
  ['confidenceBar', 'lowest[1]', 'number ≤ 0', () => confidenceBar([-1, 0.5], 0.5)],
  ['confidenceBar', 'lowest[0]', 'number ≤ 0', () => confidenceBar([wrong('-1')], 0.5)],
  ['confidenceBar', 'keep', 'in [0, 1]', () => confidenceBar([-1], 1.5)],
  ['confidenceBar', 'keep', 'more than 0', () => confidenceBar([-1], 0)],
  ['expectedExpertGain', 'beliefs', 'sum to 1', () => expectedExpertGain({ seen: [0.5], unseen: 0.4 }, 0.5)],
  ['expectedExpertGain', 'accuracy', 'in [0, 1]', () => expectedExpertGain(beliefs, 1.5)],
  ['beliefsAfterExpert', 'beliefs', 'sum to 1', () => beliefsAfterExpert({ seen: [0.5], unseen: 0.4 }, 0, 0.5)],
  ['beliefsAfterExpert', 'accuracy', 'in [0, 1]', () => beliefsAfterExpert(beliefs, 0, -0.5)],
  ['beliefsAfterExpert', 'said', 'in 0 … 1', () => beliefsAfterExpert(beliefs, 2, 0.5)],
  ['pooledBeliefs', 'scores', 'an array', () => pooledBeliefs(wrong(null), 0)],
  ['pooledBeliefs', 'scores[1]', 'finite number', () => pooledBeliefs([0, Number.POSITIVE_INFINITY], 0)],
  ['pooledBeliefs', 'unseenScore', 'finite number', () => pooledBeliefs([0], Number.NaN)],
  ['stepPays', 'gain', 'in [0, 1]', () => stepPays({ ...step, gain: 2 }, {})],
  ['stepPays', 'priceJ', '≥ 0', () => stepPays({ ...step, priceJ: -1 }, {})],
  ['stepPays', 'savingJ', '≥ 0', () => stepPays({ ...step, savingJ: -1 }, {})],
  ['stepPays', 'valueJ', '≥ 0', () => stepPays(step, { valueJ: -1 })],
];

describe('what the cascade refuses', () => {
  it.each(REFUSALS)('%s refuses %s that must be %s', expectRefused);

  it('takes beliefs whose rounding leaves less than a billionth', () => {
    expect(expectedCheckGain({ seen: [0.5, 0.3], unseen: 0.2 + 5e-10 }, 0, rates)).toBe(0);
  });
});
