import { evaluatePlacement } from '@qeil/model';
import { describe, expect, test } from 'vitest';
import { QeilError } from '../../src/errors/qeil-error.js';
import { type PlanOptions, planRequest } from '../../src/planning/plan-request.js';
import { evaluateRepeatedPrefill, withFixedBudget } from '../../src/planning/repeated-prefill.js';
import { BUNDLE, calibrationOf, MACHINE, ONE_DEVICE } from '../support/calibrations.js';

const REQUEST: PlanOptions = {
  machine: MACHINE,
  calibration: calibrationOf(MACHINE),
  bundle: BUNDLE,
  promptTokens: 60,
  sampleLengths: [40, 60, 80],
  neededSamples: [0.4, 0.2, 0.1, 0.1, 0.05, 0.05, 0.05, 0.05],
  seed: 1,
};

describe('planning a request', () => {
  test('the front is feasible, by rising energy, and by the reference evaluator', async () => {
    const { front, problem, evaluations } = await planRequest(REQUEST);
    expect(front.length).toBeGreaterThan(0);
    expect(evaluations).toBeGreaterThan(0);
    front.forEach(({ plan, evaluation }, index) => {
      expect(evaluation).toEqual(evaluatePlacement(problem, plan));
      expect(evaluation.violation).toBe(0);
      expect(evaluation.energyJ).toBeGreaterThanOrEqual(front[index - 1]?.evaluation.energyJ ?? 0);
      expect(plan.microBatches).toBe(1);
    });
  });

  test('the objective chooses: cheapest, fastest, or one that neither beats', async () => {
    const [cheapest, fastest, knee] = await Promise.all(
      (['energy', 'latency', 'knee'] as const).map((objective) => planRequest({ ...REQUEST, objective })),
    );
    const energies = cheapest?.front.map(({ evaluation }) => evaluation.energyJ) ?? [];
    const latencies = fastest?.front.map(({ evaluation }) => evaluation.latencyS) ?? [];
    expect(cheapest?.chosen.predicted.energyJ).toBe(Math.min(...energies));
    expect(fastest?.chosen.predicted.latencyS).toBe(Math.min(...latencies));
    const chosen = knee?.chosen.predicted;
    const beaten = knee?.front.some(
      ({ evaluation }) => evaluation.energyJ < (chosen?.energyJ ?? 0) && evaluation.latencyS < (chosen?.latencyS ?? 0),
    );
    expect(beaten).toBe(false);
  });

  test('the same seed gives the same plans', async () => {
    expect(await planRequest(REQUEST)).toEqual(await planRequest(REQUEST));
  });

  test('chosen and baselines carry names that the engine knows', async () => {
    const { chosen, baselines } = await planRequest(REQUEST);
    const plans = [chosen, baselines.standard, baselines.standardBatched, baselines.greedyV1];
    expect(plans.map(({ name, keepPrompt }) => [name, keepPrompt])).toEqual([
      ['v2', true],
      ['standard', false],
      ['standard-batched', true],
      ['v1-greedy', true],
    ]);
    for (const { prefill, decode } of plans) {
      for (const { deviceId, pointName } of [prefill, decode]) {
        const device = MACHINE.devices.find(({ id }) => id === deviceId);
        expect(device?.points.map(({ name }) => name)).toContain(pointName);
      }
    }
    expect([baselines.standard.waveSize, baselines.standardBatched.waveSize]).toEqual([1, 8]);
    expect(plans.slice(1).every(({ certificate }) => certificate.kind === 'baseline')).toBe(true);
  });

  test('baselines are predicted for the whole budget, standard with a prefill for every sample', async () => {
    const { problem, baselines } = await planRequest(REQUEST);
    const fixed = withFixedBudget(problem);
    const { standard, standardBatched } = baselines;
    expect(standard.predicted).toEqual(evaluateRepeatedPrefill(fixed, standard.plan));
    expect(standard.predicted.waves).toBe(8);
    expect(standardBatched.predicted).toEqual(evaluatePlacement(fixed, standardBatched.plan));
  });

  test('v2 is predicted to cost no more energy than standard', async () => {
    const { chosen, baselines } = await planRequest({ ...REQUEST, objective: 'energy' });
    expect(chosen.predicted.energyJ).toBeLessThanOrEqual(baselines.standard.predicted.energyJ);
  });

  test('one device is a normal machine', async () => {
    const calibration = calibrationOf(ONE_DEVICE);
    const { chosen, certificate } = await planRequest({ ...REQUEST, machine: ONE_DEVICE, calibration });
    expect(chosen.prefill.deviceId).toBe('cpu-performance');
    expect(certificate).toEqual({ kind: 'exact' });
  });
});

describe('when nothing will do', () => {
  const kindOf = (options: PlanOptions) =>
    planRequest(options).then(
      () => 'a plan',
      (error: unknown) => (QeilError.isInstance(error) ? error.kind : String(error)),
    );

  test('a bound that cannot be met', async () => {
    expect(await kindOf({ ...REQUEST, bounds: { energyJ: 1e-9 } })).toBe('goal-missed');
  });

  test('a model that does not fit, in mebibytes', async () => {
    const pools = MACHINE.memoryPools.map((pool) => ({ ...pool, totalByte: 400e6, availableByte: 300e6 }));
    const options = { ...REQUEST, machine: { ...MACHINE, memoryPools: pools } };
    expect(await kindOf(options)).toBe('out-of-memory');
    await expect(planRequest(options)).rejects.toThrow(/needs \d+ MiB and has \d+ MiB/);
  });

  test('a cancelled search rejects with the signal’s reason', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(planRequest({ ...REQUEST, signal })).rejects.toThrow('enough');
  });
});
