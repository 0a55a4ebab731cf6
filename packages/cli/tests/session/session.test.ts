import { EventEmitter } from 'node:events';
import type { EvaluationArm, Question } from '@qeil/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareArms, comparisonText } from '../../src/format/comparison.js';
import { bytes, seconds, signedPercent, significant, UNKNOWN, withUnit } from '../../src/format/quantity.js';
import { listenForInterrupt } from '../../src/process/interrupt.js';
import { startProgress } from '../../src/progress/progress.js';
import { spread } from '../../src/session/plan-for-task.js';
import { turnsOf } from '../../src/session/run-arms.js';
import { watchActivity } from '../../src/session/watch-activity.js';
import { fakeContext } from '../support/fake-context.js';
import { fakeEngine } from '../support/fake-engine.js';
import { sampleRecord } from '../support/sample-record.js';

describe('turns of arms', () => {
  const arm = (name: string) => ({ name }) as EvaluationArm;
  const question = (index: number): Question => ({ id: `${index}`, question: '' });

  it('give every question to every arm once, in file order, and let each arm go first equally often', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 60 }), (armCount, count) => {
        const arms = Array.from({ length: armCount }, (_, index) => arm(`arm${index}`));
        const questions = Array.from({ length: count }, (_, index) => question(index));
        const turns = turnsOf(arms, questions);
        for (const each of arms) {
          const asked = turns.filter((turn) => turn.arm === each).flatMap((turn) => turn.questions);
          expect(asked).toEqual(questions);
        }
        const firsts = arms.map(
          (each) => turns.filter((turn, index) => index % armCount === 0 && turn.arm === each).length,
        );
        expect(Math.max(...firsts) - Math.min(...firsts)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('spread', () => {
  it('picks distinct items in order, all when there are few', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1, max: 60 }), (size, count) => {
        const picked = spread(
          Array.from({ length: size }, (_, index) => index),
          count,
        );
        expect(picked).toHaveLength(Math.min(size, count));
        expect(picked).toEqual([...new Set(picked)].sort((a, b) => a - b));
      }),
    );
  });
});

describe('activity', () => {
  it('sums to what the waves reported, arm by arm', async () => {
    const watch = watchActivity(fakeEngine());
    const ask = (questionId: string) =>
      watch.engine.sampleWave({
        questionId,
        promptTokenIds: [1, 2, 3],
        sampleIndices: [0, 1],
        runSeed: 1,
        sampling: { temperature: 1, topK: 0, topP: 1, minP: 0, repetitionPenalty: 1, maxNewTokens: 9, stop: [] },
        prefill: { deviceId: 'cpu', pointName: '1-thread' },
        decode: { deviceId: 'cpu', pointName: '1-thread' },
        keepPrompt: true,
      });
    const first = [await ask('a'), await ask('b')];
    watch.assign('one');
    await ask('c');
    watch.assign('two');
    const busy = (arm: string) =>
      watch
        .activity()
        .filter((each) => each.arm === arm)
        .reduce((sum, each) => sum + each.busyS, 0);
    const reported = first.flatMap((wave) => wave.activity).reduce((sum, each) => sum + each.busyS, 0);
    expect(busy('one')).toBeCloseTo(reported, 12);
    expect(watch.activity().filter((each) => each.arm === 'two')).toHaveLength(2);
  });
});

describe('interrupts', () => {
  it('first asks to stop, second stops at once; the code is 128 + the signal', () => {
    const source = new EventEmitter();
    const stopped: number[] = [];
    let asked = 0;
    const onFirst = () => {
      asked += 1;
    };
    const interrupt = listenForInterrupt(source, onFirst, (code) => stopped.push(code));
    expect(interrupt.exitCode()).toBeUndefined();
    source.emit('SIGINT');
    expect([interrupt.signal.aborted, interrupt.exitCode(), asked, stopped]).toEqual([true, 130, 1, []]);
    source.emit('SIGINT');
    expect([asked, stopped]).toEqual([1, [130]]);
    interrupt.stopListening();
    expect(source.listenerCount('SIGINT')).toBe(0);
  });

  it('SIGTERM gives 143', () => {
    const source = new EventEmitter();
    const interrupt = listenForInterrupt(
      source,
      () => undefined,
      () => undefined,
    );
    source.emit('SIGTERM');
    expect(interrupt.exitCode()).toBe(143);
  });
});

describe('progress', () => {
  const state = (done: number) => ({ done, energyJ: 10 * done, meanPowerW: 7.5 });

  it('is at most one plain line per 30 s where there is no terminal', async () => {
    const fake = fakeContext({ tickMs: 1000 });
    const progress = await startProgress(fake.context, 'questions', 100, false);
    for (let done = 1; done <= 100; done += 1) progress.update(state(done));
    progress.stop();
    const lines = fake.err().trimEnd().split('\n');
    expect(lines.length).toBeGreaterThanOrEqual(3);
    expect(lines.length).toBeLessThanOrEqual(5);
    expect(lines[0]).toMatch(/^questions: \d+\/100, [\d.]+\/s, .+ left, \d+ J, 7\.50 W$/);
    expect(fake.out()).toBe('');
  });

  it('says nothing on --quiet', async () => {
    const fake = fakeContext({ tickMs: 60_000, isTTY: true });
    const progress = await startProgress(fake.context, 'questions', 2, true);
    progress.update(state(1));
    progress.stop();
    expect(fake.err()).toBe('');
  });

  it('unknown joules are left out, not shown as 0', async () => {
    const fake = fakeContext({ tickMs: 60_000 });
    const progress = await startProgress(fake.context, 'questions', 2, false);
    progress.update({ done: 1, energyJ: null, meanPowerW: null });
    expect(fake.err()).toMatch(/left\n$/);
  });
});

describe('quantities', () => {
  it('unknown is a dash, never 0', () => {
    for (const unknown of [null, undefined]) {
      expect([
        significant(unknown),
        withUnit(unknown, 'J'),
        bytes(unknown),
        seconds(unknown),
        signedPercent(unknown),
      ]).toEqual(Array.from({ length: 5 }, () => UNKNOWN));
    }
    expect(significant(0)).toBe('0');
  });

  it('are shown to three significant digits, whole numbers in full', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), (value) => {
        const text = significant(value);
        const digits = value < 1000 ? value.toPrecision(3) : value.toFixed(0);
        expect(Number(text.replaceAll(' ', ''))).toBe(Number(digits));
      }),
    );
  });

  it('reads as people write', () => {
    expect([
      significant(1806),
      significant(0.01234),
      significant(99.96),
      withUnit(3.18e11, 'FLOP/s'),
      withUnit(0.0042, 'J'),
    ]).toEqual(['1 806', '0.0123', '100', '318 GFLOP/s', '4.20 mJ']);
    expect([seconds(0.42), seconds(245), seconds(7500), bytes(5 * 2 ** 20), signedPercent(-0.762)]).toEqual([
      '420 ms',
      '4 min 5 s',
      '2 h 5 min',
      '5.00 MiB',
      '−76.2 %',
    ]);
  });
});

describe('comparison', () => {
  const [standard] = sampleRecord().arms;
  if (standard === undefined) throw new Error('the sample record has arms');

  it('is in percent of the other arm, accuracy in points', () => {
    const better = { ...standard, energyJ: 450, wallS: 90, accuracy: { value: 0.75, low: 0.6, high: 0.9, n: 20 } };
    expect(comparisonText(compareArms({ ...better, arm: 'v2' }, standard))).toBe(
      'v2 against standard: energy −75.0 %, time −50.0 %, accuracy +5.0 points',
    );
  });

  it('says nothing where one side is unknown', () => {
    const unknown = { ...standard, arm: 'v2', energyJ: null, accuracy: null };
    expect(compareArms(unknown, standard)).toMatchObject({ energy: null, seconds: 0, accuracyPoints: null });
    expect(comparisonText(compareArms(unknown, standard))).toContain(`energy ${UNKNOWN}`);
  });
});
