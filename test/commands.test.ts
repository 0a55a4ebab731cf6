import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { candidateTokens } from './support/ledger.js';
import { FIXED_WORK, qeil, shippedModel, shippedTest } from './support/qeil.js';

let home = '';
beforeAll(() => {
  home = mkdtempSync(path.join(tmpdir(), 'qeil-commands-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Run a command that must succeed and print exactly one JSON document. */
async function json(args: readonly string[]): Promise<unknown> {
  const run = await qeil([...args, '-o', 'json'], { home });
  expect(run.code, run.stderr).toBe(0);
  return JSON.parse(run.stdout);
}

describe('commands on this machine', { timeout: 300_000 }, () => {
  test('doctor and devices find the CPU', async () => {
    const hasCpu = z.object({ devices: z.array(z.object({ id: z.string() })).min(1) });
    const found = hasCpu.parse(await json(['devices']));
    expect(found.devices.map(({ id }) => id).join()).toMatch(/cpu/);
    await json(['doctor']);
  });

  test('plan says which plan, with what certificate, and what the baselines would cost', async () => {
    const planned = z
      .object({
        planning: z.object({
          certificate: z.object({ kind: z.enum(['exact', 'gap', 'heuristic']) }),
          chosen: z.object({ waveSize: z.number(), predicted: z.object({ energyJ: z.number().positive() }) }),
          front: z.array(z.object({ energyJ: z.number(), latencyS: z.number() })).min(1),
          baselines: z.array(z.object({ name: z.string() })).length(3),
        }),
      })
      .parse(await json(['plan', '--model', shippedModel, '--budget', '5s']));
    expect(planned.planning.baselines.map(({ name }) => name)).toEqual(['standard', 'standard-batched', 'v1-greedy']);
  });

  test('run answers a question and says what it cost', async () => {
    const question = 'Tom has 12 apples. He buys 5 more apples. How many apples does Tom have now?';
    const answer = z
      .object({ answer: z.string().nullable(), energyJ: z.number().positive().nullable(), energySource: z.string() })
      .loose()
      .parse(await json(['run', '--model', shippedModel, question]));
    expect(answer.answer).toBe('17');
  });

  test('run streams the words of the first sample', async () => {
    const run = await qeil(['run', '--model', shippedModel, 'Ann has 3 pens. She buys 4 more pens. How many pens?'], {
      home,
    });
    expect(run.code, run.stderr).toBe(0);
    expect(run.stdout).toMatch(/<<.*=.*>>/);
    expect(run.stdout).toMatch(/\bJ\b/);
  });

  test('eval leaves a ledger, a run record and reports, and the same seed gives the same candidates', async () => {
    const outs = ['first', 'second'].map((name) => path.join(home, name));
    for (const out of outs) {
      await json(
        ['eval', '--model', shippedModel, '--data', shippedTest, '--samples', '4', '--limit', '4'].concat(FIXED_WORK, [
          '--seed',
          '7',
          '--out',
          out,
        ]),
      );
      for (const file of ['ledger.jsonl', 'run.json', 'report.md', 'report.html']) {
        expect(existsSync(path.join(out, file)), file).toBe(true);
      }
    }
    const [first, second] = outs.map((out) => candidateTokens(out));
    expect(first?.size).toBe(16);
    expect(second).toEqual(first);
  });

  test('the report needs no network and holds no foreign script', async () => {
    const html = readFileSync(path.join(home, 'first', 'report.html'), 'utf8');
    expect(html).not.toMatch(/<(?:script|link|img|iframe)[^>]+(?:src|href)\s*=/i);
    expect(html).not.toMatch(/url\(\s*["']?https?:/i);
    expect(html).toContain('<svg');
  });
});
