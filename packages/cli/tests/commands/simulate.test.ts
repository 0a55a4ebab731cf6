import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCli } from '../../src/program.js';
import { simulateListRecordSchema, simulateRecordSchema } from '../../src/schemas/simulation-record.js';
import { runtimeServices } from '../../src/services/runtime-services.js';
import { fakeContext } from '../support/fake-context.js';

const directory = mkdtempSync(join(tmpdir(), 'qeil-simulate-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** The real runtime: simulation touches no device. */
async function simulate(...argv: string[]) {
  const fake = fakeContext({ services: runtimeServices, workingDirectory: directory });
  const code = await runCli(['simulate', ...argv], fake.context);
  return { code, out: fake.out(), err: fake.err() };
}

const QUICK = ['--samples', '4', '--evaluations', '2000', '--prompt-tokens', '64', '--new-tokens', '32'];
const PAPER = ['--machine', 'qeil-paper', '--priors', ...QUICK];

function ownMachine(id: string) {
  const fact = (value: number) => ({ value, kind: 'measured', source: 'a test' });
  return JSON.stringify({
    devices: [{ id: `${id}-cpu`, name: 'A CPU', kind: 'cpu', facts: { byteRate: fact(50e9), designPowerW: fact(15) } }],
    machines: [
      {
        id,
        name: 'My machine',
        pools: [{ name: 'memory', capacityByte: fact(16e9) }],
        chips: [{ name: 'chip', limitsOf: `${id}-cpu` }],
        devices: [{ device: `${id}-cpu`, pool: 0, chip: 0 }],
      },
    ],
  });
}

describe('qeil simulate', () => {
  it('gives all arms, the breakdown and every prior', async () => {
    const { code, out } = await simulate(...PAPER, '--family', 'qwen2-0.5b', '-o', 'json');
    expect(code).toBe(0);
    const record = simulateRecordSchema.parse(JSON.parse(out));
    expect(record.families.map(({ family }) => family)).toEqual(['qwen2-0.5b']);
    expect(record.families[0]?.arms.map(({ name }) => name)).toEqual([
      'standard',
      'standard-batched',
      'v1-greedy',
      'v2',
    ]);
    for (const { predicted } of record.families[0]?.arms ?? []) {
      const sum = Object.values(predicted.breakdown).reduce((total, part) => total + part, 0);
      expect(sum / predicted.energyJ).toBeCloseTo(1, 9);
    }
    expect(record.values.filter(({ kind }) => kind === 'prior').length).toBeGreaterThan(10);
    // No thermal resistance is known of this box: temperatures rest on a cooler that is a prior, listed and varied.
    for (const { temperatureK } of record.families[0]?.arms[0]?.temperatures ?? []) {
      expect(temperatureK).toBeGreaterThan(298.15);
      expect(temperatureK).toBeLessThan(368.15);
    }
    expect(record.values.filter(({ path }) => path.endsWith('.resistanceKPerW')).map(({ kind }) => kind)).toEqual([
      'prior',
      'prior',
    ]);
    expect(record.paper?.energyChange).toBe(-0.756);
    expect(record.sweep?.points.map(({ axis }) => axis)).toContain('prior-coolingShare');
  });

  it('gives the same for the same seed', async () => {
    const argv = [...PAPER, '--family', 'gpt2-125m', '-o', 'json'];
    expect((await simulate(...argv)).out).toBe((await simulate(...argv)).out);
  });

  it('refuses unknown numbers, naming them', async () => {
    const { code, out, err } = await simulate('--machine', 'dgx-spark', ...QUICK);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(/numbers are unknown: .*devices\[0\]\.points\[0\]\.joulePerByte/);
    expect(err).toMatch(/try: add --priors/);
  });

  it('lists machines and families', async () => {
    const { code, out } = await simulate('--list', '-o', 'json');
    expect(code).toBe(0);
    const list = simulateListRecordSchema.parse(JSON.parse(out));
    expect(list.families).toHaveLength(7);
    const pi = list.machines.find(({ id }) => id === 'raspberry-pi-4-8gb');
    expect(pi?.missing.length).toBeGreaterThan(0);
    expect(list.machines.flatMap(({ missingWithPriors }) => missingWithPriors)).toEqual([]);
    expect((await simulate('--list')).out).toMatch(/qeil-paper/);
  });

  it('takes the one machine of a file', async () => {
    writeFileSync(join(directory, 'mine.json'), ownMachine('mine'));
    const { code, out } = await simulate(
      '--machine-file',
      'mine.json',
      '--priors',
      '--family',
      'gpt2-125m',
      ...QUICK,
      '-o',
      'csv',
    );
    expect(code).toBe(0);
    expect(out.trim().split('\r\n')).toHaveLength(5);
    expect(out).toMatch(/mine-cpu/);
  });

  it('says what is wrong with a file', async () => {
    writeFileSync(join(directory, 'bad.json'), ownMachine('bad').replace('50000000000', '-1'));
    writeFileSync(join(directory, 'broken.json'), '{');
    const bad = await simulate('--machine-file', 'bad.json', '--priors');
    expect(bad).toMatchObject({ code: 2, err: expect.stringMatching(/byteRate\.value is -1 but must/) });
    expect(await simulate('--machine-file', 'broken.json')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/not JSON/),
    });
    expect(await simulate('--machine-file', 'none.json')).toMatchObject({
      code: 3,
      err: expect.stringMatching(/none\.json/),
    });
  });

  it.each([
    [['--machine', 'qeil-papr', '--priors'], /did you mean qeil-paper/],
    [['--machine', 'qeil-paper', '--family', 'gpt2-125', '--priors'], /did you mean gpt2-125m/],
    [[], /which machine/],
    [['--machine', 'qeil-paper', '--priors', '--samples', '4', '--mean-samples', '5'], /more than the 4/],
  ])('refuses %j', async (argv, message) => {
    const { code, err } = await simulate(...argv);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });

  it('exits 3 and says why when no plan meets the limits', async () => {
    const { code, out } = await simulate(...PAPER, '--family', 'llama-3.1-8b', '--max-seconds', '0.001');
    expect(code).toBe(3);
    expect(out).toMatch(/no plan meets all\s+limits/);
  });

  it('sets the paper’s claims beside the sweep, apart from its own numbers', { timeout: 300_000 }, async () => {
    const { code, out } = await simulate(...PAPER, '--evaluations', '200', '-o', 'json', '--quiet');
    expect(code).toBe(0);
    const { paper, sweep, families } = simulateRecordSchema.parse(JSON.parse(out));
    expect(families).toHaveLength(7);
    expect(paper).toMatchObject({ energyChange: -0.756, latencyChange: -0.383, ipwRatio: 2.86, meanPowerW: 63.8 });
    const axes = new Set(sweep?.points.map(({ axis }) => axis));
    for (const axis of ['standard', 'standard-device', 'samples', 'stopping', 'prompt-tokens', 'new-tokens']) {
      expect(axes).toContain(axis);
    }
    expect(axes).toContain('prior-joulePerByte');
    expect(sweep?.needed.length).toBeGreaterThan(0);
  });
});
