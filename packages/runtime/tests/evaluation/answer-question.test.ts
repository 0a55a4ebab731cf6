import { describe, expect, it } from 'vitest';
import { defaultChecks } from '../../src/cascade/default-checks.js';
import type { Question } from '../../src/data-set/question.js';
import { QeilError } from '../../src/errors/qeil-error.js';
import { type AnswerQuestionOptions, answerQuestion } from '../../src/evaluation/answer-question.js';
import type { DrawnCandidate } from '../../src/evaluation/outcome.js';
import { fakeArm } from '../fakes/fake-arm.js';
import { fakeBundle, fakeSampling } from '../fakes/fake-bundle.js';
import { FakeEngine } from '../fakes/fake-engine.js';
import { FakeMeter } from '../fakes/fake-meter.js';

const question: Question = {
  id: 'q1',
  question: 'Ann has 20 apples and buys 22 more. How many apples has she now?',
  gold: '42',
};
const right = () => 'She has <<20+22=42>>42.\n#### 42';

function ask(overrides: Partial<AnswerQuestionOptions> = {}) {
  return answerQuestion({
    question,
    arm: fakeArm(),
    engine: new FakeEngine(),
    meter: new FakeMeter(),
    bundle: fakeBundle(),
    seed: 7,
    checks: defaultChecks,
    sampling: fakeSampling,
    // Checks that take no time: energies below are those of the waves alone.
    cascade: { nowS: () => 0 },
    ...overrides,
  });
}

describe('answerQuestion', () => {
  it('draws waves of the plan, the last one cut to the budget, and forgets the prompt afterwards', async () => {
    const engine = new FakeEngine();
    const outcome = await ask({ engine, arm: fakeArm({ waveSize: 4, budget: 10 }) });
    expect(engine.requests.map(({ sampleIndices }) => sampleIndices)).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9],
    ]);
    expect(engine.requests.every(({ keepPrompt, runSeed }) => keepPrompt && runSeed === 7)).toBe(true);
    expect(engine.ended).toEqual(['q1']);
    expect(outcome).toMatchObject({
      waves: 3,
      stoppedBy: 'budget',
      promptTokens: question.question.length,
      restarts: 0,
    });
    expect(outcome.candidates.map(({ sampleIndex }) => sampleIndex)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('never looks for a lock under the rule none, and always does under any other', async () => {
    const engine = () => new FakeEngine({ text: right });
    const arm = { waveSize: 1, budget: 5, confidence: 0.999 };
    expect((await ask({ engine: engine(), arm: fakeArm({ ...arm, rule: 'none' }) })).candidates).toHaveLength(5);
    expect(await ask({ engine: engine(), arm: fakeArm({ ...arm, rule: 'lock' }) })).toMatchObject({
      stoppedBy: 'lock',
      waves: 3,
      correct: true,
    });
    expect(await ask({ engine: engine(), arm: fakeArm({ ...arm, rule: 'bayes' }), confidence: 0.999 })).toMatchObject({
      stoppedBy: 'lock',
      waves: 3,
    });
  });

  it('stops at the first verified candidate', async () => {
    const outcome = await ask({
      engine: new FakeEngine({ text: right }),
      arm: fakeArm({ waveSize: 2, rule: 'verified', selection: 'arde' }),
    });
    expect(outcome).toMatchObject({ stoppedBy: 'verified', waves: 1, correct: true, decision: { answer: '42' } });
    expect(outcome.stopReason).toContain('sample 0 gives 42');
  });

  it('shares the energy of each wave among its candidates, all of it', async () => {
    const meter = new FakeMeter();
    const outcome = await ask({ meter });
    const spent = meter.readings.reduce((sum, { energyJ }) => sum + (energyJ ?? 0), 0);
    const shared = outcome.candidates.reduce((sum, { energyJ }) => sum + (energyJ ?? 0), 0);
    expect(outcome.energyJ).toBeCloseTo(spent, 12);
    expect(shared).toBeCloseTo(spent, 12);
    expect(meter.opened).toBe(2);
    expect(meter.closed).toBe(2);
    // Two waves, one prefill: the prompt was kept.
    const tokens = outcome.candidates.reduce((sum, { tokenIds }) => sum + tokenIds.length, 0);
    expect(spent).toBeCloseTo(0.5 + 0.01 * tokens, 12);
  });

  it('keeps unknown energy unknown, and says when sources are mixed', async () => {
    const unknown = await ask({ meter: new FakeMeter({ sources: ['counter', 'none'] }) });
    expect(unknown).toMatchObject({ energyJ: null, energySource: 'none' });
    expect(unknown.energyDetail).toContain('unknown for 1 of 2');
    expect(unknown.candidates.map(({ energyJ }) => energyJ === null)).toEqual([
      false,
      false,
      false,
      false,
      true,
      true,
      true,
      true,
    ]);
    const mixed = await ask({ meter: new FakeMeter({ sources: ['counter', 'modelled'] }) });
    expect(mixed.energyJ).toBeGreaterThan(0);
    expect(mixed).toMatchObject({
      energySource: 'modelled',
      energyDetail: 'mixed sources: modelled × 1, counter × 1; fake counter; fake modelled',
    });
  });

  it.each(['question-poisoned', 'output-invalid', 'device-died', 'device-hung', 'input-invalid'] as const)(
    'turns %s into a failed outcome',
    async (kind) => {
      const meter = new FakeMeter();
      const engine = new FakeEngine({
        fault: (_, call) => (call === 2 ? new QeilError('it broke', { kind, remedy: 'mend it' }) : undefined),
      });
      const outcome = await ask({ engine, meter });
      expect(outcome).toMatchObject({
        stoppedBy: 'failed',
        correct: false,
        energyJ: null,
        decision: { answer: undefined },
        error: { kind, message: 'it broke', remedy: 'mend it' },
      });
      expect(outcome.candidates).toHaveLength(4);
      expect(engine.ended).toEqual(['q1']);
      expect(meter.closed).toBe(meter.opened);
    },
  );

  it.each(['device-quarantined', 'save-failed', 'too-hot', 'internal', 'cancelled'] as const)(
    'passes %s on: it concerns more than this question',
    async (kind) => {
      const engine = new FakeEngine({ fault: () => new QeilError('it broke', { kind }) });
      await expect(ask({ engine })).rejects.toMatchObject({ kind });
      expect(engine.ended).toEqual(['q1']);
    },
  );

  it('passes on what is no fault of ours to understand', async () => {
    await expect(ask({ engine: new FakeEngine({ fault: () => new TypeError('a bug') }) })).rejects.toThrow(TypeError);
  });

  it('draws a wave that does not fit in memory in two halves, once', async () => {
    const outOfMemory = new QeilError('needs more', { kind: 'out-of-memory' });
    const small = new FakeEngine({
      fault: ({ sampleIndices }) => (sampleIndices.length > 2 ? outOfMemory : undefined),
    });
    const outcome = await ask({ engine: small });
    expect(small.requests.map(({ sampleIndices }) => sampleIndices)).toEqual([
      [0, 1, 2, 3],
      [0, 1],
      [2, 3],
      [4, 5, 6, 7],
      [4, 5],
      [6, 7],
    ]);
    expect(outcome).toMatchObject({ stoppedBy: 'budget', waves: 2 });
    expect(outcome.candidates).toHaveLength(8);
    const never = new FakeEngine({ fault: () => outOfMemory });
    expect(await ask({ engine: never })).toMatchObject({ stoppedBy: 'failed', error: { kind: 'out-of-memory' } });
    expect(never.requests).toHaveLength(2);
  });

  it('fails a question whose prompt does not fit the model, without asking the engine', async () => {
    const engine = new FakeEngine();
    const outcome = await ask({ engine, bundle: fakeBundle({ maxPositions: 10 }) });
    expect(outcome).toMatchObject({ stoppedBy: 'failed', error: { kind: 'input-invalid' } });
    expect(engine.requests).toEqual([]);
  });

  it('stops between waves when asked to, and keeps no sample that was cut short', async () => {
    const controller = new AbortController();
    const saved: DrawnCandidate[] = [];
    const hooks = {
      signal: controller.signal,
      saveWave: async (drawn: readonly DrawnCandidate[]) => {
        saved.push(...drawn);
        controller.abort();
      },
    };
    await expect(ask({ hooks })).rejects.toMatchObject({ kind: 'cancelled' });
    expect(saved).toHaveLength(4);
    const cut = new FakeEngine({ finishReason: 'cancelled' });
    await expect(ask({ engine: cut, hooks: { saveWave: hooks.saveWave } })).rejects.toMatchObject({
      kind: 'cancelled',
    });
    expect(saved).toHaveLength(4);
  });

  it('saves a wave before it decides on it, and passes a failed save on', async () => {
    const failed = new QeilError('disk full', { kind: 'save-failed' });
    await expect(ask({ hooks: { saveWave: () => Promise.reject(failed) } })).rejects.toBe(failed);
  });

  it('streams tokens and reports every wave', async () => {
    const tokens: number[] = [];
    const waves: number[] = [];
    await ask({
      hooks: { onToken: ({ sampleIndex }) => tokens.push(sampleIndex), onWave: (drawn) => waves.push(drawn.length) },
    });
    expect(tokens).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(waves).toEqual([4, 8]);
  });

  it('draws only what was not recovered, and judges at the same places', async () => {
    const arm = fakeArm({ waveSize: 4, budget: 8, rule: 'bayes' });
    const all: DrawnCandidate[] = [];
    const whole = await ask({ arm, hooks: { saveWave: async (drawn) => void all.push(...drawn) } });
    for (let kept = 0; kept <= all.length; kept += 1) {
      const engine = new FakeEngine();
      const resumed = await ask({ arm, engine, recovered: all.slice(0, kept) });
      expect(engine.drawnOf('q1')).toEqual(all.slice(kept).map(({ candidate }) => candidate.sampleIndex));
      expect(resumed.decision).toEqual(whole.decision);
      expect(resumed.stopReason).toBe(whole.stopReason);
    }
  });

  it('does not judge a question without a reference', async () => {
    const { gold: _gold, ...unknown } = question;
    expect(await ask({ question: unknown })).toMatchObject({ gold: null, correct: null });
  });
});
