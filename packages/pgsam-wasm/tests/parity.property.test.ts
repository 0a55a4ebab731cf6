import { evaluatePlacement, type PlacementEvaluation } from '@qeil/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluatePlacementInWasm } from '../src/index.js';
import { problemAndPlan } from './arbitrary.js';

const TOLERANCE = 1e-12;

/** Numbers that are sums of positive terms: relative to their size. */
function expectRelative(name: string, actual: number, expected: number): void {
  const error = Math.abs(actual - expected) / Math.max(Math.abs(expected), Number.MIN_VALUE);
  expect(actual === expected || error <= TOLERANCE, `${name}: ${actual} against ${expected}`).toBe(true);
}

/** 1 − x and x − 1 cancel: relative to the 1 they are taken from, and to their size beyond it. */
function expectRelativeToOne(name: string, actual: number, expected: number): void {
  const error = Math.abs(actual - expected) / Math.max(Math.abs(expected), 1);
  expect(error <= TOLERANCE, `${name}: ${actual} against ${expected}`).toBe(true);
}

function expectEqual(actual: PlacementEvaluation, expected: PlacementEvaluation): void {
  expectRelative('energyJ', actual.energyJ, expected.energyJ);
  expectRelative('latencyS', actual.latencyS, expected.latencyS);
  expectRelativeToOne('underUtilisation', actual.underUtilisation, expected.underUtilisation);
  expectRelativeToOne('violation', actual.violation, expected.violation);
  expectRelative('waves', actual.waves, expected.waves);
  for (const term of Object.keys(expected.breakdown) as (keyof typeof expected.breakdown)[]) {
    // Sleep is power times τ − busy: relative to the whole energy where those nearly cancel.
    if (term === 'sleep') {
      expectRelative(
        'energy with sleep',
        expected.energyJ + actual.breakdown.sleep - expected.breakdown.sleep,
        expected.energyJ,
      );
    } else expectRelative(term, actual.breakdown[term], expected.breakdown[term]);
  }
  for (const part of ['prefill', 'kvMove', 'decode'] as const) {
    expectRelative(part, actual.seconds[part], expected.seconds[part]);
  }
  expect(actual.memoryPressure).toHaveLength(expected.memoryPressure.length);
  actual.memoryPressure.forEach((pressure, pool) => {
    expectRelative(`memoryPressure[${pool}]`, pressure, expected.memoryPressure[pool] ?? Number.NaN);
  });
  expect(actual.thermal).toHaveLength(expected.thermal.length);
  actual.thermal.forEach((state, domain) => {
    const reference = expected.thermal[domain];
    expect(state.temperatureK === undefined).toBe(reference?.temperatureK === undefined);
    expectRelative(`temperature[${domain}]`, state.temperatureK ?? 0, reference?.temperatureK ?? 0);
    expectRelative(`phi[${domain}]`, state.phi, reference?.phi ?? Number.NaN);
    expectRelative(`loopGain[${domain}]`, state.loopGain, reference?.loopGain ?? Number.NaN);
  });
}

describe('evaluatePlacementInWasm', () => {
  it('equals the reference evaluator on random problems and plans', () => {
    fc.assert(
      fc.property(problemAndPlan(), ({ problem, plan }) => {
        expectEqual(evaluatePlacementInWasm(problem, plan), evaluatePlacement(problem, plan));
      }),
      { numRuns: 1000 },
    );
  });

  it('finds runaways where the reference finds them', () => {
    fc.assert(
      fc.property(problemAndPlan({ devices: 4, stages: 6, samples: 4, runaway: true }), ({ problem, plan }) => {
        const expected = evaluatePlacement(problem, plan);
        // As the loop gain nears 1, rounding of the heat moves the temperature without bound; there nothing can be compared.
        fc.pre(expected.thermal.every(({ loopGain }) => loopGain < 0.9 || loopGain > 1.1));
        const actual = evaluatePlacementInWasm(problem, plan);
        expect(actual.thermal.map(({ temperatureK }) => temperatureK === undefined)).toEqual(
          expected.thermal.map(({ temperatureK }) => temperatureK === undefined),
        );
        expectRelativeToOne('violation', actual.violation, expected.violation);
      }),
      { numRuns: 300 },
    );
  });
});
