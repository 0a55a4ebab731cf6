import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseDriver as chooseBuilt } from '@qeil/runtime';
import { afterAll, expect, it } from 'vitest';
import type { ChildOutcome } from '../../src/child-process/run-child.js';
import { chooseDriver } from '../../src/engine/driver/choose-driver.js';
import type { DriverProbeRequest } from '../../src/engine/driver/driver-probe-messages.js';
import { tinyBundle } from '../support/tiny-llama.js';

const cacheDirectory = mkdtempSync(join(tmpdir(), 'qeil-drivers-'));
afterAll(() => rmSync(cacheDirectory, { recursive: true }));

const LENGTHS = [1, 31, 32, 64, 127];
const answer = (stepS: number, digests = LENGTHS.map(String)): ChildOutcome => ({
  ok: true,
  value: { digests, stepS },
});

/** Probes whose answers are given; remembers what was asked. */
function probes(answers: Readonly<Record<DriverProbeRequest['driver'], ChildOutcome>>) {
  const asked: DriverProbeRequest[] = [];
  const probe = async (request: DriverProbeRequest): Promise<ChildOutcome> => {
    asked.push(request);
    return answers[request.driver];
  };
  return { asked, probe };
}

it('takes the C API when it is right and fast, and remembers it', async () => {
  const { asked, probe } = probes({ 'c-api': answer(0.001), 'node-binding': answer(0.002) });
  const bundle = await tinyBundle();
  const choice = await chooseDriver(bundle, { cacheDirectory, probe });
  expect(choice).toMatchObject({ driver: 'c-api', stepS: { 'c-api': 0.001, 'node-binding': 0.002 } });
  expect(choice.why).toContain('2.00 ×');
  expect(asked.map(({ lengths }) => lengths)).toEqual([LENGTHS, LENGTHS]);
  expect(await chooseDriver(bundle, { cacheDirectory, probe })).toEqual(choice);
  expect(asked).toHaveLength(2);
  expect(await chooseDriver({ ...bundle, digest: 'another' }, { cacheDirectory, probe })).toEqual(choice);
  expect(asked).toHaveLength(4);
});

it.each([
  ['is slower', answer(0.003), answer(0.002), '0.67 ×'],
  ['computes other numbers', answer(0.001, ['1', '31', 'x', '64', 'y']), answer(0.002), 'prompts of 32, 127 tokens'],
  ['crashes', { ok: false, reason: 'killed by SIGSEGV' } as const, answer(0.002), 'killed by SIGSEGV'],
  ['fails', { ok: true, value: { error: 'no shared library' } } as const, answer(0.002), 'no shared library'],
  ['answers nonsense', { ok: true, value: { digests: 7 } } as const, answer(0.002), 'no usable answer'],
  ['cannot be proved right', answer(0.001), { ok: false, reason: 'no binding' } as const, 'no binding'],
])('takes the binding when the C API %s, and says so', async (_, fast, portable, words) => {
  const choice = await chooseDriver(await tinyBundle(), {
    probe: probes({ 'c-api': fast, 'node-binding': portable }).probe,
  });
  expect(choice.driver).toBe('node-binding');
  expect(choice.why).toContain(words);
});

it('asks only for prompts the model has positions for', async () => {
  const { asked, probe } = probes({ 'c-api': answer(1, ['a', 'b']), 'node-binding': answer(2, ['a', 'b']) });
  await chooseDriver({ ...(await tinyBundle()), maxPositions: 40 }, { probe });
  expect(asked[0]?.lengths).toEqual([1, 31]);
  expect((await chooseDriver({ ...(await tinyBundle()), maxPositions: 5 }, { probe })).driver).toBe('node-binding');
});

it('really proves the two drivers equal on this machine', async () => {
  const { why, stepS } = await chooseBuilt(await tinyBundle());
  expect(why).toContain('equal outputs at prompts of 1, 31, 32, 64, 127 tokens');
  expect(Object.values(stepS ?? {}).every((value) => value > 0)).toBe(true);
});
