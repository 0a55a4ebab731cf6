import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DeathRecord } from '../../src/engine/death-record.js';
import { faultOfOrtMessage } from '../../src/engine/ort-fault.js';
import { Watchdog } from '../../src/engine/watchdog.js';

const LIMITS = { suspectAfterS: 0.05, heartbeatDeadlineS: 2 };

describe('Watchdog', () => {
  it('suspects a silent heart, then gives it up', () => {
    const watchdog = new Watchdog(LIMITS, 0.02, 30, true);
    expect([watchdog.check(0.02), watchdog.check(0.02), watchdog.check(0.02)]).toEqual(['well', 'well', 'suspect']);
    watchdog.beat(0);
    expect(watchdog.check(0.02)).toBe('well');
    const later = Array.from({ length: 120 }, () => watchdog.check(0.02));
    expect(later.at(-1)).toBe('silent');
  });

  it('gives a process that is starting until the pass deadline', () => {
    const watchdog = new Watchdog(LIMITS, 0.02, 4, false);
    const looks = Array.from({ length: 210 }, () => watchdog.check(0.02));
    expect(new Set(looks)).toEqual(new Set(['well', 'stuck']));
  });

  it('does not blame the child for its own late checks', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.02, max: 1e6, noNaN: true }), (lateS) => {
        const watchdog = new Watchdog(LIMITS, 0.02, 30, true);
        expect(watchdog.check(lateS)).toBe('well');
      }),
    );
  });

  it('sees a process that beats and does not get on', () => {
    const watchdog = new Watchdog(LIMITS, 0.02, 1, true);
    const beatAndCheck = (progress: number): string => {
      watchdog.beat(progress);
      return watchdog.check(0.02);
    };
    for (let step = 1; step <= 200; step += 1) expect(beatAndCheck(step)).toBe('well');
    const later = Array.from({ length: 60 }, () => beatAndCheck(200));
    expect(later.at(-1)).toBe('stuck');
    watchdog.moved();
    expect(beatAndCheck(200)).toBe('well');
  });
});

describe('DeathRecord', () => {
  const limits = {
    backoffS: 0.1,
    maximumBackoffS: 5,
    deathsBeforeQuarantine: 3,
    deathWindowS: 60,
    quarantineS: 10,
    maximumQuarantineS: 300,
  };

  it('backs off, quarantines at the third death in the window, and longer each time', () => {
    const record = new DeathRecord(limits);
    expect(record.backoffS(0)).toBe(0);
    expect([record.died(0), record.died(1)]).toEqual([false, false]);
    expect(record.backoffS(1)).toBeCloseTo(0.2);
    expect(record.died(2)).toBe(true);
    expect(record.quarantineLeftS(2)).toBe(10);
    expect(record.quarantineLeftS(13)).toBe(0);
    expect([record.died(13), record.died(14), record.died(15)]).toEqual([false, false, true]);
    expect(record.quarantineLeftS(15)).toBe(20);
  });

  it('forgets deaths that lie further apart', () => {
    const record = new DeathRecord(limits);
    for (let death = 0; death < 100; death += 1) expect(record.died(death * 30.1)).toBe(false);
  });

  it('never quarantines longer than the maximum', () => {
    const record = new DeathRecord({ ...limits, deathsBeforeQuarantine: 1 });
    for (let death = 0; death < 20; death += 1) {
      record.died(death);
      expect(record.quarantineLeftS(death)).toBeLessThanOrEqual(300);
    }
  });
});

describe('faultOfOrtMessage', () => {
  // Messages as onnxruntime-node 1.30.0 gives them.
  it.each([
    ["Load model from m.onnx failed:Load model m.onnx failed. File doesn't exist", 'file-missing'],
    ['Load model from m.onnx failed:Protobuf parsing failed.', 'model-invalid'],
    ['Failed to load model because protobuf parsing failed.', 'model-invalid'],
    ['Model data pointer is null.', 'model-invalid'],
    [
      'This is an invalid model. In Node, x, Error No Op registered for NoSuchOp with domain_version of 17',
      'model-unsupported',
    ],
    ['Unsupported model IR version: 99, max supported IR version: 13', 'model-unsupported'],
    [
      "Invalid model. Node input 'zzz' is not a graph input, initializer, or output of a previous node.",
      'model-invalid',
    ],
    ['no available backend found. ERR: [foo] backend not found.', 'device-unavailable'],
    ['OrtSessionOptionsAppendExecutionProvider_Cuda: Failed to load shared library', 'device-unavailable'],
    ['Failed to get a WebGPU adapter: No supported adapters', 'device-unavailable'],
    ['BFCArena::AllocateRawInternal Failed to allocate memory for requested buffer of size 9', 'out-of-memory'],
    ['Array buffer allocation failed', 'out-of-memory'],
    ['something nobody has seen', 'internal'],
  ])('%s', (message, kind) => {
    expect(faultOfOrtMessage(message)).toBe(kind);
  });
});
