import { evaluatePlacement } from '@qeil/model';
import { describe, expect, it } from 'vitest';
import { pinPlan } from '../../src/planning/pin-plan.js';
import { type PlanOptions, planRequest } from '../../src/planning/plan-request.js';
import { firstWaveEnergyJ } from '../../src/planning/wave-energy.js';
import { BUNDLE, calibrationOf, MACHINE } from '../support/calibrations.js';

const REQUEST: PlanOptions = {
  machine: MACHINE,
  calibration: calibrationOf(MACHINE),
  bundle: BUNDLE,
  promptTokens: 60,
  sampleLengths: [40],
  neededSamples: [0.4, 0.2, 0.1, 0.3],
  seed: 1,
};

describe('a plan that a run was begun with', () => {
  it('is kept as it is when planning again gives the same', async () => {
    const { problem, chosen } = await planRequest(REQUEST);
    expect(pinPlan(MACHINE, problem, chosen, chosen)).toBe(chosen);
  });

  it('takes the place of another one, device, point, wave and prediction', async () => {
    const { problem, chosen } = await planRequest(REQUEST);
    const [cpu, other] = MACHINE.devices;
    const at = (device: typeof cpu) => ({ deviceId: device?.id ?? '', pointName: device?.points.at(-1)?.name ?? '' });
    const recorded = { prefill: at(other), decode: at(cpu), waveSize: 3, keepPrompt: true };
    const pinned = pinPlan(MACHINE, problem, chosen, recorded);
    expect(pinned).toMatchObject({ name: chosen.name, ...recorded });
    expect(new Set(pinned.plan.prefillDevice)).toEqual(new Set([1]));
    expect(new Set(pinned.plan.decodeDevice)).toEqual(new Set([0]));
    expect(pinned.predicted).toEqual(evaluatePlacement(problem, pinned.plan));
    expect(pinned.waveEnergyJ).toBe(firstWaveEnergyJ(problem, pinned.plan));
  });

  it.each([
    ['device', { deviceId: 'npu', pointName: '1-thread' }],
    ['point', { deviceId: MACHINE.devices[0]?.id ?? '', pointName: 'turbo' }],
  ])('is refused when its %s is gone', async (_, gone) => {
    const { problem, chosen } = await planRequest(REQUEST);
    expect(() => pinPlan(MACHINE, problem, chosen, { ...chosen, decode: gone })).toThrow(
      expect.objectContaining({ kind: 'device-unavailable' }),
    );
  });
});
