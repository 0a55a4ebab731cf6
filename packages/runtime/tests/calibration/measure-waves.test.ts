import { describe, expect, test } from 'vitest';
import { fitModel } from '../../src/calibration/fit-model.js';
import { measureWaves } from '../../src/calibration/measure-waves.js';
import { BUNDLE, ONE_DEVICE } from '../support/calibrations.js';
import { FakeEngine } from '../support/fake-engine.js';

const [device] = ONE_DEVICE.devices;
const [point] = device?.points ?? [];
if (device === undefined || point === undefined) throw new Error('the fixture has a device');

const TIMES = {
  prefillS: (tokens: number) => 2e-3 + tokens * 1e-4,
  stepS: (rows: number) => 2e-3 + rows * 1e-4,
  cpuPerBusy: 1.5,
};

function measure(timeS: number, times = TIMES) {
  const clock = { timeS: 0 };
  const engine = new FakeEngine(times, (busyS) => {
    clock.timeS += busyS;
  });
  const waves = measureWaves({ engine, bundle: BUNDLE, device, point, timeS, now: () => clock.timeS });
  return { engine, clock, waves };
}

describe('timing a model', () => {
  test('with time enough: every batch size, two prompt lengths, exact times', async () => {
    const { engine, waves } = measure(60);
    const { decode, prefill, cpuPerBusy, activity } = await waves;
    expect(decode.map(({ rows }) => rows)).toEqual([1, 2, 4, 8, 16]);
    for (const { rows, stepS } of decode) expect(stepS).toBeCloseTo(TIMES.stepS(rows), 12);
    expect(prefill).toHaveLength(2);
    for (const { tokens, timeS } of prefill) expect(timeS).toBeCloseTo(TIMES.prefillS(tokens), 12);
    expect(cpuPerBusy).toBeCloseTo(1.5, 12);
    expect(activity.length).toBe(2 * engine.requests.length);
    // The prompt of the last question is not kept.
    expect(engine.ended).toHaveLength(engine.requests.length);
    for (const { promptTokenIds, sampling } of engine.requests) {
      expect(promptTokenIds.length + sampling.maxNewTokens).toBeLessThanOrEqual(BUNDLE.maxPositions);
    }
  });

  test('a device too slow for the budget still gives two batch sizes and two prompts, then stops', async () => {
    const slow = { ...TIMES, stepS: () => 5 };
    const { engine, waves } = measure(1, slow);
    const { decode, prefill } = await waves;
    expect(decode.map(({ rows }) => rows)).toEqual([1, 16]);
    expect(prefill).toHaveLength(2);
    expect(engine.requests.map(({ sampling }) => sampling.maxNewTokens)).toEqual([4, 4, 4, 1]);
  });
});

test('the fit says back what was measured', async () => {
  const measured = await measure(60).waves;
  const rate = (median: number) => ({ median, spread: 0 });
  const benchmark = {
    flopRate: rate(100e9),
    byteRate: rate(20e9),
    workingSetByteRate: rate(40e9),
    callOverheadS: 1e-5,
  };
  const model = fitModel(BUNDLE, benchmark, measured);
  expect(model.modelDigest).toBe(BUNDLE.digest);
  for (const { measuredS, predictedS } of model.decodePoints) expect(predictedS / measuredS).toBeCloseTo(1, 1);
  for (const value of [model.prefillFlopRate, model.decodeFlopRate, model.cpuPerBusy]) expect(value).toBeGreaterThan(0);
  expect(Math.min(model.prefillOverheadS, model.decodeOverheadS, model.decodeRowS)).toBeGreaterThanOrEqual(0);
});
