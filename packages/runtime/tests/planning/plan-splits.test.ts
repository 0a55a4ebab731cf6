import { evaluatePlacement } from '@qeil/model';
import { describe, expect, it } from 'vitest';
import type { Calibration } from '../../src/calibration/calibration.js';
import { checkSplitPlan } from '../../src/engine/split-plan.js';
import { pinPlan } from '../../src/planning/pin-plan.js';
import { machineForPlanFile } from '../../src/planning/plan-file.js';
import { type PlanOptions, planRequest } from '../../src/planning/plan-request.js';
import { BUNDLE, calibrationOf, MACHINE } from '../support/calibrations.js';

const CPUS_ONLY = {
  ...MACHINE,
  devices: MACHINE.devices.filter(({ provider }) => provider === 'cpu'),
  memoryPools: MACHINE.memoryPools.slice(0, 1),
};
/** Two pinned one-core devices, alike. */
const PAIR = machineForPlanFile(CPUS_ONLY, {
  schema: 'qeil.plan-file/1',
  devices: [
    { id: 'cpu-0', cpus: [0] },
    { id: 'cpu-1', cpus: [1] },
  ],
  microBatches: 1,
});

/** Decode is bound by arithmetic, both cores read at full speed together, and a crossing costs what is said. */
function calibration(latencyS: number | null): Calibration {
  const base = calibrationOf(PAIR);
  return {
    ...base,
    crossing: latencyS === null ? null : { latencyS },
    togetherByteRate: { system: 80e9 },
    power: Object.fromEntries(
      Object.entries(base.power).map(([id, power]) => [id, { ...power, sleepW: 3, perCpuW: 1 }]),
    ),
  };
}

const request = (latencyS: number | null): PlanOptions => ({
  machine: PAIR,
  calibration: calibration(latencyS),
  bundle: BUNDLE,
  promptTokens: 20,
  sampleLengths: [60],
  neededSamples: Array.from({ length: 16 }, (_, index) => (index === 15 ? 1 : 0)),
  seed: 1,
  objective: 'latency',
});

describe('two devices that a crossing between is cheap', () => {
  it('share the layers of decode in a plan that the engine runs and that is better than either alone', async () => {
    const { chosen, problem, baselines, front } = await planRequest(request(20e-6));
    const { split } = chosen;
    if (split === undefined) throw new Error('the plan splits nothing');
    checkSplitPlan(split, BUNDLE.shape.layers);
    expect(new Set(split.pieces.map(({ decode }) => decode.deviceId))).toEqual(new Set(['cpu-0', 'cpu-1']));
    expect(split.microBatches).toBeGreaterThanOrEqual(2);
    expect(chosen.predicted.latencyS).toBeLessThan(0.8 * baselines.standardBatched.predicted.latencyS);
    expect(chosen.predicted).toEqual(evaluatePlacement(problem, chosen.plan));
    for (const { plan } of front) {
      for (const devices of [plan.prefillDevice, plan.decodeDevice]) {
        expect([devices.at(0), devices.at(-1)]).toEqual([devices.at(1), devices.at(-2)]);
      }
    }
    expect(baselines.standardBatched.split).toBeUndefined();
    expect(baselines.greedyV1.split).toBeUndefined();
  });

  it('share them no more when it costs much, or when nobody knows what it costs', async () => {
    expect((await planRequest(request(0.05))).chosen.split).toBeUndefined();
    const { chosen, problem } = await planRequest(request(null));
    expect(problem.wholePhases).toBe(true);
    expect(chosen.split).toBeUndefined();
  });

  it('keep pins of single layers', async () => {
    const rules = { pins: ['layer0=cpu-1', 'layer4=cpu-0'] };
    const { chosen } = await planRequest({ ...request(20e-6), rules });
    expect(chosen.split?.pieces.at(0)?.decode.deviceId).toBe('cpu-1');
    expect(chosen.split?.pieces.at(-1)?.decode.deviceId).toBe('cpu-0');
  });

  it('a run that was begun in pieces goes on in the same, whatever is planned now, and the other way round', async () => {
    const split = await planRequest(request(20e-6));
    const whole = await planRequest(request(0.05));
    expect(pinPlan(PAIR, split.problem, split.chosen, split.chosen)).toBe(split.chosen);
    const pinned = pinPlan(PAIR, whole.problem, whole.chosen, split.chosen);
    expect(pinned).toMatchObject({ split: split.chosen.split, waveSize: split.chosen.waveSize });
    expect(pinned.predicted).toEqual(evaluatePlacement(whole.problem, pinned.plan));
    const back = pinPlan(PAIR, split.problem, split.chosen, whole.chosen);
    expect(back.split).toBeUndefined();
    expect(back).toMatchObject({ prefill: whole.chosen.prefill, decode: whole.chosen.decode });
  });
});
