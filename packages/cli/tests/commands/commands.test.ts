import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { QeilError } from '@qeil/runtime';
import { describe, expect, it } from 'vitest';
import { runCli } from '../../src/program.js';
import { devicesRecordSchema, doctorRecordSchema } from '../../src/schemas/doctor-record.js';
import { evalRecordSchema } from '../../src/schemas/eval-record.js';
import {
  calibrateRecordSchema,
  dryRunRecordSchema,
  planCommandRecordSchema,
  runRecordSchema,
} from '../../src/schemas/run-record.js';
import { dataSet, emptyDirectory } from '../support/data-set.js';
import { type FakeContextOptions, fakeContext } from '../support/fake-context.js';
import { fakeEngine } from '../support/fake-engine.js';
import { fakeBundle, fakeMachine, fakeServices } from '../support/fake-services.js';

async function cli(argv: readonly string[], options: FakeContextOptions = {}) {
  const fake = fakeContext({ services: fakeServices(), ...options });
  const code = await runCli(argv, fake.context);
  return { code, out: fake.out(), err: fake.err() };
}

const json = (text: string): unknown => JSON.parse(text);

describe('qeil devices', () => {
  it('lists devices and what is missing, in every format', async () => {
    const { code, out } = await cli(['devices']);
    expect(code).toBe(0);
    expect(out).toMatch(/cpu {2}Test CPU {2}cpu {7}0–3,6 {2}1-thread, 4-threads {2}system/);
    expect(out).toMatch(/cuda {6}no NVIDIA driver\n {10}try: install the driver/);
    const record = devicesRecordSchema.parse(json((await cli(['devices', '-o', 'json'])).out));
    expect(record.devices).toEqual(fakeMachine.devices);
    expect((await cli(['devices', '-o', 'csv'])).out).toBe(
      'id,name,provider,cpus,points,memoryPool\r\ncpu,Test CPU,cpu,0 1 2 3 6,1-thread 4-threads,system\r\n',
    );
    expect((await cli(['devices', '-o', 'jsonl'])).out.split('\n')).toHaveLength(2);
    expect((await cli(['devices', '-o', 'md'])).out).toContain('| cpu | Test CPU | cpu | 0–3,6 |');
  });
});

describe('qeil doctor', () => {
  it('says what is here, what is not and what to do about it', async () => {
    const directory = emptyDirectory();
    mkdirSync(join(directory, 'mini', 'onnx'), { recursive: true });
    writeFileSync(join(directory, 'mini', 'config.json'), '{}');
    writeFileSync(join(directory, 'mini', 'onnx', 'model.onnx'), '');
    mkdirSync(join(directory, 'not-a-model'));
    const environment = { HF_HUB_CACHE: join(directory, 'hub') };
    const options = { modelsDirectory: directory, environment };
    const { code, out } = await cli(['doctor'], options);
    expect(code).toBe(0);
    for (const said of ['qeil 1.2.3', 'Test CPU', 'RAPL', 'a test', 'try: none', 'mini']) expect(out).toContain(said);
    const record = doctorRecordSchema.parse(json((await cli(['doctor', '-o', 'json'], options)).out));
    expect(record.models.map((model) => model.name)).toEqual(['mini']);
    expect(record.usable).toBe(true);
    expect(record.graphs).toEqual([]);
  });

  it('tells how models that ran here keep keys and values', async () => {
    const strategy = { name: 'plain', why: 'the graph is too strange' } as const;
    const finding = { model: 'mini', file: 'model.onnx', provider: 'cpu', driver: 'c-api', strategy };
    const services = fakeServices({ graphFindings: async () => [finding] });
    expect((await cli(['doctor'], { services })).out).toContain('the graph is too strange');
    const { out } = await cli(['doctor', '-o', 'json'], { services });
    expect(doctorRecordSchema.parse(json(out)).graphs).toEqual([finding]);
  });

  it('says which session driver each model gets and why, and probes no large one for it', async () => {
    const directory = emptyDirectory();
    for (const name of ['broken', 'huge', 'known', 'mini']) {
      mkdirSync(join(directory, name), { recursive: true });
      writeFileSync(join(directory, name, 'config.json'), '{}');
      writeFileSync(join(directory, name, 'model.onnx'), '');
    }
    const probed: string[] = [];
    const services = fakeServices({
      loadModelBundle: async (path) => {
        if (path.endsWith('broken')) throw new Error('no config');
        return { ...fakeBundle, name: basename(path), weightByte: path.endsWith('mini') ? 1e6 : 1e10 };
      },
      rememberedDriver: async ({ name }) =>
        name === 'known' ? { driver: 'node-binding', why: 'the C API is slower here' } : undefined,
      chooseDriver: async ({ name }) => {
        probed.push(name);
        return { driver: 'c-api', why: 'equal outputs' };
      },
    });
    const options = { modelsDirectory: directory, environment: { HF_HUB_CACHE: join(directory, 'hub') }, services };
    const record = doctorRecordSchema.parse(json((await cli(['doctor', '-o', 'json'], options)).out));
    expect(record.models.map(({ name, driver, driverWhy }) => [name, driver, driverWhy])).toEqual([
      ['broken', null, 'no config'],
      ['huge', null, 'a model of this size is probed when it first runs'],
      ['known', 'node-binding', 'the C API is slower here'],
      ['mini', 'c-api', 'equal outputs'],
    ]);
    expect(probed).toEqual(['mini']);
    const { out } = await cli(['doctor'], options);
    for (const said of ['node-binding', 'the C API is slower here', 'undecided']) expect(out).toContain(said);
  });

  it('exits 3 when nothing is usable, and still prints what it found', async () => {
    const services = fakeServices({ discoverMachine: async () => ({ ...fakeMachine, devices: [] }) });
    const { code, out } = await cli(['doctor', '-o', 'json'], { services });
    expect(code).toBe(3);
    expect(doctorRecordSchema.parse(json(out)).usable).toBe(false);
  });
});

describe('qeil calibrate', () => {
  it('prints rates and power with their source, and closes the device processes', async () => {
    const engine = fakeEngine();
    const services = fakeServices({ startEngine: async () => engine });
    const { code, out } = await cli(['calibrate'], { services });
    expect(code).toBe(0);
    expect(out).toMatch(/cpu +4-threads +160 GFLOP\/s +20\.0 GB\/s/);
    expect(out).toContain('prior');
    expect(engine.closed).toBe(true);
    calibrateRecordSchema.parse(json((await cli(['calibrate', '-o', 'json'])).out));
  });

  it('passes budget and --force on, and says why an older calibration was not used', async () => {
    const real = fakeServices();
    const seen: unknown[] = [];
    const services = fakeServices({
      calibrateMachine: async (options) => {
        seen.push([options.budgetS, options.force]);
        return { ...(await real.calibrateMachine(options)), invalidated: 'the driver changed' };
      },
    });
    const { out, err } = await cli(['calibrate', '--budget', '2m', '--force'], { services });
    expect(seen).toEqual([[120, true]]);
    expect(err).toContain('calibration repeated: the driver changed');
    expect(out).toContain('An older one was not used: the driver changed');
  });
});

describe('qeil plan', () => {
  it('shows the choice, its certificate, the baselines and the front', async () => {
    const { code, out } = await cli(['plan']);
    expect(code).toBe(0);
    expect(out).toContain('Certificate: exact: proved');
    expect(out).toContain('One device is best here');
    expect(out).toContain('chosen, knee');
    for (const name of ['standard', 'standard batched', 'v1 greedy', 'v2']) expect(out).toContain(name);
  });

  it('marks exactly one chosen plan and one knee, whatever the objective', async () => {
    for (const objective of ['knee', 'energy', 'latency']) {
      const { out } = await cli(['plan', '--objective', objective, '-o', 'json']);
      const { planning } = planCommandRecordSchema.parse(json(out));
      const chosen = planning.front.filter((entry) => entry.chosen);
      expect(chosen).toHaveLength(1);
      expect(planning.front.filter((entry) => entry.knee)).toHaveLength(1);
      const energies = planning.front.map((entry) => entry.energyJ);
      expect(energies).toEqual([...energies].sort((a, b) => a - b));
      if (objective === 'energy') expect(chosen[0]).toBe(planning.front[0]);
    }
  });

  it('passes bounds on', async () => {
    const real = fakeServices();
    let seen: unknown;
    const services = fakeServices({
      planRequest: async (options) => {
        seen = options.bounds;
        return real.planRequest(options);
      },
    });
    await cli(['plan', '--max-joules', '2.5', '--max-seconds', '3', '--max-watts', '40'], { services });
    expect(seen).toEqual({ energyJ: 2.5, latencyS: 3, powerW: 40 });
  });

  it('passes pins and prohibitions on, and refuses a device that is not there', async () => {
    const real = fakeServices();
    let seen: unknown;
    const services = fakeServices({
      planRequest: async (options) => {
        seen = options.rules;
        return real.planRequest(options);
      },
    });
    await cli(['plan', '--pin', 'all=cpu', '--forbid', 'gpu', '--forbid', 'npu'], { services });
    expect(seen).toEqual({ pins: ['all=cpu'], forbids: ['gpu', 'npu'] });
  });

  it('draws the front into a file', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'qeil-front-'));
    const file = join(directory, 'front.svg');
    const { code } = await cli(['plan', '--front', file]);
    expect(code).toBe(0);
    expect(readFileSync(file, 'utf8')).toMatch(/^<svg[\s\S]*<title[\s\S]*Pareto front/);
    rmSync(directory, { recursive: true });
  });

  it('says on --dry-run what it would do', async () => {
    const { code, out } = await cli(['plan', '--dry-run', '-o', 'json']);
    expect(code).toBe(0);
    expect(dryRunRecordSchema.parse(json(out)).steps.length).toBeGreaterThan(2);
  });
});

describe('qeil eval', () => {
  const evaluate = async (flags: readonly string[] = [], options: FakeContextOptions = {}) => {
    const directory = options.workingDirectory ?? emptyDirectory();
    const data = dataSet(directory, 12);
    const result = await cli(['eval', '--data', data, '--limit', '5', '--samples', '4', ...flags], {
      ...options,
      workingDirectory: directory,
    });
    return { ...result, directory };
  };

  it('prints the table, leaves everything in a directory that carries the time, the report’s path last', async () => {
    const { code, out, directory } = await evaluate();
    expect(code).toBe(0);
    const path = out.trimEnd().split('\n').at(-1)?.replace('report: ', '') ?? '';
    expect(path).toBe(join(directory, 'qeil-out', `eval-${path.match(/eval-(\d{8}-\d{6})/)?.[1]}`, 'report.html'));
    for (const name of ['report.html', 'report.md', 'run.json', 'ledger.jsonl'])
      expect(existsSync(join(path, '..', name))).toBe(true);
    expect(existsSync(join(path, '..', 'ledger.lock'))).toBe(false);
  });

  it('-o json keeps its schema and names plan, rule and promise', async () => {
    const record = evalRecordSchema.parse(
      json((await evaluate(['-o', 'json', '--plan', 'standard', '--rule', 'lock'])).out),
    );
    expect(record.arms).toHaveLength(1);
    expect(record.arms[0]).toMatchObject({ arm: 'standard', rule: 'lock', questions: 5 });
    expect(record.remarks.join(' ')).toContain('Rule lock: the answer is the one the whole budget would have given');
    expect(record.comparisons).toEqual([]);
  });

  it('failed questions make it 4, with the rest reported', async () => {
    const engine = fakeEngine({
      beforeWave: (request) => {
        if (request.questionId === 'q2') throw new QeilError('poison', { kind: 'question-poisoned' });
      },
    });
    const { code, out } = await evaluate(['-o', 'json'], {
      services: fakeServices({ startEngine: async () => engine }),
    });
    expect(code).toBe(4);
    expect(evalRecordSchema.parse(json(out)).arms[0]).toMatchObject({ questions: 5, failed: 1 });
  });

  it('a ledger that is there is not overwritten, and gone on with on --resume', async () => {
    const { directory } = await evaluate(['--out', 'out']);
    const again = await evaluate(['--out', 'out'], { workingDirectory: directory });
    expect(again.code).toBe(2);
    expect(again.err).toContain('--resume');
    const engine = fakeEngine();
    const resumed = await evaluate(['--out', 'out', '--resume'], {
      workingDirectory: directory,
      services: fakeServices({ startEngine: async () => engine }),
    });
    expect(resumed.code).toBe(0);
    expect(engine.waves.filter((wave) => ['q0', 'q1', 'q2', 'q3', 'q4'].includes(wave.questionId))).toEqual([]);
  });

  it.each([
    ['no such file', 'none.jsonl', undefined, 3, /no such file/],
    [
      'a broken line',
      'broken.jsonl',
      '{"question": "a", "answer": "#### 1"}\n{"question": 5}\n',
      2,
      /broken\.jsonl:2:\d+/,
    ],
  ])('%s: one line, the documented code, before any model is loaded', async (_, name, content, expected, message) => {
    const directory = emptyDirectory();
    if (content !== undefined) writeFileSync(join(directory, name), content);
    const services = fakeServices({
      loadModelBundle: async () => {
        throw new Error('the model was loaded first');
      },
    });
    const { code, err, out } = await cli(['eval', '--data', name], { workingDirectory: directory, services });
    expect([code, out]).toEqual([expected, '']);
    expect(err).toMatch(message);
    expect(err.trimEnd().split('\n').length).toBeLessThanOrEqual(2);
  });

  it('a place that cannot be written is 5, before any work', async () => {
    const directory = emptyDirectory();
    writeFileSync(join(directory, 'file'), '');
    const { code, err } = await evaluate(['--out', 'file/out'], { workingDirectory: directory });
    expect(code).toBe(5);
    expect(err).toMatch(/cannot be made[^\n]*\n {2}try: /);
  });

  it('a report that cannot be saved is 5, with the result still printed', async () => {
    const directory = emptyDirectory();
    // A directory stands where the report is to be.
    mkdirSync(join(directory, 'out', 'report.md'), { recursive: true });
    const { code, out, err } = await evaluate(['--out', 'out', '-o', 'json'], { workingDirectory: directory });
    expect(code).toBe(5);
    expect(evalRecordSchema.parse(json(out)).outputDirectory).toBeNull();
    expect(err).toContain('report.md could not be saved');
    expect(existsSync(join(directory, 'out', 'run.json'))).toBe(true);
  });
});

describe('requested devices', () => {
  it('missing ones are said aloud, never silently replaced', async () => {
    const { code, err, out } = await cli(['run', 'x', '--device', 'cpu,cuda', '-o', 'json']);
    expect(code).toBe(0);
    expect(err).toContain('requested and not here: cuda (no NVIDIA driver); doing without');
    const { machine } = runRecordSchema.parse(json(out)).provenance;
    expect(machine).toMatchObject({ devices: ['cpu'], devicesRequested: ['cpu', 'cuda'] });
  });

  it.each([
    [['--device', 'cpu,cuda', '--strict'], /cuda \(no NVIDIA driver\)/],
    [['--device', 'cuda'], /cuda \(no NVIDIA driver\)/],
    [['--device', 'cup'], /did you mean cpu\?/],
  ])('%j fails with 3', async (flags, message) => {
    const { code, err } = await cli(['run', 'x', ...flags]);
    expect(code).toBe(3);
    expect(err).toMatch(message);
  });
});

describe('--quiet', () => {
  it('leaves stderr empty', async () => {
    const directory = emptyDirectory();
    const data = dataSet(directory, 8);
    const { err } = await cli(['eval', '--data', data, '--limit', '3', '--quiet'], {
      workingDirectory: directory,
      tickMs: 60_000,
    });
    expect(err).toBe('');
  });
});

describe('a model’s notes and faults', () => {
  it('are said on stderr, and faults kept in the record', async () => {
    const directory = emptyDirectory();
    const data = dataSet(directory, 4);
    const services = fakeServices({
      loadModelBundle: async () => ({ ...fakeBundle, notes: ['Weights: int8.'] }),
      startEngine: async ({ onFault }) => {
        onFault?.({ kind: 'device-died', deviceId: 'cpu', detail: 'signal 9' });
        return fakeEngine();
      },
    });
    const { err, out } = await cli(['eval', '--data', data, '-o', 'json'], { workingDirectory: directory, services });
    expect(err).toContain('Weights: int8.');
    expect(err).toContain('device-died on cpu: signal 9');
    expect(evalRecordSchema.parse(json(out)).faults).toEqual([
      { kind: 'device-died', deviceId: 'cpu', detail: 'signal 9', questionId: null },
    ]);
  });
});
