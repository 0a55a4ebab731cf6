import { describe, expect, it } from 'vitest';
import { defaultChecks } from '../../src/cascade/default-checks.js';
import { QeilError } from '../../src/errors/qeil-error.js';
import type { ArmProgress } from '../../src/evaluation/progress.js';
import { type RunArmOptions, runArm } from '../../src/evaluation/run-arm.js';
import { fakeArm } from '../fakes/fake-arm.js';
import { fakeBundle, fakeSampling } from '../fakes/fake-bundle.js';
import { FakeEngine } from '../fakes/fake-engine.js';
import { FakeMeter } from '../fakes/fake-meter.js';
import { fakeQuestions } from '../fakes/fake-questions.js';

const poisoned = new QeilError('poisoned', { kind: 'question-poisoned' });

function run(overrides: Partial<RunArmOptions> = {}) {
  return runArm({
    arm: fakeArm(),
    engine: new FakeEngine(),
    meter: new FakeMeter(),
    bundle: fakeBundle(),
    questions: fakeQuestions(12),
    seed: 7,
    checks: defaultChecks,
    sampling: fakeSampling,
    cascade: { nowS: () => 0 },
    ...overrides,
  });
}

describe('runArm', () => {
  it('sums up what happened', async () => {
    const { result, questions } = await run();
    const correct = questions.filter((outcome) => outcome.correct).length;
    const covered = questions.filter(({ candidates, gold }) => candidates.some(({ answer }) => answer === gold)).length;
    const sum = (value: (outcome: (typeof questions)[number]) => number) =>
      questions.reduce((total, outcome) => total + value(outcome), 0);
    const energyJ = sum((outcome) => outcome.energyJ ?? Number.NaN);
    const wallS = sum((outcome) => outcome.wallS);
    expect(result).toMatchObject({
      arm: 'arm',
      questions: 12,
      failed: 0,
      unfinished: 0,
      budget: 8,
      rule: 'none',
      selection: 'majority',
      samplesPerQuestion: 8,
      restarts: 0,
      stopReasons: { budget: 12 },
      energySource: 'modelled',
      energyDetail: 'fake modelled',
      plannedSecondsPerQuestion: 3,
      plannedEnergyJPerQuestion: 2,
    });
    expect(result.accuracy).toMatchObject({ value: correct / 12, n: 12 });
    expect(result.accuracy?.low).toBeLessThan(correct / 12);
    expect(result.accuracy?.high).toBeGreaterThan(correct / 12);
    expect(result.coverage?.value).toBe(covered / 12);
    expect(result.energyJ).toBeCloseTo(energyJ, 9);
    expect(result.wallS).toBeCloseTo(wallS, 9);
    expect(result.meanPowerW).toBeCloseTo(energyJ / wallS, 9);
    expect(result.ipw).toBeCloseTo((100 * correct) / 12 / (energyJ / wallS), 9);
    expect(result.joulesPerCorrect).toBeCloseTo(energyJ / correct, 9);
    expect(result.energyJPerQuestion).toBeCloseTo(energyJ / 12, 9);
    expect(result.secondsPerQuestion).toBeCloseTo(wallS / 12, 9);
    expect(result.tokensPerQuestion).toBeCloseTo(
      sum(({ candidates }) => candidates.reduce((total, { tokenIds }) => total + tokenIds.length, 0)) / 12,
      9,
    );
  });

  it('is the same every time, and another run under another seed', async () => {
    expect(await run()).toEqual(await run());
    expect((await run({ seed: 8 })).questions).not.toEqual((await run()).questions);
  });

  it('goes on after a poisoned question, counts it as wrong and leaves its cost out', async () => {
    const engine = new FakeEngine({ fault: ({ questionId }) => (questionId === 'q3' ? poisoned : undefined) });
    const { result, questions } = await run({ engine });
    const others = (await run({ questions: fakeQuestions(12).filter(({ id }) => id !== 'q3') })).result;
    expect(questions.map(({ questionId }) => questionId)).toHaveLength(12);
    expect(result).toMatchObject({
      questions: 12,
      failed: 1,
      stopReasons: { budget: 11, failed: 1 },
      samplesPerQuestion: 8,
    });
    expect(result.accuracy).toMatchObject({ n: 12, value: ((others.accuracy?.value ?? 0) * 11) / 12 });
    expect(result.energyJ).toBeCloseTo(others.energyJ ?? Number.NaN, 9);
    expect(result.energyDetail).toBe('fake modelled; 1 failed question(s) left out');
  });

  it('knows no energy, power or intelligence per watt when any question has none', async () => {
    const sources = [...new Array(5).fill('counter'), 'none', 'counter'];
    const { result } = await run({ meter: new FakeMeter({ sources }) });
    expect(result).toMatchObject({
      energyJ: null,
      energyJPerQuestion: null,
      meanPowerW: null,
      ipw: null,
      joulesPerCorrect: null,
      energySource: 'none',
    });
    expect(result.wallS).toBeGreaterThan(0);
  });

  it('claims no accuracy without references, and nothing per question when every one failed', async () => {
    const unknown = fakeQuestions(3).map(({ gold: _gold, ...question }) => question);
    expect((await run({ questions: unknown })).result).toMatchObject({
      accuracy: null,
      coverage: null,
      ipw: null,
      joulesPerCorrect: null,
    });
    const { result } = await run({ engine: new FakeEngine({ fault: () => poisoned }) });
    expect(result).toMatchObject({
      failed: 12,
      accuracy: { value: 0 },
      samplesPerQuestion: null,
      secondsPerQuestion: null,
      energyJ: null,
      meanPowerW: null,
    });
  });

  it('gives no joules per correct answer when none is correct', async () => {
    expect((await run({ engine: new FakeEngine({ text: () => '#### 0' }) })).result).toMatchObject({
      joulesPerCorrect: null,
      ipw: 0,
    });
  });

  it('reports progress that only grows and ends at the totals', async () => {
    const seen: ArmProgress[] = [];
    const { result } = await run({
      onProgress: (progress) => seen.push(progress),
      engine: new FakeEngine({ restarts: 1 }),
    });
    // Two waves and one end per question.
    expect(seen).toHaveLength(36);
    for (const [index, progress] of seen.entries()) {
      const before = seen[index - 1];
      if (before === undefined) continue;
      expect(progress.samples).toBeGreaterThanOrEqual(before.samples);
      expect(progress.wallS).toBeGreaterThanOrEqual(before.wallS - 1e-12);
      expect(progress.done).toBeGreaterThanOrEqual(before.done);
    }
    const last = seen.at(-1);
    expect(last).toMatchObject({ done: 12, total: 12, failed: 0, samples: 96, restarts: 24 });
    expect(last?.energyJ).toBeCloseTo(result.energyJ ?? Number.NaN, 9);
    expect(result.restarts).toBe(24);
  });

  it('ends early when asked to, with the questions that were finished', async () => {
    const controller = new AbortController();
    const engine = new FakeEngine();
    const onProgress = ({ done }: ArmProgress) => {
      if (done === 4) controller.abort();
    };
    const { result, questions } = await run({ engine, signal: controller.signal, onProgress });
    expect(questions.map(({ questionId }) => questionId)).toEqual(['q1', 'q2', 'q3', 'q4']);
    expect(result).toMatchObject({ questions: 4, unfinished: 8 });
    expect(engine.drawnOf('q5')).toEqual([]);
  });

  it('leaves out a question that was cancelled half-way', async () => {
    const controller = new AbortController();
    const onProgress = ({ samples }: ArmProgress) => {
      if (samples === 12) controller.abort();
    };
    const { result, questions } = await run({ signal: controller.signal, onProgress });
    expect(questions.map(({ questionId }) => questionId)).toEqual(['q1']);
    expect(result.unfinished).toBe(11);
  });

  it('ends with the fault when it concerns more than one question', async () => {
    const quarantined = new QeilError('no device left', { kind: 'device-quarantined' });
    const engine = new FakeEngine({ fault: (_, call) => (call === 5 ? quarantined : undefined) });
    await expect(run({ engine })).rejects.toBe(quarantined);
    // A cancellation nobody here asked for is a fault too.
    const closed = new QeilError('engine closed', { kind: 'cancelled' });
    await expect(run({ engine: new FakeEngine({ fault: () => closed }) })).rejects.toBe(closed);
  });
});
