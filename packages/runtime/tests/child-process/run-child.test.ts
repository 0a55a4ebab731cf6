import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { runChild } from '../../src/child-process/run-child.js';
import { fakeRoot } from '../support/fake-root.js';

const LONG_S = 50;

function script(source: string): URL {
  return pathToFileURL(join(fakeRoot({ 'child.mjs': source }), 'child.mjs'));
}

async function reasonOf(source: string, timeoutS = LONG_S): Promise<string> {
  const outcome = await runChild(script(source), {}, { timeoutS });
  return outcome.ok ? `an answer: ${JSON.stringify(outcome.value)}` : outcome.reason;
}

describe('a child process', () => {
  test('gets its request and gives its answer', async () => {
    const echo = 'let t = ""; for await (const c of process.stdin) t += c; console.log(t);';
    const request = { text: 'ä\n"', list: [1, null] };
    expect(await runChild(script(echo), request, { timeoutS: LONG_S })).toEqual({ ok: true, value: request });
  });

  test('has telemetry off before anything native loads', async () => {
    expect(await reasonOf('console.log(JSON.stringify(process.env.ORT_DISABLE_TELEMETRY))')).toBe('an answer: "1"');
  });

  test('that aborts is an outcome with its words', async () => {
    const abort = 'console.error("terminate called: what(): boom"); setTimeout(() => process.abort(), 10);';
    expect(await reasonOf(abort)).toBe('the child was killed by SIGABRT: terminate called: what(): boom');
  });

  test('that throws, answers nonsense, nothing, or too much', async () => {
    expect(await reasonOf('throw new Error("no such thing")')).toContain('no such thing');
    expect(await reasonOf('console.log("{")')).toContain('not JSON');
    expect(await reasonOf('')).toContain('not JSON');
    expect(await reasonOf('setInterval(() => process.stdout.write("x".repeat(1e6)), 0)')).toContain('too long');
  });

  test('that hangs is killed', async () => {
    expect(await reasonOf('setInterval(() => 0, 1000)', 0.2)).toBe('no answer within 0.2 s');
  });

  test('that is cancelled, before or after its start', async () => {
    const hang = script('setInterval(() => 0, 1000)');
    const before = await runChild(hang, {}, { timeoutS: LONG_S, signal: AbortSignal.abort() });
    const later = await runChild(hang, {}, { timeoutS: LONG_S, signal: AbortSignal.timeout(100) });
    expect([before, later]).toEqual(Array(2).fill({ ok: false, reason: 'cancelled' }));
  });

  test('that does not exist says what to do', async () => {
    const missing = pathToFileURL(join(fakeRoot({}), 'none.js'));
    const outcome = await runChild(missing, {}, { timeoutS: LONG_S });
    expect(outcome).toMatchObject({ ok: false, reason: expect.stringContaining('build the package first') });
  });
});

test.runIf(process.platform === 'linux')('a child kept on one CPU knows no other', async () => {
  const source = 'import { availableParallelism } from "node:os"; console.log(availableParallelism());';
  expect(await runChild(script(source), {}, { timeoutS: LONG_S, cpus: [0] })).toEqual({ ok: true, value: 1 });
});
