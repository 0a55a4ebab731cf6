import { DECODER_FAMILIES, evaluatePlacement } from '@qeil/model';
import { catalogue } from '@qeil/model/catalogue';
import { describe, expect, it } from 'vitest';
import {
  claimsNeeded,
  missingValues,
  nearestToClaims,
  PAPER_CLAIMS,
  simulatedMachine,
  simulateFamily,
  sweep,
  sweepSize,
  USUAL_STANDARD,
} from '../../src/simulation/index.js';

const request = { promptTokens: 128, newTokens: 64, samples: 4, meanSamples: 2.5, sharedPromptKv: false };
const paper = () => simulatedMachine({ catalogue, machineId: 'qeil-paper', withPriors: true });
const plan = (name: keyof typeof DECODER_FAMILIES, more: object = {}) =>
  simulateFamily({
    parts: paper().parts,
    family: DECODER_FAMILIES[name],
    request,
    objective: 'energy',
    seed: 1,
    evaluations: 5000,
    ...more,
  });

describe('simulatedMachine', () => {
  it('refuses unknown numbers one by one, and points to priors', () => {
    const options = { catalogue, machineId: 'qeil-paper', withPriors: false };
    const missing = missingValues(options);
    expect(missing.length).toBeGreaterThan(10);
    let thrown: unknown;
    try {
      simulatedMachine(options);
    } catch (error) {
      thrown = error;
    }
    for (const { path } of missing) expect(thrown).toMatchObject({ message: expect.stringContaining(path) });
    expect(thrown).toMatchObject({ kind: 'usage', remedy: expect.stringContaining('--priors') });
  });

  it('names what not even priors can tell', () => {
    const machines = catalogue.machines.filter(({ id }) => id === 'ryzen-ai-9-hx-370');
    const alone = { machines, devices: catalogue.devices.filter(({ id }) => /hx-370|890m/.test(id)) };
    expect(() => simulatedMachine({ catalogue: alone, machineId: 'ryzen-ai-9-hx-370', withPriors: true })).toThrow(
      /have no prior: .*bandwidth/,
    );
  });
});

describe('simulateFamily', () => {
  it('finds a feasible plan no dearer than any feasible baseline at the whole budget', async () => {
    const { chosen, baselines, problem, front } = await plan('qwen2-0.5b');
    if (chosen === undefined) throw new Error('no plan');
    expect(chosen.evaluation).toEqual(evaluatePlacement(problem, chosen.plan));
    expect(chosen.evaluation.violation).toBe(0);
    for (const { evaluation } of front) expect(chosen.evaluation.energyJ).toBeLessThanOrEqual(evaluation.energyJ);
    const feasible = baselines.filter(({ brokenLimits }) => brokenLimits.length === 0);
    expect(feasible.length).toBeGreaterThan(0);
    for (const { evaluation } of feasible) expect(chosen.evaluation.energyJ).toBeLessThanOrEqual(evaluation.energyJ);
  });

  it('names a broken limit exactly where a baseline has a violation', async () => {
    const { baselines } = await plan('llama-3.1-8b');
    for (const { evaluation, brokenLimits } of baselines) {
      expect(brokenLimits.length > 0).toBe(evaluation.violation > 0);
    }
    // A person's "standard" on this box is its graphics card, in one batch too.
    for (const { name, plan: standard, brokenLimits } of baselines) {
      expect(brokenLimits).toEqual([]);
      if (name.startsWith('standard')) expect(new Set(standard.decodeDevice)).toEqual(new Set([3]));
    }
    const { baselines: cramped } = await plan('llama-3.1-8b', { bounds: { latencyS: 1e-3 } });
    expect(cramped.find(({ name }) => name === 'v1-greedy')?.brokenLimits.join()).toMatch(/--max-seconds 0.001/);
  });

  it('says which limits the nearest plan breaks when none is feasible', async () => {
    const { chosen, reasons } = await plan('llama-3.1-8b', { bounds: { latencyS: 1e-3 } });
    expect(chosen).toBeUndefined();
    expect(reasons.join()).toMatch(/--max-seconds 0.001/);
  });
});

describe('sweep', () => {
  it('changes one assumption at a time, then combines, and counts what reaches the claims', async () => {
    const scenario = {
      request,
      objective: 'energy' as const,
      standard: USUAL_STANDARD,
      maxPowerW: undefined,
      priorValues: {},
    };
    const options = { catalogue, machineId: 'qeil-paper', base: scenario };
    const heard: number[] = [];
    const { base, points, grid } = await sweep({
      ...options,
      families: ['gpt2-125m'],
      seed: 1,
      evaluations: 500,
      onProgress: (done) => heard.push(done),
    });
    expect(heard).toEqual(Array.from({ length: sweepSize(options) }, (_, index) => index + 1));
    // The setting that is the base already gives the base.
    const same = points.find(({ axis, setting }) => axis === 'standard' && setting === USUAL_STANDARD.label);
    expect(same?.comparison).toEqual(base);
    // One sample leaves nothing to batch or to stop.
    const alone = points.find(({ axis, setting }) => axis === 'samples' && setting === '1');
    expect(alone?.comparison?.energyChange).toBeGreaterThan(PAPER_CLAIMS.energyChange);
    const needed = claimsNeeded(grid);
    const counted = needed
      .filter(({ axis }) => axis === 'standard')
      .reduce((sum, entry) => sum + entry.combinations, 0);
    expect(counted).toBe(grid.filter(({ comparison }) => comparison !== undefined).length);
    for (const entry of needed)
      expect(entry.reachBoth).toBeLessThanOrEqual(Math.min(entry.reachEnergy, entry.reachLatency));
    const distances = nearestToClaims(grid, 5).map(({ comparison: { energyChange, latencyChange } }) =>
      Math.max(
        Math.abs(energyChange - PAPER_CLAIMS.energyChange),
        Math.abs(latencyChange - PAPER_CLAIMS.latencyChange),
      ),
    );
    expect(distances).toEqual([...distances].sort((a, b) => a - b));
  });
});
