import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as runtime from '@qeil/runtime';
import { describe, expect, it } from 'vitest';
import { runCli } from '../../src/program.js';
import { replayRecordSchema } from '../../src/schemas/replay-record.js';
import { dataSet, emptyDirectory } from '../support/data-set.js';
import { fakeContext } from '../support/fake-context.js';
import { fakeServices } from '../support/fake-services.js';

const modelsDirectory = new URL('../../../../models', import.meta.url).pathname;

async function cli(argv: readonly string[], workingDirectory: string) {
  const { readRecording, replay } = runtime;
  const fake = fakeContext({ services: fakeServices({ readRecording, replay }), workingDirectory, modelsDirectory });
  const code = await runCli(argv, fake.context);
  return { code, out: fake.out(), err: fake.err() };
}

/** Recorded samples of questions that differ in how sure the model is. */
function samples(directory: string, name = 'samples.jsonl', questions = 20): string {
  const rows = Array.from({ length: questions }, (_, id) => {
    const answers = Array.from({ length: 8 }, (__, at) =>
      (at * 7 + id) % 10 < 3 + (id % 8) ? 'right' : `wrong ${at % 3}`,
    );
    return JSON.stringify({ id, gold: 'right', answers, tokens: answers.map((___, at) => 10 + at) });
  });
  writeFileSync(join(directory, name), `${rows.join('\n')}\n`);
  return name;
}

describe('qeil replay', () => {
  it('prints with -o json one record that keeps its schema, with every rule and its promise', async () => {
    const directory = emptyDirectory();
    const { code, out } = await cli(['replay', samples(directory), '--orders', '10', '-o', 'json'], directory);
    expect(code).toBe(0);
    const record = replayRecordSchema.parse(JSON.parse(out));
    expect(record.rules.map(({ rule }) => rule)).toEqual(['none', 'lock', 'anytime', 'bayes', 'value']);
    expect(record).toMatchObject({ questions: 20, budget: 8, costUnit: 'tokens', plot: null });
    expect(record.prior?.source).toContain('gradeschool-mini');
    const [none, lock, , , value] = record.rules;
    expect(none?.samplesSaved).toBe(0);
    expect(lock?.accuracyPoints).toBe(0);
    expect(lock?.samplesSaved).toBeGreaterThan(0);
    expect(value?.calibration?.bins.reduce((sum, bin) => sum + bin.answers, 0)).toBeGreaterThan(0);
    expect(new Set(record.curve.map(({ rule }) => rule))).toEqual(new Set(['plain vote', 'bayes', 'value']));
    expect(record.remarks.join()).toContain('verified is left out');
  });

  it('learns on one part and judges on the other, or on another file', async () => {
    const directory = emptyDirectory();
    const file = samples(directory);
    const split = await cli(['replay', file, '--rule', 'value', '--split', '0.25', '-o', 'json'], directory);
    const record = replayRecordSchema.parse(JSON.parse(split.out));
    expect(record).toMatchObject({ questions: 15, prior: { questions: 5 } });
    const other = samples(directory, 'other.jsonl', 7);
    const from = await cli(['replay', file, '--rule', 'value', '--prior-from', other, '-o', 'json'], directory);
    expect(JSON.parse(from.out)).toMatchObject({ questions: 20, prior: { source: 'other.jsonl', questions: 7 } });
  });

  it('takes recorded rightness for an exact check only when told so', async () => {
    const directory = emptyDirectory();
    const file = samples(directory);
    const refused = await cli(['replay', file, '--rule', 'verified'], directory);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('--verdicts correct');
    const { out } = await cli(['replay', file, '--rule', 'verified', '--verdicts', 'correct', '-o', 'json'], directory);
    expect(replayRecordSchema.parse(JSON.parse(out)).rules[0]).toMatchObject({ rule: 'verified', accuracy: 1 });
  });

  it('draws accuracy against samples', async () => {
    const directory = emptyDirectory();
    const { out, err } = await cli(['replay', samples(directory), '--orders', '4', '--plot', 'curve.svg'], directory);
    expect(err).toContain('curve.svg');
    expect(out).toContain('accuracy');
    const svg = readFileSync(join(directory, 'curve.svg'), 'utf8');
    expect(svg).toContain('Accuracy against samples');
    expect(svg).toContain('plain vote');
  });

  it('replays a run of ours, under its own selection too', async () => {
    const directory = emptyDirectory();
    const data = dataSet(directory, 6);
    const argv = ['eval', '--data', data, '--samples', '5', '--rule', 'none', '--out', 'out', '-o', 'json'];
    expect((await cli(argv, directory)).code).toBe(0);
    const { code, out } = await cli(['replay', 'out', '--selection', 'arde', '--orders', '3', '-o', 'json'], directory);
    expect(code).toBe(0);
    const record = replayRecordSchema.parse(JSON.parse(out));
    expect(record).toMatchObject({ kind: 'ledger', questions: 6, budget: 5, selection: 'arde' });
    expect(record.rules.map(({ rule }) => rule)).toContain('verified arde');
  });

  it.each([
    [['--samples', '9'], /has 8 only/u],
    [['--split', '0.5', '--prior-from', 'samples.jsonl'], /both say what value learns from/u],
    [['--selection', 'arde'], /only a ledger holds/u],
  ])('refuses %j', async (flags, why) => {
    const directory = emptyDirectory();
    const { code, err } = await cli(['replay', samples(directory), ...flags], directory);
    expect(code).toBe(2);
    expect(err).toMatch(why);
  });
});
