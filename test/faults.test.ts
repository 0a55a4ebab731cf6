import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { candidateTokens, ledgerLines } from './support/ledger.js';
import { deviceProcessesOf, isAlive, until } from './support/processes.js';
import { FIXED_WORK, qeil, shippedModel, shippedTest } from './support/qeil.js';

const evaluationRecord = z.object({ arms: z.array(z.object({ restarts: z.number() })) });
const linux = process.platform === 'linux';
let home = '';
let undisturbed = new Map<string, string>();

const evaluation = (out: string, ...rest: string[]): string[] => [
  'eval',
  ...['--model', shippedModel, '--data', shippedTest, '--samples', '8', '--limit', '12', '--seed', '3'],
  ...FIXED_WORK,
  ...['--out', out, '-o', 'json', ...rest],
];

describe.runIf(linux)('faults while evaluating', { timeout: 300_000 }, () => {
  beforeAll(async () => {
    home = mkdtempSync(path.join(tmpdir(), 'qeil-faults-'));
    const out = path.join(home, 'undisturbed');
    const run = await qeil(evaluation(out), { home });
    expect(run.code, run.stderr).toBe(0);
    undisturbed = candidateTokens(out);
    expect(undisturbed.size).toBe(12 * 8);
  }, 300_000);
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  test('a killed device process is replaced and its work done again, token for token', async () => {
    const out = path.join(home, 'killed-device');
    let killed: Promise<void> | undefined;
    const run = await qeil(evaluation(out), {
      home,
      onStart: (pid) => {
        killed = (async () => {
          // Some candidates are down: the device process is at work on the next ones.
          await until('the first candidates', () => ledgerLines(out) > 16);
          // Calibration may have left one that idles at another thread count: all of them, so the one at work is among them.
          for (const device of await until('device processes', () => nonEmpty(deviceProcessesOf(pid)))) {
            process.kill(device, 'SIGKILL');
          }
        })();
      },
    });
    await killed;
    expect(run.code, run.stderr).toBe(0);
    expect(candidateTokens(out)).toEqual(undisturbed);
    const { arms } = evaluationRecord.parse(JSON.parse(run.stdout));
    expect(arms[0]?.restarts).toBe(1);
  });

  test('a killed program leaves no process behind, and --resume ends with the same candidates', async () => {
    const out = path.join(home, 'killed-program');
    const devices: number[] = [];
    let killed: Promise<void> | undefined;
    const run = await qeil(evaluation(out), {
      home,
      onStart: (pid) => {
        killed = (async () => {
          await until('the first candidates', () => ledgerLines(out) > 16);
          devices.push(...(await until('device processes', () => nonEmpty(deviceProcessesOf(pid)))));
          process.kill(pid, 'SIGKILL');
        })();
      },
    });
    await killed;
    expect(run.signal).toBe('SIGKILL');
    await until('the device processes to leave', () => devices.every((pid) => !isAlive(pid)));
    const resumed = await qeil(evaluation(out, '--resume'), { home });
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(candidateTokens(out)).toEqual(undisturbed);
  });

  test('Ctrl-C saves, reports and exits 130; the rest can be resumed', async () => {
    const out = path.join(home, 'interrupted');
    let interrupted: Promise<void> | undefined;
    const run = await qeil(evaluation(out), {
      home,
      onStart: (pid) => {
        interrupted = (async () => {
          await until('the first candidates', () => ledgerLines(out) > 16);
          process.kill(pid, 'SIGINT');
        })();
      },
    });
    await interrupted;
    expect(run.code, run.stderr).toBe(130);
    const resumed = await qeil(evaluation(out, '--resume'), { home });
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(candidateTokens(out)).toEqual(undisturbed);
  });
});

function nonEmpty<Item>(items: readonly Item[]): readonly Item[] | undefined {
  return items.length === 0 ? undefined : items;
}
