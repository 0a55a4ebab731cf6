import { describe, expect, it } from 'vitest';
import type { Check } from '../../src/cascade/check.js';
import { defaultChecks } from '../../src/cascade/default-checks.js';
import { WINDOW_TOKENS } from '../../src/cascade/judge-sample.js';
import { CascadeKnowledge } from '../../src/cascade/knowledge/cascade-knowledge.js';
import { TRIALS } from '../../src/cascade/run-checks.js';
import { QeilError } from '../../src/errors/qeil-error.js';
import { type AnswerQuestionOptions, answerQuestion } from '../../src/evaluation/answer-question.js';
import type { CascadeOptions } from '../../src/evaluation/cascade-options.js';
import { expertName } from '../../src/evaluation/escalate.js';
import { SELF_CHECK } from '../../src/evaluation/self-verify.js';
import { questionOutcome, questionRecord } from '../../src/ledger/record.js';
import { fakeArm } from '../fakes/fake-arm.js';
import { fakeBundle, fakeSampling } from '../fakes/fake-bundle.js';
import { FakeEngine, type FakeEngineOptions } from '../fakes/fake-engine.js';
import { FakeMeter } from '../fakes/fake-meter.js';

const question = { id: 'q1', question: 'Ann has 20 apples and buys 22 more. How many apples has she now?', gold: '42' };
const right = 'She has <<20+22=42>>42.\n#### 42';
const wrong = 'She has <<20+20=40>>40.\n#### 40';
const other = 'She has <<22+22=44>>44.\n#### 44';

function ask(cascade: CascadeOptions, overrides: Partial<AnswerQuestionOptions> = {}) {
  return answerQuestion({
    question,
    arm: fakeArm(),
    engine: new FakeEngine({ text: (_, index) => (index % 2 === 0 ? wrong : other) }),
    meter: new FakeMeter(),
    bundle: fakeBundle(),
    seed: 7,
    checks: defaultChecks,
    sampling: fakeSampling,
    cascade: { nowS: () => 0, ...cascade },
    ...overrides,
  });
}

const largerBundle = fakeBundle({ name: 'large', digest: '1'.repeat(64), weightByte: 4000 });
const placement = { deviceId: 'cpu', pointName: '1 thread' };
function larger(options: FakeEngineOptions) {
  const engine = new FakeEngine(options);
  return { bundle: largerBundle, engine, prefill: placement, decode: placement };
}

describe('a budget of joules', () => {
  it('stops before a wave that would go beyond it, the first priced by the plan', async () => {
    const plain = await ask({});
    expect(plain.candidates).toHaveLength(8);
    const enough = await ask({ economy: { maxJ: 10 } });
    expect(enough).toMatchObject({ stoppedBy: 'budget' });
    // The plan says what the first wave takes; what it took says what the next would.
    const predicted = { ...fakeArm(), plan: { ...fakeArm().plan, waveSize: 4, waveEnergyJ: 0.1 } };
    const arm = { ...predicted, budget: 8, rule: 'none' as const };
    const scarce = await ask({ economy: { maxJ: (plain.energyJ ?? 0) * 0.7 } }, { arm });
    expect(scarce).toMatchObject({ stoppedBy: 'joules', waves: 1 });
    expect(scarce.stopReason).toMatch(/J are spent and 4 more sample\(s\) would take about .* J: beyond/);
    const none = await ask({ economy: { maxJ: 0.05 } }, { arm });
    expect(none).toMatchObject({ stoppedBy: 'joules', waves: 0, candidates: [] });
    expect(none.stopReason).toMatch(/one wave of 4 sample\(s\) is expected to take 0\.10 J: beyond 0\.05 J/);
  });

  it('counts as spent what is not known', async () => {
    const outcome = await ask({ economy: { maxJ: 100 } }, { meter: new FakeMeter({ sources: ['none'] }) });
    expect(outcome).toMatchObject({ stoppedBy: 'joules', energyJ: null });
  });
});

describe('pruning', () => {
  it('asks the engine for it from the second wave on, with a bar learnt from the first', async () => {
    const long = `${'a '.repeat(3 * WINDOW_TOKENS)}\n#### 42`;
    const engine = new FakeEngine({ text: () => long });
    const outcome = await ask({ pruneKeep: 0.75 }, { engine });
    const [first, second] = engine.requests;
    expect(first?.pruneBelow).toBeUndefined();
    const lowest = outcome.candidates.slice(0, 4).map((each) => each.lowestWindowLogProbability ?? 0);
    expect(second?.pruneBelow).toEqual({ window: WINDOW_TOKENS, bar: [...lowest].sort((a, b) => a - b)[1] });
    // A question gone on with prunes as it would have.
    const resumed = new FakeEngine({ text: () => long });
    const wave = { firstSample: 0, size: 4, wallS: 1, energyJ: 1, energyDetail: '', restarts: 0 } as const;
    const recovered = outcome.candidates.slice(0, 4).map((candidate) => ({
      candidate,
      wave: { ...wave, energySource: 'modelled' as const },
    }));
    await ask({ pruneKeep: 0.75 }, { engine: resumed, recovered });
    expect(resumed.requests.map(({ pruneBelow }) => pruneBelow)).toEqual([second?.pruneBelow]);
  });

  it('is off unless asked for, and without traces to learn from', async () => {
    const engine = new FakeEngine({ text: () => right });
    await ask({}, { engine });
    await ask({ pruneKeep: 0.5 }, { engine });
    expect(engine.requests.every(({ pruneBelow }) => pruneBelow === undefined)).toBe(true);
  });

  it('a pruned candidate never votes, whatever it had written', async () => {
    const engine = new FakeEngine({ text: () => right, finishReason: 'pruned' });
    const outcome = await ask({}, { engine });
    expect(outcome.candidates.every(({ answer }) => answer === undefined)).toBe(true);
    expect(outcome.decision.answer).toBeUndefined();
    expect(outcome.candidates[0]?.checks[0]).toMatchObject({ check: 'format', verdict: 'reject' });
  });
});

describe('a larger model', () => {
  it('is asked once, greedily, when the candidates disagree, and its answer is weighed', async () => {
    const escalation = larger({ text: () => right });
    const knowledge = new CascadeKnowledge();
    const outcome = await ask({ escalation, knowledge });
    expect(escalation.engine.requests).toHaveLength(1);
    expect(escalation.engine.requests[0]).toMatchObject({ sampleIndices: [0], sampling: { temperature: 0 } });
    expect(outcome).toMatchObject({ correct: true, decision: { answer: '42' } });
    expect(outcome.decision.reason).toContain('large fp32 111111111111 answers 42, so 42 becomes the most probable');
    expect(outcome.tiers).toMatchObject([{ tier: 'escalation', ran: true, answer: '42' }]);
    expect(knowledge.expert(expertName(escalation))).toMatchObject({ right: 1, wrong: 0, runs: 1, energyRuns: 1 });
    const without = await ask({});
    const spentJ = outcome.tiers[0]?.energyJ ?? Number.NaN;
    expect(outcome.energyJ).toBeCloseTo((without.energyJ ?? 0) + spentJ, 12);
  });

  it('is not asked when it could not change the answer, or is not worth its joules, and the step says so', async () => {
    const agreed = larger({ text: () => right });
    const sure = await ask(
      { escalation: agreed },
      { engine: new FakeEngine({ text: () => wrong }), arm: fakeArm({ budget: 16 }) },
    );
    const cheap = larger({ text: () => right });
    const poor = await ask({ escalation: cheap, economy: { valueJ: 1e-3 } });
    expect(agreed.engine.requests.length + cheap.engine.requests.length).toBe(0);
    for (const { tiers, decision } of [sure, poor]) {
      expect(tiers).toMatchObject([{ ran: false, energyJ: null, answer: null }]);
      expect(tiers[0]?.why).toMatch(/^does not pay: P\(correct\) would rise from [\d.]+ by [\d.]+, at [\d.e+]+ J$/);
      expect(decision.answer).toBe('40');
    }
  });

  it('that fails leaves the question with the answer it has', async () => {
    const broken = larger({ fault: () => new QeilError('it broke', { kind: 'device-died' }) });
    const outcome = await ask({ escalation: broken });
    expect(outcome).toMatchObject({ stoppedBy: 'budget', decision: { answer: '40' } });
    expect(outcome.tiers).toMatchObject([{ ran: false, why: 'failed: it broke' }]);
    const stopped = larger({ fault: () => new QeilError('stop', { kind: 'cancelled' }) });
    await expect(ask({ escalation: stopped })).rejects.toMatchObject({ kind: 'cancelled' });
  });

  it('survives the ledger', async () => {
    const outcome = await ask({ escalation: larger({ text: () => right }), selfVerify: true });
    const bare = outcome.candidates.map((each) => ({
      ...each,
      checks: each.checks.filter(({ check }) => check !== SELF_CHECK),
    }));
    expect(questionOutcome(JSON.parse(JSON.stringify(questionRecord(outcome, 3))), bare)).toEqual(outcome);
  });
});

describe('verification by the model itself', () => {
  it('feeds the two most probable answers again after the question read twice, and learns from it', async () => {
    const engine = new FakeEngine({ text: (_, index) => (index % 2 === 0 ? wrong : other) });
    const knowledge = new CascadeKnowledge();
    const outcome = await ask({ selfVerify: true, knowledge }, { engine });
    const again = engine.requests.filter(({ forced }) => forced !== undefined);
    expect(again).toHaveLength(2);
    expect(again[0]?.forced).toEqual([outcome.candidates[0]?.tokenIds]);
    expect(String.fromCodePoint(...(again[0]?.promptTokenIds ?? []))).toContain('Read the question again: Ann has');
    expect(knowledge.judged(SELF_CHECK)).toBe(2);
    expect(outcome.candidates.filter(({ checks }) => checks.some(({ check }) => check === SELF_CHECK))).toHaveLength(2);
    expect(outcome.tiers.map(({ why }) => why)).toEqual([
      expect.stringContaining('being learnt about'),
      expect.stringContaining('read again'),
    ]);
  });

  it('is off once it is known to tell nothing, and on when it tells and pays', async () => {
    const useless = new CascadeKnowledge();
    const telling = new CascadeKnowledge();
    for (let index = 0; index < 2 * TRIALS; index += 1) {
      for (const isRight of [true, false]) {
        useless.checkJudged(SELF_CHECK, 'accept', isRight);
        telling.checkJudged(SELF_CHECK, isRight ? 'accept' : 'reject', isRight);
      }
      for (const knowledge of [useless, telling]) knowledge.checkCost(SELF_CHECK, 1, 2);
    }
    const off = await ask({ selfVerify: true, knowledge: useless });
    expect(off.tiers.map(({ ran }) => ran)).toEqual([false, false]);
    expect(off.tiers[0]?.why).toContain('does not pay');
    expect((await ask({ selfVerify: true, knowledge: telling })).tiers[0]?.ran).toBe(true);
    expect((await ask({ selfVerify: true, knowledge: telling, economy: { valueJ: 1 } })).tiers[0]?.ran).toBe(false);
  });
});

describe('checks of a task', () => {
  it('say how answers are read and when they are right', async () => {
    const letters: Check = {
      name: 'letters',
      exact: true,
      readAnswer: (text) => text.at(-1),
      matchesReference: (answer, reference) => answer.toLowerCase() === reference.toLowerCase(),
      run: async () => ({ check: 'letters', exact: true, verdict: 'unknown', detail: '' }),
    };
    const outcome = await ask(
      {},
      { checks: [letters], engine: new FakeEngine({ text: () => 'it is b' }), question: { ...question, gold: 'B' } },
    );
    expect(outcome).toMatchObject({ decision: { answer: 'b' }, correct: true });
  });
});
