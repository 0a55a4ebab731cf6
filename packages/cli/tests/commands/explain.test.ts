import { join } from 'node:path';
import { QeilError } from '@qeil/runtime';
import { describe, expect, it } from 'vitest';
import { runCli } from '../../src/program.js';
import { evalRecordSchema } from '../../src/schemas/eval-record.js';
import { explainRecordSchema } from '../../src/schemas/explain-record.js';
import { runRecordSchema } from '../../src/schemas/run-record.js';
import { dataSet, emptyDirectory } from '../support/data-set.js';
import { type FakeContextOptions, fakeContext } from '../support/fake-context.js';
import { fakeEngine } from '../support/fake-engine.js';
import { fakeBundle, fakeServices } from '../support/fake-services.js';

async function cli(argv: readonly string[], options: FakeContextOptions = {}) {
  const fake = fakeContext({ services: fakeServices(), ...options });
  const code = await runCli(argv, fake.context);
  return { code, out: fake.out(), err: fake.err() };
}

/** A run of a few questions in a directory of its own. */
async function recorded(flags: readonly string[] = [], options: FakeContextOptions = {}) {
  const workingDirectory = emptyDirectory();
  const data = dataSet(workingDirectory, 8);
  const argv = ['eval', '--data', data, '--limit', '7', '--samples', '6', '--out', 'out', '-o', 'json', ...flags];
  const result = await cli(argv, { workingDirectory, ...options });
  return { ...result, workingDirectory };
}

/** Services whose larger model is another one, which always knows. */
function withLargerModel() {
  const larger = { ...fakeBundle, name: 'large', digest: 'e'.repeat(64) };
  const engine = fakeEngine({ text: () => '12 + 5 = <<12+5=17>>17\n#### 17' });
  const services = fakeServices({
    loadModelBundle: async (model) => (model === 'large' ? larger : fakeBundle),
    startEngine: async ({ bundle }) => (bundle.name === 'large' ? engine : fakeEngine()),
  });
  return { services, engine };
}

describe('qeil explain', () => {
  it('lists many questions, and tells one in full', async () => {
    const { workingDirectory } = await recorded();
    const list = await cli(['explain', 'out'], { workingDirectory });
    expect([list.code, list.err]).toEqual([0, '']);
    expect(list.out).toContain('7 questions; one in full: --question <id>');
    const { code, out } = await cli(['explain', 'out/ledger.jsonl', '--question', 'q3'], { workingDirectory });
    expect(code).toBe(0);
    for (const said of [
      'question q3, arm v2',
      'chosen:',
      'votes:',
      'tie:',
      'stopped:  by',
      'Candidates',
      'Joules by step',
    ]) {
      expect(out).toContain(said);
    }
    expect(out).toMatch(/arithmetic: (accept|reject): /);
    expect(out).toMatch(/wave of \d+ from sample 0/);
  });

  it('-o json holds candidates, votes, checks and steps whose joules add up to what the question cost', async () => {
    const { services } = withLargerModel();
    const { workingDirectory } = await recorded(['--escalate-to', 'large'], { services });
    const { out } = await cli(['explain', 'out', '-o', 'json'], { workingDirectory });
    const { questions, ledger } = explainRecordSchema.parse(JSON.parse(out));
    expect(ledger).toBe(join(workingDirectory, 'out', 'ledger.jsonl'));
    expect(questions).toHaveLength(7);
    for (const { candidates, ranking, steps, energyJ, tiers, answer } of questions) {
      const sum = steps.reduce((total, step) => total + (step.energyJ ?? 0), 0);
      expect(sum).toBeCloseTo(energyJ ?? Number.NaN, 9);
      const votes = ranking.reduce((total, each) => total + each.votes, 0);
      expect(candidates.filter(({ voted }) => voted)).toHaveLength(votes);
      for (const { voted, whyNoVote } of candidates) expect(whyNoVote === null).toBe(voted);
      expect(tiers).toHaveLength(1);
      if (tiers[0]?.ran) expect(answer).not.toBeNull();
    }
    expect(questions.some(({ tiers }) => tiers[0]?.ran)).toBe(true);
    expect(questions.some(({ tiers }) => tiers[0]?.ran === false)).toBe(true);
  });

  it.each([
    [['--question', 'q33'], 'qeil: the run has no finished question "q33" (did you mean q3?)'],
    [['--arm', 'v3'], 'qeil: the run has no finished question of an arm "v3"'],
  ])('%j: one line and the way out', async (flags, message) => {
    const { workingDirectory } = await recorded();
    const { code, err } = await cli(['explain', 'out', ...flags], { workingDirectory });
    expect([code, err.split('\n')[0]]).toEqual([2, message]);
  });

  it('a directory without a run is no file, exit 3', async () => {
    const { code, err } = await cli(['explain', 'none'], { workingDirectory: emptyDirectory() });
    expect([code, err.split('\n')[0]]).toEqual([3, expect.stringContaining('no such file')]);
  });
});

describe('the cascade on the command line', () => {
  it('--check may be repeated; format is always among them, and all are in the record with what is known of them', async () => {
    const { out } = await recorded(['--check', 'arithmetic', '--check', 'numeric:±1%', '--check', 'arithmetic']);
    const { cascade } = evalRecordSchema.parse(JSON.parse(out));
    expect(cascade.checks.map(({ name }) => name)).toEqual(['format', 'arithmetic', 'numeric:±1%']);
    for (const { runs, judged, truePositive } of cascade.checks) {
      expect(runs).toBeGreaterThan(0);
      expect(judged).toBeGreaterThan(0);
      expect(truePositive).toBeGreaterThan(0);
    }
    expect(cascade.basis.gold).toBeGreaterThan(0);
  });

  it('an unknown check is usage, before any device is looked for', async () => {
    const services = fakeServices({
      discoverMachine: async () => {
        throw new QeilError('not to be reached', { kind: 'internal' });
      },
    });
    const { code, err } = await recorded(['--check', 'arithmetics'], { services });
    expect(code).toBe(2);
    expect(err).toContain('qeil: there is no check "arithmetics"; there are format, arithmetic, ');
  });

  it('joules that cannot be known cannot be weighed', async () => {
    const meter = { source: 'none' as const, detail: 'no counter', open: () => ({ close: () => never() }) };
    const { code, err } = await cli(['run', '--max-joules', '3', 'x'], {
      services: fakeServices({ openEnergyMeter: () => meter }),
    });
    expect(code).toBe(2);
    expect(err).toContain('energy cannot be known here, so joules cannot be weighed: no counter');
  });

  it('the model that samples is no larger model', async () => {
    const { code, err } = await recorded(['--escalate-to', 'gradeschool-mini']);
    expect([code, err]).toEqual([2, expect.stringContaining('is the model that samples')]);
  });

  it('--escalate-to asks the larger model where it pays, says what it gave, and closes its processes', async () => {
    const { services, engine } = withLargerModel();
    const { out } = await cli(['run', '--escalate-to', 'large', '--samples', '3', 'Tom?', '-o', 'json'], { services });
    const { tiers, cascade } = runRecordSchema.parse(JSON.parse(out));
    expect(tiers[0]).toMatchObject({ tier: 'escalation', name: 'large int8 eeeeeeeeeeee' });
    expect(cascade.larger?.asked).toBe(tiers[0]?.ran ? 1 : 0);
    expect(engine.closed).toBe(true);
  });

  it('a budget of joules ends questions, and the arm says how many', async () => {
    const { out } = await recorded(['--max-joules', '0', '--rule', 'none', '--plan', 'standard']);
    const { arms, cascade } = evalRecordSchema.parse(JSON.parse(out));
    expect(arms[0]).toMatchObject({ stopReasons: { joules: 7 }, samplesPerQuestion: 0 });
    expect(cascade.maxJ).toBe(0);
  });

  it('a run is not gone on with under other terms', async () => {
    const { workingDirectory } = await recorded(['--joules-per-answer', '5']);
    const data = join(workingDirectory, 'questions.jsonl');
    const again = ['eval', '--data', data, '--limit', '7', '--samples', '6', '--out', 'out', '--resume'];
    const { code, err } = await cli([...again, '--joules-per-answer', '6'], { workingDirectory });
    expect([code, err]).toEqual([2, expect.stringContaining('cascade.valueJ was 5, is 6')]);
    expect((await cli([...again, '--joules-per-answer', '5'], { workingDirectory })).code).toBe(0);
  });
});

function never(): never {
  throw new Error('a meter that knows nothing is not read in this test');
}
