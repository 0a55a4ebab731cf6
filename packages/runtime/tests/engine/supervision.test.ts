import { afterEach, describe, expect, it } from 'vitest';
import { requestOf, type TestEngine, tinyBundle, tinyEngine } from '../support/tiny-llama.js';

const processScript = new URL('../fixtures/fake-device-process.mjs', import.meta.url);
const FAKE = { processScript, backoffS: 0.001 };

let tiny: TestEngine | undefined;
afterEach(() => tiny?.engine.close());

const kinds = (): string[] => tiny?.faults.map(({ kind }) => kind) ?? [];

describe('a question that ends its process twice', () => {
  it.each([
    ['exit', 'exit code 7'],
    ['throw', 'a bug in the device process'],
    ['segfault', 'SIGSEGV'],
    ['garbage', 'not part of the protocol'],
  ])('%s: is set aside, and the next one is answered', async (questionId, words) => {
    tiny = await tinyEngine({ supervisor: FAKE });
    await expect(tiny.engine.sampleWave(requestOf({ questionId }))).rejects.toMatchObject({
      kind: 'question-poisoned',
    });
    expect(kinds()).toEqual(['device-died', 'device-died', 'question-poisoned']);
    expect(tiny.faults[0]).toMatchObject({ deviceId: 'cpu', questionId });
    expect(tiny.faults[0]?.detail).toContain(words);
    expect((await tiny.engine.sampleWave(requestOf({ questionId: 'fine' }))).restarts).toBe(0);
    // Set aside for good, without another process lost.
    await expect(tiny.engine.sampleWave(requestOf({ questionId }))).rejects.toMatchObject({
      kind: 'question-poisoned',
    });
    expect(kinds()).toHaveLength(3);
  });

  // These never answer, so a slow machine cannot change the outcome: the other deadline is out of reach.
  it.each([
    ['stuck', { progressDeadlineS: 0.2, heartbeatDeadlineS: 600 }, 'a forward pass does not end'],
    ['silent', { progressDeadlineS: 600, heartbeatDeadlineS: 0.2 }, 'no heartbeat'],
  ])('%s: counts as well', async (questionId, deadlines, words) => {
    tiny = await tinyEngine({ supervisor: { ...FAKE, ...deadlines } });
    await expect(tiny.engine.sampleWave(requestOf({ questionId }))).rejects.toMatchObject({
      kind: 'question-poisoned',
    });
    expect(kinds()).toEqual(['device-hung', 'device-hung', 'question-poisoned']);
    expect(tiny.faults[0]?.detail).toContain(words);
  });
});

describe('a device whose processes die three times', () => {
  it('is quarantined, whatever the questions, and comes back', async () => {
    tiny = await tinyEngine({ supervisor: { ...FAKE, quarantineS: 2 } });
    await expect(tiny.engine.sampleWave(requestOf({ questionId: 'exit 1' }))).rejects.toMatchObject({
      kind: 'question-poisoned',
    });
    await expect(tiny.engine.sampleWave(requestOf({ questionId: 'exit 2' }))).rejects.toMatchObject({
      kind: 'device-quarantined',
    });
    expect(kinds().filter((kind) => kind === 'device-quarantined')).toHaveLength(1);
    for (;;) {
      const outcome = await tiny.engine.sampleWave(requestOf({ questionId: 'fine' })).catch((error: unknown) => error);
      if (!(outcome instanceof Error)) break;
      expect(outcome).toMatchObject({ kind: 'device-quarantined' });
      await new Promise(setImmediate);
    }
  });

  it('is quarantined when they die while loading, and no question is blamed', async () => {
    const bundle = { ...(await tinyBundle()), directory: 'dies while loading' };
    tiny = await tinyEngine({ bundle, supervisor: { ...FAKE, deathsBeforePoison: 1 } });
    await expect(tiny.engine.sampleWave(requestOf())).rejects.toMatchObject({ kind: 'device-quarantined' });
    expect(kinds()).toEqual(['device-died', 'device-died', 'device-died', 'device-quarantined']);
  });
});

describe('a wave that does not fit the memory', () => {
  it('is drawn in two halves, once', async () => {
    tiny = await tinyEngine({ supervisor: FAKE });
    const wave = requestOf({ questionId: 'memory', sampleIndices: [4, 3, 2, 1] });
    expect((await tiny.engine.sampleWave(wave)).samples.map(({ sampleIndex }) => sampleIndex)).toEqual([4, 3, 2, 1]);
    expect(kinds()).toEqual(['out-of-memory']);
    const large = requestOf({ questionId: 'memory', sampleIndices: [0, 1, 2, 3, 4, 5] });
    await expect(tiny.engine.sampleWave(large)).rejects.toMatchObject({ kind: 'out-of-memory' });
  });
});
