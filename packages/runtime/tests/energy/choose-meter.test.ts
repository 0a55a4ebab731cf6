import { describe, expect, test } from 'vitest';
import { describeMeters } from '../../src/energy/describe-meters.js';
import { modelledEnergyJ } from '../../src/energy/modelled-energy.js';
import { openEnergyMeter } from '../../src/energy/open-energy-meter.js';
import type { DeviceActivity } from '../../src/energy/reading.js';
import { calibrationOf, MACHINE, ONE_DEVICE } from '../support/calibrations.js';
import { fakeRoot } from '../support/fake-root.js';
import { HOMOGENEOUS, RAPL, RAPL_COUNTER } from '../support/machines.js';

const ACTIVITY: DeviceActivity = {
  deviceId: 'cpu-performance',
  pointName: '2-threads',
  phase: 'decode',
  busyS: 0.5,
  cpuS: 0.9,
  passes: 10,
  tokens: 40,
  trafficByte: 1e9,
};

describe('which meter', () => {
  test('counters first, then the model, then none', () => {
    const calibration = calibrationOf(ONE_DEVICE);
    const source = (root: string, withCalibration: boolean) =>
      openEnergyMeter({ machine: ONE_DEVICE, root, ...(withCalibration ? { calibration } : {}) }).source;
    const [withRapl, without] = [fakeRoot(RAPL), fakeRoot(HOMOGENEOUS)];
    expect([source(withRapl, true), source(without, true), source(without, false)]).toEqual([
      'counter',
      'modelled',
      'none',
    ]);
  });

  test('an unreadable package makes all counters unusable: the sum would miss it', () => {
    const root = fakeRoot({ ...RAPL, [RAPL_COUNTER]: 'denied' });
    expect(openEnergyMeter({ machine: ONE_DEVICE, root }).source).toBe('none');
  });

  test('package counters do not stand for a discrete GPU', () => {
    const meter = openEnergyMeter({ machine: MACHINE, calibration: calibrationOf(MACHINE), root: fakeRoot(RAPL) });
    expect(meter.source).toBe('modelled');
  });
});

describe('the modelled meter', () => {
  const calibration = calibrationOf(ONE_DEVICE);
  const setUp = () => {
    const clock = { timeS: 5 };
    return {
      clock,
      meter: openEnergyMeter({ machine: ONE_DEVICE, calibration, root: fakeRoot({}), now: () => clock.timeS }),
    };
  };

  test('sleep over the window, busy, CPU and traffic as they were reported', () => {
    const { clock, meter } = setUp();
    const window = meter.open();
    clock.timeS += 2;
    const reading = window.close([ACTIVITY]);
    expect(reading.energyJ).toBeCloseTo(1.5 * 2 + 0 * 0.5 + 4 * 0.9 + 60e-12 * 1e9, 12);
    expect(reading).toMatchObject({ source: 'modelled', wallS: 2 });
    expect(reading.detail).toContain('prior');
  });

  test('a device without coefficients makes the reading unknown', () => {
    const { meter } = setUp();
    expect(meter.open().close([{ ...ACTIVITY, deviceId: 'npu' }])).toMatchObject({ energyJ: null, source: 'none' });
    expect(() => modelledEnergyJ(calibration.power, 1, [{ ...ACTIVITY, deviceId: 'npu' }])).toThrow(RangeError);
  });

  test('idle windows cost sleep', () => {
    const { clock, meter } = setUp();
    const window = meter.open();
    clock.timeS += 4;
    expect(window.close([]).energyJ).toBeCloseTo(6, 12);
  });
});

test('without counter and calibration time is known and energy is not', () => {
  const clock = { timeS: 0 };
  const meter = openEnergyMeter({ machine: ONE_DEVICE, root: fakeRoot({}), now: () => clock.timeS });
  const window = meter.open();
  clock.timeS = 3;
  const reading = window.close([ACTIVITY]);
  expect(reading).toMatchObject({ energyJ: null, source: 'none', wallS: 3 });
  expect(reading.detail).toContain('qeil calibrate');
});

describe('for doctor', () => {
  test('a readable package', () => {
    const root = fakeRoot(RAPL);
    expect(describeMeters({ root })).toEqual([
      { name: 'RAPL package-0', path: `${root}/${RAPL_COUNTER}`, readable: true },
    ]);
  });

  test('an unreadable one, with the fix in one line', () => {
    const root = fakeRoot({ ...RAPL, [RAPL_COUNTER]: '' });
    const [meter] = describeMeters({ root });
    expect(meter).toMatchObject({ readable: false, remedy: `sudo chmod a+r ${root}/${RAPL_COUNTER}` });
    expect(meter?.reason).toContain('root');
  });

  test('none at all, and board sensors that are shown but not counted', () => {
    const meters = describeMeters({
      root: fakeRoot({
        'sys/class/hwmon/hwmon0/name': 'ina3221\n',
        'sys/class/hwmon/hwmon0/power1_input': '5000000\n',
      }),
    });
    expect(meters.map(({ name, readable }) => [name, readable])).toEqual([
      ['RAPL', false],
      ['hwmon ina3221 power1_input', true],
    ]);
    expect(meters.every(({ reason }) => reason !== undefined)).toBe(true);
  });
});
