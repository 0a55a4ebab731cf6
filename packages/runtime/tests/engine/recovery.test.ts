import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isRunning, until } from '../support/processes.js';
import { LIVELY, ONE, OTHER, requestOf, type TestEngine, tinyEngine } from '../support/tiny-llama.js';

const LONG = { ...LIVELY, maxNewTokens: 200 };
const ALL = [0, 1, 2, 3, 4, 5, 6, 7];

let tiny: TestEngine;
beforeEach(async () => {
  tiny = await tinyEngine({ supervisor: { deathsBeforeQuarantine: 1000, deathsBeforePoison: 1000, backoffS: 0.001 } });
});
afterEach(() => tiny.engine.close());

/** Hit the decoding process with a signal at its first token, until a wave was really interrupted; each must come out whole. */
async function interrupt(signal: 'SIGKILL' | 'SIGSTOP', prefill = ONE): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    const request = requestOf({ questionId: `q${attempt}`, sampleIndices: ALL, sampling: LONG, prefill });
    const expected = await tiny.engine.sampleWave(request);
    const processId = tiny.engine.processIds().get('cpu/one') ?? 0;
    const streamed = new Map<number, { tokenIds: number[]; text: string }>();
    let hit = false;
    const result = await tiny.engine.sampleWave(request, {
      onToken: ({ sampleIndex, tokenId, text }) => {
        const known = streamed.get(sampleIndex) ?? { tokenIds: [], text: '' };
        streamed.set(sampleIndex, { tokenIds: [...known.tokenIds, tokenId], text: known.text + text });
        if (!hit) process.kill(processId, signal);
        hit = true;
      },
    });
    expect(result.samples).toEqual(expected.samples);
    for (const { sampleIndex, tokenIds, text } of result.samples) {
      expect(streamed.get(sampleIndex)).toEqual({ tokenIds, text });
    }
    // The wave may have been over before the signal arrived.
    if (result.restarts === 0) {
      if (signal === 'SIGSTOP') process.kill(processId, 'SIGCONT');
      continue;
    }
    expect(result.restarts).toBe(1);
    // What the dead process spent is in the account: time, with no pass that it could report.
    expect(result.activity.some(({ passes, busyS }) => passes === 0 && busyS > 0)).toBe(true);
    await until(() => !isRunning(processId));
    expect(tiny.engine.processIds().get('cpu/one')).not.toBe(processId);
    return;
  }
}

it('a killed process is replaced and its wave comes out the same, each token told once', async () => {
  await interrupt('SIGKILL');
  expect(tiny.faults.map(({ kind }) => kind)).toContain('device-died');
});

it('a stopped process is noticed, killed and replaced', async () => {
  await interrupt('SIGSTOP');
  expect(tiny.faults.map(({ kind }) => kind)).toContain('device-hung');
});

it('a decoder that loses a prompt from another device gets it again', async () => {
  await interrupt('SIGKILL', OTHER);
});

it('a process killed while idle is started again, and the death is told and counted', async () => {
  const expected = await tiny.engine.sampleWave(requestOf());
  const processId = tiny.engine.processIds().get('cpu/one') ?? 0;
  process.kill(processId, 'SIGKILL');
  await until(() => tiny.engine.processIds().get('cpu/one') === undefined);
  const again = await tiny.engine.sampleWave(requestOf());
  expect(again).toMatchObject({ samples: expected.samples, restarts: 1 });
  expect(tiny.faults.map(({ kind }) => kind)).toEqual(['device-died']);
});

it('a process stopped while idle is noticed when it is needed', async () => {
  const expected = await tiny.engine.sampleWave(requestOf());
  const processId = tiny.engine.processIds().get('cpu/one') ?? 0;
  process.kill(processId, 'SIGSTOP');
  const again = await tiny.engine.sampleWave(requestOf());
  expect(again).toMatchObject({ samples: expected.samples, restarts: 1 });
  expect(tiny.faults.map(({ kind }) => kind)).toEqual(['device-hung']);
});

it('a listener that throws fails its own wave only', async () => {
  const failing = tiny.engine.sampleWave(requestOf({ sampleIndices: ALL, sampling: LONG }), {
    onToken: () => {
      throw new Error('the listener failed');
    },
  });
  await expect(failing).rejects.toThrow('the listener failed');
  const processId = tiny.engine.processIds().get('cpu/one');
  expect((await tiny.engine.sampleWave(requestOf())).samples).toHaveLength(1);
  expect(tiny.engine.processIds().get('cpu/one')).toBe(processId);
});

describe('cancelling', () => {
  it('ends a wave early and keeps what was drawn', async () => {
    for (let attempt = 0; ; attempt += 1) {
      const request = requestOf({ questionId: `q${attempt}`, sampleIndices: ALL, sampling: LONG });
      const whole = await tiny.engine.sampleWave(request);
      const controller = new AbortController();
      const part = await tiny.engine.sampleWave(request, {
        signal: controller.signal,
        onToken: () => controller.abort(),
      });
      part.samples.forEach((sample, index) => {
        const { tokenIds = [] } = whole.samples[index] ?? {};
        expect(tokenIds.slice(0, sample.tokenIds.length)).toEqual(sample.tokenIds);
        expect(sample.logProbabilities).toHaveLength(sample.tokenIds.length);
        if (sample.finishReason !== 'cancelled') expect(sample.tokenIds).toEqual(tokenIds);
      });
      if (part.samples.some(({ finishReason }) => finishReason === 'cancelled')) return;
    }
  });

  it('rejects a wave that had not begun', async () => {
    const signal = AbortSignal.abort();
    await expect(tiny.engine.sampleWave(requestOf(), { signal })).rejects.toMatchObject({ kind: 'cancelled' });
  });
});

it('closing ends the processes and rejects what runs; closing twice is fine', async () => {
  await tiny.engine.sampleWave(requestOf());
  await tiny.engine.sampleWave(requestOf({ prefill: OTHER, decode: OTHER }));
  const ids = [...tiny.engine.processIds().values()];
  expect(ids).toHaveLength(2);
  const running = tiny.engine.sampleWave(requestOf({ sampleIndices: ALL, sampling: LONG }));
  const outcome = expect(running).rejects.toMatchObject({ kind: 'cancelled' });
  await tiny.engine.close();
  await tiny.engine.close();
  await outcome;
  expect(ids.filter(isRunning)).toEqual([]);
  await expect(tiny.engine.sampleWave(requestOf())).rejects.toMatchObject({ kind: 'cancelled' });
});
