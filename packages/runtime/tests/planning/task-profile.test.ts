import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultChecks } from '../../src/cascade/default-checks.js';
import type { QuestionOutcome } from '../../src/evaluation/outcome.js';
import { runArm } from '../../src/evaluation/run-arm.js';
import { learnTaskProfile, taskProfileFile } from '../../src/planning/learn-task-profile.js';
import { TASK_PROFILE_FILE, taskProfileOf } from '../../src/planning/task-profile.js';
import { fakeArm } from '../fakes/fake-arm.js';
import { fakeBundle, fakeSampling } from '../fakes/fake-bundle.js';
import { FakeEngine } from '../fakes/fake-engine.js';
import { FakeMeter } from '../fakes/fake-meter.js';
import { fakeQuestions } from '../fakes/fake-questions.js';

const questions = fakeQuestions(20);

async function outcomes(arm: Parameters<typeof fakeArm>[0], seed = 7): Promise<readonly QuestionOutcome[]> {
  const run = await runArm({
    arm: fakeArm(arm),
    engine: new FakeEngine(),
    meter: new FakeMeter(),
    bundle: fakeBundle(),
    questions,
    seed,
    checks: defaultChecks,
    sampling: fakeSampling,
  });
  return run.questions;
}

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

describe('learnTaskProfile', () => {
  it('finds by replay how many samples a run that stops would really have drawn', async () => {
    const anyRule = fc.constantFrom('lock' as const, 'verified' as const, 'bayes' as const, 'none' as const);
    await fc.assert(
      fc.asyncProperty(
        anyRule,
        fc.constantFrom('majority' as const, 'arde' as const),
        fc.nat(1000),
        async (rule, selection, seed) => {
          const budget = 8;
          const profile = learnTaskProfile(await outcomes({ budget, rule: 'none' }, seed), { rule, selection, budget });
          const stopping = await outcomes({ budget, rule, selection, waveSize: 1 }, seed);
          const counts = new Array<number>(budget).fill(0);
          for (const { candidates } of stopping)
            counts[candidates.length - 1] = (counts[candidates.length - 1] ?? 0) + 1;
          expect(profile.neededSamples).toEqual(counts.map((count) => count / questions.length));
          expect(profile).toMatchObject({ source: 'learnt', rule, selection, questions: questions.length });
          expect(profile.sampleLengths).toHaveLength(budget * questions.length);
        },
      ),
      { numRuns: 12 },
    );
  });

  it('refuses runs that did not draw the whole budget', async () => {
    const stopped = await outcomes({ budget: 4 });
    expect(() => learnTaskProfile(stopped, { rule: 'bayes', selection: 'majority', budget: 8 })).toThrow(
      /none of 20 outcome\(s\) holds 8 candidates/u,
    );
  });
});

describe('taskProfileOf', () => {
  let directory = '';
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'qeil-profile-'));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });
  const bundle = () => fakeBundle({ directory });
  const ship = (content: unknown) =>
    writeFileSync(join(directory, TASK_PROFILE_FILE), typeof content === 'string' ? content : JSON.stringify(content));

  it('labels what it assumes when the model ships no profile', async () => {
    const assumed = await taskProfileOf(bundle(), { rule: 'bayes', selection: 'arde', budget: 4 });
    expect(assumed).toMatchObject({ source: 'assumed', sampleLengths: [64], neededSamples: [0.25, 0.25, 0.25, 0.25] });
    expect(assumed.detail).toContain('assumed');
    const fixed = await taskProfileOf(bundle(), { rule: 'none', selection: 'arde', budget: 3, promptTokens: 11 });
    expect(fixed).toMatchObject({ promptTokens: 11, neededSamples: [0, 0, 1] });
  });

  it('reads back what was learnt', async () => {
    const learnt = learnTaskProfile(await outcomes({ budget: 8 }), { rule: 'bayes', selection: 'arde', budget: 8 });
    ship(taskProfileFile([learnt], 'made for a test'));
    const { detail, source, questions: _count, ...same } = learnt;
    const shipped = await taskProfileOf(bundle(), { rule: 'bayes', selection: 'arde', budget: 8 });
    expect(shipped).toEqual({
      ...same,
      sampleLengths: [...same.sampleLengths].sort((left, right) => left - right),
      source: 'shipped',
      detail: 'from qeil-profile.json: 20 questions',
    });
  });

  it('counts what a smaller budget cuts off at that budget, and says so', async () => {
    const learnt = learnTaskProfile(await outcomes({ budget: 8 }), { rule: 'verified', selection: 'arde', budget: 8 });
    ship(taskProfileFile([learnt], ''));
    const cut = await taskProfileOf(bundle(), { rule: 'verified', selection: 'arde', budget: 2 });
    expect(cut.neededSamples).toHaveLength(2);
    expect(sumOf(cut.neededSamples)).toBeCloseTo(1, 12);
    expect(cut.neededSamples[0]).toBe(learnt.neededSamples[0]);
    expect(cut.detail).toContain('recorded for 8 samples, the rest counted at 2');
  });

  it('does not stretch a profile to a larger budget or another rule, and uses its lengths for a fixed budget', async () => {
    const learnt = learnTaskProfile(await outcomes({ budget: 4 }), { rule: 'verified', selection: 'arde', budget: 4 });
    ship(taskProfileFile([learnt], ''));
    expect(await taskProfileOf(bundle(), { rule: 'verified', selection: 'arde', budget: 8 })).toMatchObject({
      source: 'assumed',
    });
    expect(await taskProfileOf(bundle(), { rule: 'bayes', selection: 'arde', budget: 4 })).toMatchObject({
      source: 'assumed',
    });
    expect(await taskProfileOf(bundle(), { rule: 'none', selection: 'majority', budget: 3 })).toMatchObject({
      source: 'shipped',
      neededSamples: [0, 0, 1],
    });
  });

  it.each([
    ['{', /is not JSON/u],
    ['{}', /schema/u],
    [{ schema: 'qeil.task-profile/1', detail: '', profiles: [{ rule: 'bayes' }] }, /profiles\.0\.selection/u],
    [
      {
        schema: 'qeil.task-profile/1',
        detail: '',
        profiles: [
          {
            rule: 'bayes',
            selection: 'arde',
            budget: 2,
            questions: 1,
            promptTokens: 1,
            sampleLengths: [{ tokens: 1, count: 1 }],
            neededSamples: [0.5, 0.4],
          },
        ],
      },
      /sum to 1/u,
    ],
    [
      {
        schema: 'qeil.task-profile/1',
        detail: '',
        profiles: [
          {
            rule: 'bayes',
            selection: 'arde',
            budget: 2,
            questions: 1,
            promptTokens: 1,
            sampleLengths: [{ tokens: 1, count: 1e9 }],
            neededSamples: [0, 1],
          },
        ],
      },
      /count/u,
    ],
  ])('refuses a broken file: %j', async (content, message) => {
    ship(content);
    const failing = taskProfileOf(bundle(), { rule: 'bayes', selection: 'arde', budget: 2 });
    await expect(failing).rejects.toThrow(message);
    await expect(failing).rejects.toMatchObject({ kind: 'model-invalid' });
  });

  it('says so when the file cannot be read', async () => {
    mkdirSync(join(directory, TASK_PROFILE_FILE));
    await expect(taskProfileOf(bundle(), { rule: 'bayes', selection: 'arde', budget: 2 })).rejects.toMatchObject({
      kind: 'file-unreadable',
    });
  });
});
