import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openEnergyMeter } from '../../src/energy/open-energy-meter.js';
import { ONE_DEVICE } from '../support/calibrations.js';
import { fakeRoot, writeFakeFile } from '../support/fake-root.js';
import { RAPL, RAPL_COUNTER, RAPL_RANGE_MICROJOULE } from '../support/machines.js';

/** A meter on fake counters, a clock that moves when told. */
function setUp(files: Readonly<Record<string, string>> = RAPL) {
  const root = fakeRoot(files);
  const clock = { timeS: 100 };
  const meter = openEnergyMeter({ machine: ONE_DEVICE, root, now: () => clock.timeS });
  return {
    root,
    meter,
    /** Let time pass and set the package's counter. */
    advance(seconds: number, microjoule: number | string) {
      clock.timeS += seconds;
      writeFakeFile(root, RAPL_COUNTER, `${microjoule}\n`);
    },
  };
}

// The meter looks at its counters on a timer; here only when told.
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('package counters', () => {
  test('a window is the difference of the package alone: no core, DRAM, psys or MMIO domain', () => {
    const { meter, advance } = setUp();
    expect(meter.source).toBe('counter');
    const window = meter.open();
    advance(2, 31_000_000);
    expect(window.close([])).toMatchObject({ energyJ: 30, source: 'counter', wallS: 2 });
  });

  test('two packages add up', () => {
    const second = 'sys/class/powercap/intel-rapl:2';
    const { meter, advance, root } = setUp({
      ...RAPL,
      [`${second}/name`]: 'package-1',
      [`${second}/energy_uj`]: '5000000',
      [`${second}/max_energy_range_uj`]: `${RAPL_RANGE_MICROJOULE}`,
    });
    const window = meter.open();
    writeFakeFile(root, `${second}/energy_uj`, '12000000');
    advance(1, 4_000_000);
    expect(window.close([]).energyJ).toBeCloseTo(10, 9);
  });

  test('closing twice gives the same reading', () => {
    const { meter, advance } = setUp();
    const window = meter.open();
    advance(1, 6_000_000);
    const first = window.close([]);
    advance(1, 9_000_000);
    expect(window.close([])).toBe(first);
  });

  test('windows overlap and nest', () => {
    const { meter, advance } = setUp();
    const outer = meter.open();
    advance(1, 6_000_000);
    const inner = meter.open();
    advance(1, 16_000_000);
    expect(inner.close([]).energyJ).toBeCloseTo(10, 9);
    advance(1, 17_000_000);
    expect(outer.close([]).energyJ).toBeCloseTo(16, 9);
  });

  test('one wrap is added back', () => {
    const { meter, advance } = setUp({ ...RAPL, [RAPL_COUNTER]: `${RAPL_RANGE_MICROJOULE - 4_000_000}` });
    const window = meter.open();
    advance(1, 6_000_000);
    expect(window.close([]).energyJ).toBeCloseTo(10, 9);
  });

  test('any consumption below the possible power is read right, wherever the counter stands', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: RAPL_RANGE_MICROJOULE - 1 }),
        fc.array(fc.record({ seconds: fc.integer({ min: 1, max: 9 }), watts: fc.integer({ min: 1, max: 900 }) }), {
          minLength: 1,
          maxLength: 8,
        }),
        (start, steps) => {
          const { meter, advance } = setUp({ ...RAPL, [RAPL_COUNTER]: `${start}` });
          const windows = [meter.open()];
          let spent = 0;
          for (const { seconds, watts } of steps) {
            spent += seconds * watts;
            advance(seconds, (start + spent * 1e6) % RAPL_RANGE_MICROJOULE);
            windows.push(meter.open());
          }
          expect(windows[0]?.close([]).energyJ).toBeCloseTo(spent, 5);
          for (const window of windows) window.close([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('what cannot be trusted is unknown, never 0 and never a guess', () => {
  const unknown = { energyJ: null, source: 'none' };

  test('a reset: going back would mean an impossible power', () => {
    const { meter, advance } = setUp({ ...RAPL, [RAPL_COUNTER]: '9000000000' });
    const window = meter.open();
    advance(1, 5);
    const reading = window.close([]);
    expect(reading).toMatchObject(unknown);
    expect(reading.detail).toContain('reset');
  });

  test('a gap in which the counter may have wrapped unseen', () => {
    const { meter, advance } = setUp();
    const window = meter.open();
    advance(300, 2_000_000);
    const reading = window.close([]);
    expect(reading).toMatchObject(unknown);
    expect(reading.detail).toContain('not looked at');
  });

  test('the same long window is known when the meter looks in between, as its timer does', () => {
    const { meter, advance } = setUp();
    const window = meter.open();
    for (let tick = 1; tick <= 30; tick += 1) {
      advance(10, 1_000_000 + tick * 100_000_000);
      vi.advanceTimersByTime(10_000);
    }
    expect(window.close([]).energyJ).toBeCloseTo(3000, 6);
  });

  test('a counter that does not move', () => {
    const { meter, advance } = setUp();
    const window = meter.open();
    advance(1, 1_000_000);
    expect(window.close([])).toMatchObject(unknown);
  });

  test('a counter that stops answering, and the window after it answers again', () => {
    const { meter, advance } = setUp();
    const first = meter.open();
    advance(1, 'nonsense');
    expect(first.close([])).toMatchObject(unknown);
    const second = meter.open();
    advance(1, 5_000_000);
    expect(second.close([])).toMatchObject(unknown);
    const third = meter.open();
    advance(1, 8_000_000);
    expect(third.close([]).energyJ).toBeCloseTo(3, 9);
  });

  test('a fault in one window does not spoil the next', () => {
    const { meter, advance } = setUp();
    const first = meter.open();
    advance(300, 2_000_000);
    first.close([]);
    const second = meter.open();
    advance(1, 5_000_000);
    expect(second.close([]).energyJ).toBeCloseTo(3, 9);
  });
});

test('a counter that cannot be read is not used', () => {
  // A folder in its place: unreadable for root too, which permissions are not.
  const files = Object.fromEntries(Object.entries(RAPL).filter(([path]) => path !== RAPL_COUNTER));
  const root = fakeRoot({ ...files, [`${RAPL_COUNTER}/x`]: '' });
  expect(openEnergyMeter({ machine: ONE_DEVICE, root }).source).toBe('none');
});

test('random counter values never give a negative or infinite energy', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.double({ min: 0, max: 400, noNaN: true }), fc.bigInt({ min: 0n, max: 2n ** 64n }))),
      (steps) => {
        const { meter, advance } = setUp();
        const window = meter.open();
        for (const [seconds, value] of steps) {
          advance(seconds, String(value));
          meter.open().close([]);
        }
        const { energyJ } = window.close([]);
        if (energyJ !== null) expect(energyJ > 0 && Number.isFinite(energyJ)).toBe(true);
      },
    ),
    { numRuns: 100 },
  );
});
