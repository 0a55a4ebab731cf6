import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '../../src/program.js';
import { demoRecordSchema } from '../../src/schemas/eval-record.js';
import { dataSet, emptyDirectory } from '../support/data-set.js';
import { fakeContext } from '../support/fake-context.js';
import { fakeEngine } from '../support/fake-engine.js';
import { fakeServices } from '../support/fake-services.js';

const SIZE = ['--limit', '6', '--samples', '4'];
const ARMS = ['standard', 'standard-batched', 'v1-greedy', 'v2'];

async function demo(flags: readonly string[], services = fakeServices()) {
  const directory = emptyDirectory();
  const fake = fakeContext({ services, workingDirectory: directory });
  const data = dataSet(directory, 30);
  const argv = ['demo', '--data', data, ...SIZE, '--out', 'out', ...flags];
  const code = await runCli(argv, fake.context);
  return { ...fake, code, directory, out: fake.out(), err: fake.err() };
}

describe('qeil demo', () => {
  it('ends in the table of four arms, the comparison, the energy source and the report’s path', async () => {
    const { code, out, directory } = await demo([]);
    expect(code).toBe(0);
    expect(out).toMatch(/accuracy/);
    for (const arm of ['standard', 'batched', 'v1 greedy', 'v2']) expect(out).toContain(arm);
    expect(out).toMatch(/v2 against standard: energy −\d+\.\d %, time −\d+\.\d %, accuracy [+−]\d+\.\d points/);
    expect(out).toContain('Joules are modelled, not measured (5 W while busy).');
    expect(out.trimEnd().split('\n').at(-1)).toBe(`report: ${join(directory, 'out', 'report.html')}`);
    expect(
      Math.max(
        ...out
          .split('\n')
          .filter((line) => !line.startsWith('report:'))
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(80);
  });

  it('prints with -o json one record that keeps its schema, with the same questions, seed and budget for all arms', async () => {
    const { out, directory } = await demo(['-o', 'json']);
    const record = demoRecordSchema.parse(JSON.parse(out));
    expect(record.arms.map((arm) => arm.arm)).toEqual(ARMS);
    expect(new Set(record.arms.map((arm) => `${arm.questions} ${arm.budget}`))).toEqual(new Set(['6 4']));
    expect(record.provenance).toMatchObject({ seed: 1, model: { weightFormat: 'int8' }, versions: { qeil: '1.2.3' } });
    expect(record.planning?.profile.source).toBe('learnt');
    expect(record.complete).toBe(true);
    const saved = demoRecordSchema.parse(JSON.parse(readFileSync(join(directory, 'out', 'run.json'), 'utf8')));
    expect(saved).toEqual(record);
  });

  it('leaves ledger, record, reports and plots', async () => {
    const { directory } = await demo(['--quiet']);
    for (const name of [
      'ledger.jsonl',
      'run.json',
      'report.md',
      'report.html',
      'plots/pareto-front.svg',
      'plots/roofline.svg',
    ]) {
      expect(existsSync(join(directory, 'out', name)), name).toBe(true);
    }
  });

  it('asks no model anything on --dry-run, and leaves nothing', async () => {
    const engine = fakeEngine();
    const { code, out, directory } = await demo(['--dry-run'], fakeServices({ startEngine: async () => engine }));
    expect(code).toBe(0);
    expect(out).toContain('qeil demo would:');
    expect(engine.waves).toEqual([]);
    expect(existsSync(join(directory, 'out'))).toBe(false);
  });

  it('gives the same record twice, costs included', async () => {
    const [first, second] = [await demo(['-o', 'json']), await demo(['-o', 'json'])];
    const arms = (text: string) => demoRecordSchema.parse(JSON.parse(text)).arms;
    expect(arms(first.out)).toEqual(arms(second.out));
  });

  it('warms every arm up before it is timed', async () => {
    const engine = fakeEngine();
    await demo([], fakeServices({ startEngine: async () => engine }));
    for (const arm of ARMS) {
      const first = engine.waves.findIndex((wave) => wave.questionId.startsWith(`warm-up-${arm}-`));
      expect(first, arm).toBeGreaterThanOrEqual(0);
      expect(engine.waves[first]?.sampling.maxNewTokens).toBeLessThanOrEqual(8);
    }
    expect(engine.closed).toBe(true);
  });

  it('after Ctrl-C saves and reports what every arm finished, and goes on with --resume', async () => {
    const directory = emptyDirectory();
    const data = dataSet(directory, 30);
    const flags = ['demo', '--data', data, ...SIZE, '--out', 'out', '-o', 'json'];
    const interrupted = fakeContext({
      workingDirectory: directory,
      services: fakeServices({
        startEngine: async () =>
          fakeEngine({
            // The last of the six questions, the second of the third and last round.
            beforeWave: (request) => {
              if (request.questionId === 'q25') interrupted.abort();
            },
          }),
      }),
    });
    expect(await runCli(flags, interrupted.context)).toBe(130);
    const partial = demoRecordSchema.parse(JSON.parse(interrupted.out()));
    expect(partial.complete).toBe(false);
    expect(partial.arms.map((arm) => [arm.questions, arm.unfinished])).toEqual(ARMS.map(() => [4, 2]));
    const resumed = fakeContext({ services: fakeServices(), workingDirectory: directory });
    expect(await runCli([...flags, '--resume'], resumed.context)).toBe(0);
    const whole = await demo(['-o', 'json']);
    const arms = (text: string) => demoRecordSchema.parse(JSON.parse(text)).arms;
    const correct = (text: string) => arms(text).map((arm) => [arm.arm, arm.accuracy, arm.samplesPerQuestion]);
    expect(correct(resumed.out())).toEqual(correct(whole.out));
  });
});
