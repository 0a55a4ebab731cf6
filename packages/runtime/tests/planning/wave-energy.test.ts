import { describe, expect, it } from 'vitest';
import { planRequest } from '../../src/planning/plan-request.js';
import { firstWaveEnergyJ, withinWaveEnergy } from '../../src/planning/wave-energy.js';
import { BUNDLE, calibrationOf, MACHINE } from '../support/calibrations.js';

const { problem, front } = await planRequest({
  machine: MACHINE,
  calibration: calibrationOf(MACHINE),
  bundle: BUNDLE,
  promptTokens: 60,
  sampleLengths: [40],
  neededSamples: [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.3],
  seed: 1,
});
const [cheapest] = front;
if (cheapest === undefined) throw new Error('the request has no plan');
const waveOf = (waveSize: number) => ({ ...cheapest.plan, waveSize, microBatches: 1 });

describe('energy of a first wave', () => {
  it('rises with the rows of the wave, but less than in proportion: the prompt and the weights are shared', () => {
    const joules = Array.from({ length: 8 }, (_, index) => firstWaveEnergyJ(problem, waveOf(index + 1)));
    joules.slice(1).forEach((joule, index) => {
      expect(joule).toBeGreaterThan(joules[index] ?? Number.NaN);
    });
    expect(joules[7]).toBeLessThan(8 * (joules[0] ?? Number.NaN));
  });

  it('does not depend on how many samples a question needs', () => {
    const others = { ...problem, request: { ...problem.request, neededSamples: [0, 0, 0, 0, 0, 0, 0, 1] } };
    expect(firstWaveEnergyJ(others, waveOf(4))).toBe(firstWaveEnergyJ(problem, waveOf(4)));
  });
});

describe('plans within a budget', () => {
  it('all keep to it, and the largest wave of the cheapest plan that fits is among them', () => {
    const mostJ = (firstWaveEnergyJ(problem, waveOf(2)) + firstWaveEnergyJ(problem, waveOf(3))) / 2;
    const fitting = withinWaveEnergy(problem, [{ ...cheapest, plan: waveOf(8) }], mostJ);
    expect(fitting.map(({ plan }) => plan.waveSize)).toEqual([1, 2]);
    expect(fitting.every(({ plan }) => firstWaveEnergyJ(problem, plan) <= mostJ)).toBe(true);
  });

  it('are waves of one when not even a sample fits', () => {
    const fitting = withinWaveEnergy(problem, [{ ...cheapest, plan: waveOf(8) }], 0);
    expect(fitting.map(({ plan }) => plan.waveSize)).toEqual([1]);
  });
});
