import { type Calibration, type PlanVerification, QeilError, stageReports } from '@qeil/runtime';
import { describe, expect, it } from 'vitest';
import { runCli } from '../../src/program.js';
import { planCommandRecordSchema, runRecordSchema } from '../../src/schemas/run-record.js';
import { type FakeContextOptions, fakeContext } from '../support/fake-context.js';
import { fakeEngine } from '../support/fake-engine.js';
import { fakeBundle, fakeCalibration, fakeMachine, fakeServices } from '../support/fake-services.js';

async function cli(argv: readonly string[], options: FakeContextOptions = {}) {
  const fake = fakeContext({ services: fakeServices(), ...options });
  const code = await runCli(argv, fake.context);
  return { code, out: fake.out(), err: fake.err() };
}

const json = (text: string): unknown => JSON.parse(text);

describe('qeil run', () => {
  it('streams the first sample, then says answer, reason, samples, joules with source and seconds', async () => {
    const { code, out } = await cli(['run', 'Tom has 12 apples and buys 5 more. How many?'], {});
    expect(code).toBe(0);
    const [streamed = '', summary = ''] = out.split('\n\n');
    expect(streamed).toMatch(/^12 \+ 5 = .*\n#### 1\d$/);
    expect(summary).toMatch(/^answer: {3}1\d$/m);
    expect(summary).toMatch(/^stopped: {2}\S/m);
    expect(summary).toMatch(/^samples: {2}\d+ of 16 in \d+ waves?, \d+ tokens$/m);
    expect(summary).toMatch(/^energy: {3}[\d.]+ J, modelled: 5 W while busy$/m);
    expect(summary).toMatch(/^time: {5}[\d.]+ m?s$/m);
  });

  it('-o json prints the whole record and nothing else', async () => {
    const { out } = await cli(['run', '--samples', '6', '--plan', 'standard', 'Tom?', '-o', 'json']);
    const record = runRecordSchema.parse(json(out));
    expect(record.plan.name).toBe('standard');
    expect(record.samples.length).toBeLessThanOrEqual(6);
    expect(record.samples.map((sample) => sample.sampleIndex)).toEqual(record.samples.map((_, index) => index));
    expect(record.promise).not.toBe('');
  });

  it('strips terminal escapes from a model’s text on a terminal', async () => {
    const services = fakeServices({
      startEngine: async () => fakeEngine({ text: () => 'a\u001b[2Jb \u009b31mc\n#### 1\u0007' }),
    });
    const { out } = await cli(['run', 'x'], { services, isTTY: true });
    expect(out).toContain('ab c');
    expect([...out].every((character) => character === '\n' || !/\p{Cc}/u.test(character))).toBe(true);
  });

  /** An engine whose passes take so many times what the planner predicts of them. */
  function timedEngine(slower: number) {
    const engine = fakeEngine();
    const sampleWave: typeof engine.sampleWave = async (request, hooks) => {
      const result = await engine.sampleWave(request, hooks);
      const { deviceId, pointName } = request.decode;
      const passes = Math.max(...result.samples.map(({ tokenIds }) => tokenIds.length)) - 1;
      const tokens = result.samples.reduce((sum, { tokenIds }) => sum + tokenIds.length - 1, 0);
      const stage = {
        piece: 0,
        firstLayer: 0,
        endLayer: 2,
        phase: 'decode',
        deviceId,
        pointName,
        passes,
        tokens,
      } as const;
      const [report] = stageReports(
        {
          machine: fakeMachine,
          calibration: fakeCalibration,
          bundle: fakeBundle,
          lengths: {
            promptTokens: request.promptTokenIds.length,
            sampleLengths: result.samples.map(({ tokenIds }) => tokenIds.length),
          },
        },
        [{ ...stage, busyS: 1, cpuS: 1 }],
      );
      const busyS = slower * (report?.predictedS ?? 0);
      return { ...result, stages: [{ ...stage, busyS, cpuS: busyS }] };
    };
    const kept: Calibration[] = [];
    const services = fakeServices({
      startEngine: async () => ({ ...engine, sampleWave }),
      writeCachedCalibration: async (_directory, _key, calibration) => {
        kept.push(calibration);
        return '';
      },
    });
    return { services, kept };
  }
  const ONE_WAVE = ['--rule', 'none', '--samples', '1'];

  it('says of each stage what was predicted and what it took, and keeps what it learnt', async () => {
    const { services, kept } = timedEngine(1.2);
    const { out } = await cli(['run', 'x', ...ONE_WAVE, '-o', 'json'], { services });
    const { execution } = runRecordSchema.parse(json(out));
    expect(execution.stages).toMatchObject([{ firstLayer: 0, endLayer: 2, phase: 'decode', deviceId: 'cpu' }]);
    const [stage] = execution.stages;
    expect(stage?.measuredS).toBeCloseTo(1.2 * (stage?.predictedS ?? 0), 12);
    expect(execution.prediction).toMatchObject({ replanned: null, offBy: expect.closeTo(1 - 1 / 1.2, 9) });
    const factors = kept[0]?.points.map(({ model }) => model?.learnt?.decode?.factor ?? 0);
    expect(factors?.every((factor) => factor > 1 && factor < 1.2)).toBe(true);
  });

  it('plans again when the prediction was off by more than a quarter, and says so', async () => {
    const { services } = timedEngine(4);
    const { out, err } = await cli(['run', 'x', ...ONE_WAVE], { services });
    expect(err).toContain('the prediction was off by 75 %; planning again with what was learnt');
    expect(out.replace(/\s+/g, ' ')).toMatch(
      /forecast: .* off by 75 %, so the calibration was corrected and the plan searched again/,
    );
    const record = runRecordSchema.parse(json((await cli(['run', 'x', ...ONE_WAVE, '-o', 'json'], { services })).out));
    const { prediction } = record.execution;
    expect(prediction?.replanned?.predicted.latencyS).toBeGreaterThan(record.plan.predicted.latencyS);
  });

  it('plan --explain runs one wave of the plan and sets its stages beside their prediction', async () => {
    const { services, kept } = timedEngine(4);
    const { out } = await cli(['plan', '--explain', '-o', 'json'], { services });
    const { execution, planning } = planCommandRecordSchema.parse(json(out));
    expect(execution?.stages).toHaveLength(1);
    expect(execution?.prediction?.replanned).not.toBeNull();
    expect(kept).toHaveLength(1);
    expect(planning.chosen.name).toBe('v2');
    const table = await cli(['plan', '--explain'], { services });
    expect(table.out).toContain('Stages of one wave, predicted and measured');
    expect(table.out).toMatch(/0–1 +decode +cpu/);
    expect(planCommandRecordSchema.parse(json((await cli(['plan', '-o', 'json'])).out)).execution).toBeNull();
  });

  it('--verify reports the first difference from one device, or that there is none', async () => {
    const base = { reference: { deviceId: 'cpu', pointName: '1-thread' }, samples: 4, equalTokens: 40 };
    const verified = async (firstDifference: PlanVerification['firstDifference']) => {
      const services = fakeServices({
        verifyPlan: async () => ({ ...base, largestLogProbabilityDifference: 2e-6, firstDifference }),
      });
      const argv = ['run', 'x', '--verify', ...ONE_WAVE];
      runRecordSchema.parse(json((await cli([...argv, '-o', 'json'], { services })).out));
      return (await cli(argv, { services })).out.replace(/\s+/g, ' ');
    };
    expect(await verified(null)).toContain('verified: 40 greedy tokens of 4 samples equal those of cpu alone');
    const difference = {
      questionId: 'prompt',
      sampleIndex: 2,
      position: 7,
      referenceTokenId: 11,
      planTokenId: 12,
      referenceGap: 0.25,
      planGap: 0.5,
    };
    expect(await verified(difference)).toContain(
      'first difference at question prompt, sample 2, place 7: token 12 where cpu alone gives token 11; logits apart by 0.250 there, 0.500 under the plan',
    );
    expect(await verified({ ...difference, planTokenId: null, planGap: null })).toContain('the end where cpu alone');
  });

  it('lets the processes of calibration go before it warms up and times the plan', async () => {
    const engine = fakeEngine();
    const did: string[] = [];
    const keepOnly = async (plans: readonly object[]) => void did.push(`keeps ${plans.length}`);
    const sampleWave: typeof engine.sampleWave = (request, hooks) => {
      did.push(request.questionId);
      return engine.sampleWave(request, hooks);
    };
    const services = fakeServices({ startEngine: async () => ({ ...engine, keepOnly, sampleWave }) });
    await cli(['run', 'a prompt longer than what warms up', '--samples', '1'], { services });
    expect(did).toEqual(['keeps 1', 'warm-up-v2-prompt', 'prompt']);
    expect(engine.waves[0]?.promptTokenIds).toHaveLength(16);
  });

  it('changes sampling as told', async () => {
    const engine = fakeEngine();
    const services = fakeServices({ startEngine: async () => engine });
    await cli(['run', 'x', '--temperature', '0.1', '--max-tokens', '7', '--seed', '9'], { services });
    expect(engine.waves[0]).toMatchObject({ questionId: 'warm-up-v2-prompt', promptTokenIds: [0] });
    expect(engine.waves[1]).toMatchObject({ runSeed: 9, sampling: { temperature: 0.1, maxNewTokens: 7 } });
  });

  it('a question that kills its device process ends with its fault’s exit code', async () => {
    const poison = new QeilError('died twice on it', { kind: 'question-poisoned', remedy: 'leave it out' });
    const engine = fakeEngine({
      beforeWave: () => {
        throw poison;
      },
    });
    const { code, err } = await cli(['run', 'x'], { services: fakeServices({ startEngine: async () => engine }) });
    expect(code).toBe(4);
    expect(err).toContain('qeil: died twice on it\n  try: leave it out\n');
    expect(engine.closed).toBe(true);
  });

  it('stops on Ctrl-C with 130 and closes the device processes', async () => {
    const engine = fakeEngine({ beforeWave: () => fake.abort() });
    const fake = fakeContext({ services: fakeServices({ startEngine: async () => engine }) });
    expect(await runCli(['run', 'x'], fake.context)).toBe(130);
    expect(engine.closed).toBe(true);
  });
});
