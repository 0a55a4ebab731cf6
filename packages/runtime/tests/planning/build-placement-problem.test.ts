import { checkPlacementProblem, decoderStages, evaluatePlacement, parameterCount, standardPlan } from '@qeil/model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { modelledEnergyJ } from '../../src/energy/modelled-energy.js';
import { QeilError } from '../../src/errors/qeil-error.js';
import { buildPlacementProblem, type ProblemOptions } from '../../src/planning/build-placement-problem.js';
import { BUNDLE, calibrationOf, MACHINE, ONE_DEVICE } from '../support/calibrations.js';

const REQUEST: ProblemOptions = {
  machine: MACHINE,
  calibration: calibrationOf(MACHINE),
  bundle: BUNDLE,
  promptTokens: 60,
  sampleLengths: [40, 60, 80],
  neededSamples: [0.5, 0.25, 0.125, 0.125],
};

function kindOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return QeilError.isInstance(error) ? error.kind : String(error);
  }
  return 'no error';
}

describe('the problem', () => {
  test('passes the model’s own check, whatever the request', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 20 });
    const weights = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 16 });
    fc.assert(
      fc.property(lengths, weights, fc.integer({ min: 1, max: 2000 }), (sampleLengths, counts, promptTokens) => {
        const total = counts.reduce((sum, count) => sum + count, 0);
        const neededSamples = counts.map((count) => count / total);
        checkPlacementProblem(buildPlacementProblem({ ...REQUEST, sampleLengths, neededSamples, promptTokens }));
      }),
    );
  });

  test('has the machine’s devices, points, pools and one domain per pool', () => {
    const problem = buildPlacementProblem(REQUEST);
    expect(problem.devices.map(({ name, points }) => [name, points.map((point) => point.name)])).toEqual([
      ['cpu-performance', ['1-thread', '2-threads']],
      ['cpu-efficiency', ['1-thread', '2-threads']],
      ['cuda', ['default']],
    ]);
    expect(problem.devices.map(({ pool, powerDomain, thermalDomain }) => [pool, powerDomain, thermalDomain])).toEqual([
      [0, 0, 0],
      [0, 0, 0],
      [1, 1, 1],
    ]);
    expect(problem.pools.map(({ name }) => name)).toEqual(['system', 'cuda']);
    expect(problem.wholePhases).toBe(true);
    expect(problem.thermalDomains.every(({ leakage, limitK }) => leakage === undefined && limitK === Infinity)).toBe(
      true,
    );
  });

  test('leaves memory to the system', () => {
    const { pools } = buildPlacementProblem(REQUEST);
    expect(pools[0]?.usableByte).toBeCloseTo(12e9 - 0.05 * 16e9, 0);
    const full = { ...MACHINE, memoryPools: MACHINE.memoryPools.map((pool) => ({ ...pool, availableByte: 100e6 })) };
    expect(kindOf(() => buildPlacementProblem({ ...REQUEST, machine: full }))).toBe('out-of-memory');
  });

  test('uses the model’s stages with the file’s real bits per parameter and a prompt copy per row', () => {
    const { stages } = buildPlacementProblem(REQUEST);
    const expected = decoderStages(BUNDLE.shape, {
      promptTokens: 60,
      newTokens: 60,
      longestNewTokens: 80,
      kvBytePerNumber: 4,
      weightBitsPerParameter: (BUNDLE.weightByte * 8) / parameterCount(BUNDLE.shape),
      activationBytePerNumber: 4,
      sharedPromptKv: false,
    });
    expect(stages).toEqual(expected);
  });

  test('bounds are taken over, absent ones are infinite', () => {
    expect(buildPlacementProblem({ ...REQUEST, bounds: { energyJ: 5 } }).bounds).toEqual({
      energyJ: 5,
      latencyS: Infinity,
      powerW: Infinity,
    });
  });

  test.each([
    ['an uncalibrated point', { points: REQUEST.calibration.points.slice(1) }],
    ['unknown power', { power: {} }],
    ['a calibration without the model', { points: REQUEST.calibration.points.map(({ model: _, ...point }) => point) }],
  ])('%s is an error that names the command', (_, part) => {
    const calibration = { ...REQUEST.calibration, ...part };
    const build = () => buildPlacementProblem({ ...REQUEST, calibration });
    expect(kindOf(build)).toBe('usage');
    expect(build).toThrow(expect.objectContaining({ remedy: 'run `qeil calibrate --model models/tiny`' }));
  });

  test('a calibration with another model is none', () => {
    expect(kindOf(() => buildPlacementProblem({ ...REQUEST, bundle: { ...BUNDLE, digest: 'other' } }))).toBe('usage');
  });
});

describe('what it predicts', () => {
  const options = { ...REQUEST, machine: ONE_DEVICE, calibration: calibrationOf(ONE_DEVICE) };

  test('one decode step of one row takes what the calibration’s fit says', () => {
    const problem = buildPlacementProblem({ ...options, sampleLengths: [40], neededSamples: [1] });
    const plan = standardPlan(problem);
    const { seconds } = evaluatePlacement(problem, plan);
    const [model, byteRate] = [
      calibrationOf(ONE_DEVICE).points[1]?.model,
      calibrationOf(ONE_DEVICE).points[1]?.workingSetByteRate,
    ];
    if (model === undefined || byteRate === undefined) throw new Error('the fixture has a second point');
    let roofS = 0;
    for (const { decodeFlopPerRow, decodeBytePerPass, decodeBytePerRow } of problem.stages) {
      roofS += Math.max(decodeFlopPerRow / model.decodeFlopRate, (decodeBytePerPass + decodeBytePerRow) / byteRate);
    }
    expect(seconds.decode / 40).toBeCloseTo(roofS + model.decodeOverheadS + model.decodeRowS, 12);
  });

  test('the parts sum to the whole', () => {
    const problem = buildPlacementProblem(options);
    const { breakdown, energyJ, latencyS, seconds } = evaluatePlacement(problem, standardPlan(problem));
    expect(Object.values(breakdown).reduce((sum, part) => sum + part, 0)).toBeCloseTo(energyJ, 12);
    expect(seconds.prefill + seconds.kvMove + seconds.decode).toBeCloseTo(latencyS, 12);
  });

  test('planner and modelled meter agree on the energy of the same work', () => {
    const problem = buildPlacementProblem({ ...options, neededSamples: [1] });
    const plan = standardPlan(problem);
    const { energyJ, latencyS } = evaluatePlacement(problem, plan);
    let trafficByte = 0;
    for (const stage of problem.stages) {
      const steps = problem.request.decodeSteps[0] ?? 0;
      trafficByte += stage.prefillByte + steps * (stage.decodeBytePerPass + stage.decodeBytePerRow);
    }
    const activity = {
      deviceId: 'cpu-performance',
      pointName: '2-threads',
      phase: 'decode' as const,
      busyS: latencyS,
      cpuS: 2 * latencyS,
      passes: 1,
      tokens: 1,
      trafficByte,
    };
    expect(modelledEnergyJ(options.calibration.power, latencyS, [activity])).toBeCloseTo(energyJ, 9);
  });
});
