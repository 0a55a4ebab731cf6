import { evaluatePlacement, standardBatchedPlan, standardPlan } from '@qeil/model';
import { describe, expect, test } from 'vitest';
import { buildPlacementProblem } from '../../src/planning/build-placement-problem.js';
import { evaluateRepeatedPrefill, withFixedBudget } from '../../src/planning/repeated-prefill.js';
import { BUNDLE, calibrationOf, MACHINE } from '../support/calibrations.js';

const problem = buildPlacementProblem({
  machine: MACHINE,
  calibration: calibrationOf(MACHINE),
  bundle: BUNDLE,
  promptTokens: 60,
  sampleLengths: [40, 60, 80],
  neededSamples: [0.5, 0.25, 0.125, 0.125],
});

describe('a plan that prefills for every wave', () => {
  test('takes the prefill time once per wave, the same decode, and more energy', () => {
    const plan = standardPlan(problem);
    const once = evaluatePlacement(problem, plan);
    const repeated = evaluateRepeatedPrefill(problem, plan);
    expect(once.waves).toBeGreaterThan(1);
    expect(repeated.seconds.prefill / once.seconds.prefill).toBeCloseTo(once.waves, 10);
    expect(repeated.seconds.decode).toBeCloseTo(once.seconds.decode, 12);
    expect(repeated.latencyS).toBeCloseTo(once.latencyS + (once.waves - 1) * once.seconds.prefill, 12);
    expect(repeated.energyJ).toBeGreaterThan(once.energyJ);
    expect(repeated.memoryPressure).toEqual(once.memoryPressure);
    const parts = Object.values(repeated.breakdown).reduce((sum, part) => sum + part, 0);
    expect(parts).toBeCloseTo(repeated.energyJ, 12);
  });

  test('with one wave is the plan itself', () => {
    const plan = standardBatchedPlan(problem);
    expect(evaluateRepeatedPrefill(problem, plan)).toEqual(evaluatePlacement(problem, plan));
  });

  test('over two devices is refused', () => {
    const plan = {
      ...standardPlan(problem),
      prefillDevice: problem.stages.map(() => 0),
      decodeDevice: problem.stages.map(() => 1),
    };
    expect(() => evaluateRepeatedPrefill(problem, plan)).toThrow(RangeError);
  });
});

test('a fixed budget draws all its samples', () => {
  const fixed = withFixedBudget(problem);
  expect(fixed.request.neededSamples).toEqual([0, 0, 0, 1]);
  expect(evaluatePlacement(fixed, standardPlan(fixed)).waves).toBe(4);
});
