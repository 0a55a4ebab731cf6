import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { explainRecordSchema } from '../packages/cli/src/schemas/explain-record.js';
import { type QeilRun, qeil, shippedModel, shippedTest, withHome } from './support/qeil.js';

/** Calibration, two models in four bits and in full, a handful of questions. */
const PATIENCE_MS = 300_000;

let told: { readonly run: QeilRun; readonly explain: QeilRun; readonly again: QeilRun; readonly ledger: string };

beforeAll(async () => {
  await withHome(async (home) => {
    writeFileSync(
      path.join(home, 'check.cjs'),
      `const {answer} = JSON.parse(require('fs').readFileSync(0, 'utf8'));
       console.log(process.env.XDG_STATE_HOME === undefined ? 'sees no state' : 'sees state');
       process.exit(/^\\d+$/.test(answer ?? '') ? 0 : 1);`,
    );
    const larger = path.join(shippedModel, 'onnx', 'model.onnx');
    const asked = ['--model', shippedModel, '--dtype', 'q4', '--data', shippedTest, '--limit', '6', '--samples', '4'];
    const cascade = ['--rule', 'lock', '--check', 'arithmetic', '--check', 'command:node check.cjs', '--check', 'self'];
    const argv = [
      'eval',
      ...asked,
      ...cascade,
      '--prune',
      '0.9',
      '--escalate-to',
      larger,
      '--out',
      'out',
      '--budget',
      '5s',
    ];
    const run = await qeil([...argv, '-o', 'json'], { home });
    const explain = await qeil(['explain', 'out', '-o', 'json'], { home });
    const again = await qeil([...argv, '--resume', '-o', 'json'], { home });
    told = { run, explain, again, ledger: readFileSync(path.join(home, 'out', 'ledger.jsonl'), 'utf8') };
  });
}, PATIENCE_MS);

describe('a cascade of two models', () => {
  it('runs to its end', () => {
    expect([told.run.code, told.explain.code, told.again.code], told.run.stderr).toEqual([0, 0, 0]);
    const { cascade, arms } = JSON.parse(told.run.stdout);
    expect(arms[0].questions).toBe(6);
    expect(cascade.checks.map(({ name }: { name: string }) => name)).toEqual([
      'format',
      'arithmetic',
      'command:node check.cjs',
      'self',
    ]);
    expect(cascade.larger.name).toMatch(/^gradeschool-mini fp32 [0-9a-f]{12}$/);
  });

  it('explains each question: the joules of its steps are the joules it cost', () => {
    const { questions } = explainRecordSchema.parse(JSON.parse(told.explain.stdout));
    expect(questions).toHaveLength(6);
    for (const { steps, energyJ, tiers, candidates } of questions) {
      expect(energyJ).toBeGreaterThan(0);
      expect(steps.reduce((sum, step) => sum + (step.energyJ ?? 0), 0)).toBeCloseTo(energyJ ?? Number.NaN, 9);
      expect(tiers.filter(({ tier }) => tier === 'escalation')).toHaveLength(1);
      for (const { checks, answer } of candidates) {
        const command = checks.find(({ check }) => check.startsWith('command:'));
        expect(command?.verdict).toBe(/^\d+$/.test(answer ?? '') ? 'accept' : 'reject');
        expect(command?.detail).toBe('sees no state');
      }
    }
  });

  it('is finished when it is gone on with: nothing is drawn or asked again', () => {
    expect(JSON.parse(told.again.stdout).arms).toEqual(JSON.parse(told.run.stdout).arms);
    expect(
      told.ledger
        .trimEnd()
        .split('\n')
        .filter((line) => line.includes('"type":"question"')),
    ).toHaveLength(6);
  });
});
