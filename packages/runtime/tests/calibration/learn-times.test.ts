import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Calibration } from '../../src/calibration/calibration.js';
import { parseCalibration } from '../../src/calibration/calibration-cache.js';
import { learnTimes, type TimedWork } from '../../src/calibration/learn-times.js';
import { buildPlacementProblem } from '../../src/planning/build-placement-problem.js';
import { BUNDLE, calibrationOf, MACHINE } from '../support/calibrations.js';

const CALIBRATION = calibrationOf(MACHINE);
const work = (changes: Partial<TimedWork> = {}): TimedWork => ({
  deviceId: 'cpu-performance',
  phase: 'decode',
  predictedS: 1,
  busyS: 2,
  ...changes,
});
const learntOf = ({ points }: Calibration, deviceId: string) =>
  points.filter((point) => point.deviceId === deviceId).map(({ model }) => model?.learnt);

it('stretches every point of the device that ran, in the phase that ran, and nothing else', () => {
  const learnt = learnTimes(CALIBRATION, BUNDLE.digest, [work()]);
  const [one, two] = learntOf(learnt, 'cpu-performance');
  expect(one?.decode?.factor).toBeGreaterThan(1.5);
  expect(one?.decode?.factor).toBeLessThan(2);
  expect(one?.prefill).toBeUndefined();
  expect(two).toEqual(one);
  expect(learntOf(learnt, 'cpu-efficiency')).toEqual([undefined, undefined]);
  const lengths = { promptTokens: 20, sampleLengths: [10], neededSamples: [1] };
  const deviceOf = (calibration: Calibration) =>
    buildPlacementProblem({ machine: MACHINE, bundle: BUNDLE, calibration, ...lengths }).devices[0]?.points[0];
  const factor = one?.decode?.factor ?? Number.NaN;
  const [before, after] = [deviceOf(CALIBRATION), deviceOf(learnt)];
  for (const rate of ['flopRate', 'byteRate'] as const) {
    expect(after?.[rate][0]).toBe(before?.[rate][0]);
    expect(after?.[rate][1]).toBeCloseTo((before?.[rate][1] ?? 0) / factor, 0);
  }
  expect(after?.stageOverheadS[1]).toBeCloseTo((before?.stageOverheadS[1] ?? 0) * factor, 12);
  expect(after?.rowOverheadS[1]).toBeCloseTo((before?.rowOverheadS[1] ?? 0) * factor, 12);
});

it('learns nothing from another model, from nothing, or from work without a prediction', () => {
  expect(learnTimes(CALIBRATION, 'another', [work()])).toEqual(CALIBRATION);
  expect(learnTimes(CALIBRATION, BUNDLE.digest, [])).toEqual(CALIBRATION);
  expect(learnTimes(CALIBRATION, BUNDLE.digest, [work({ predictedS: 0 }), work({ busyS: 0 })])).toEqual(CALIBRATION);
});

it('finds a constant factor, forgets an old one, and lies in a file as in memory', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.1, max: 10, noNaN: true }),
      fc.double({ min: 0.1, max: 10, noNaN: true }),
      fc.double({ min: 0.05, max: 3, noNaN: true }),
      (first, second, workS) => {
        let calibration = CALIBRATION;
        const factor = (): number => learntOf(calibration, 'cpu-performance')[0]?.decode?.factor ?? 1;
        for (const truth of [first, second]) {
          const busyS = workS * truth;
          // A minute of work, of which five seconds are remembered.
          for (let doneS = 0; doneS < 60; doneS += busyS) {
            const predictedS = workS * factor();
            calibration = learnTimes(calibration, BUNDLE.digest, [work({ predictedS, busyS })]);
          }
          expect(Math.abs(Math.log(factor() / truth))).toBeLessThan(0.1);
        }
        expect(parseCalibration(JSON.stringify(calibration))).toEqual(calibration);
      },
    ),
    { numRuns: 30 },
  );
});

it('takes work that was twice as slow and then twice as fast for no change at all', () => {
  const both = [work({ predictedS: 1, busyS: 2 }), work({ predictedS: 2, busyS: 1 })];
  expect(learntOf(learnTimes(CALIBRATION, BUNDLE.digest, both), 'cpu-performance')[0]?.decode?.factor).toBeCloseTo(
    1,
    9,
  );
});

it('never corrects beyond what could still be this machine', () => {
  const learnt = learnTimes(CALIBRATION, BUNDLE.digest, [work({ predictedS: 1e-9, busyS: 1e3 })]);
  expect(learntOf(learnt, 'cpu-performance')[0]?.decode?.factor).toBe(16);
});
