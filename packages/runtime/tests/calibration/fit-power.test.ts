import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitPower, type MeteredRun } from '../../src/calibration/fit-power.js';
import { calibrationOf, ONE_DEVICE } from '../support/calibrations.js';

const priors = calibrationOf(ONE_DEVICE).power;
const run = (busyS: number, cpuS: number, energyJ: number): MeteredRun => ({
  deviceId: 'cpu-performance',
  energyJ,
  wallS: 2,
  activity: [
    {
      deviceId: 'cpu-performance',
      pointName: 'x',
      phase: 'decode',
      busyS,
      cpuS,
      passes: 1,
      tokens: 1,
      trafficByte: 1e9,
    },
  ],
});

test('coefficients are found again from the energy they make', () => {
  const watts = fc.double({ min: 0.5, max: 50, noNaN: true });
  fc.assert(
    fc.property(watts, watts, watts, (idleW, activeW, perCpuW) => {
      const energy = (busyS: number, cpuS: number) => idleW * 2 + activeW * busyS + perCpuW * cpuS + 60e-12 * 1e9;
      const runs = [run(1, 1, energy(1, 1)), run(1.2, 2.4, energy(1.2, 2.4)), run(0.8, 3.2, energy(0.8, 3.2))];
      const fitted = fitPower({ machine: ONE_DEVICE, idleW, runs, priors, meter: 'RAPL package-0' })['cpu-performance'];
      expect(fitted?.sleepW).toBeCloseTo(idleW, 9);
      expect(fitted?.activeW).toBeCloseTo(activeW, 5);
      expect(fitted?.perCpuW).toBeCloseTo(perCpuW, 5);
      expect(fitted).toMatchObject({ source: 'measured', joulePerByte: 60e-12 });
      expect(fitted?.detail).toContain('RAPL package-0');
    }),
  );
});

test('runs that show nothing above idle keep the priors', () => {
  const options = { machine: ONE_DEVICE, idleW: 10, priors, meter: 'RAPL' };
  expect(fitPower({ ...options, runs: [run(1, 1, 15)] })).toEqual(priors);
  expect(fitPower({ ...options, runs: [] })).toEqual(priors);
});
