import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  evaluateFromNow,
  evaluatePlacement,
  leakageSlopeWPerK,
  type PlacementProblem,
  transientTemperatureK,
} from '../../src/index.js';
import { problemAndPlan } from './arbitrary.js';
import { device, plan, point, problem, stage } from './fixtures.js';

/** One device that draws `powerW` for `seconds`. */
function burner(
  powerW: number,
  seconds: number,
  domain: Partial<PlacementProblem['thermalDomains'][number]>,
): PlacementProblem {
  return problem({
    stages: [stage({ prefillFlop: seconds, prefillByte: 0 })],
    devices: [device({ points: [point({ activePowerW: powerW })] })],
    thermalDomains: [{ name: 'chip', ambientK: 300, resistanceKPerW: 2, limitK: 360, ...domain }],
  });
}

const LAW = { referencePowerW: 2, referenceK: 330, activationEv: 0.3 };

describe('evaluateFromNow', () => {
  it('warms as a first-order body where nothing leaks', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 60, noNaN: true }),
        fc.double({ min: 0.01, max: 1000, noNaN: true }),
        fc.double({ min: 250, max: 400, noNaN: true }),
        fc.double({ min: 0.1, max: 100, noNaN: true }),
        (powerW, seconds, temperatureK, timeConstantS) => {
          const of = burner(powerW, seconds, {});
          const { courses, evaluation } = evaluateFromNow(of, plan(of), [{ temperatureK, timeConstantS }]);
          const expected = transientTemperatureK(temperatureK, 300 + 2 * powerW, timeConstantS, seconds);
          // Runge–Kutta with 16 steps per constant errs by about 1e-7 of the way.
          expect(Math.abs(courses[0].endK - expected)).toBeLessThan(1e-4);
          expect(courses[0].peakK).toBe(Math.max(temperatureK, courses[0].endK));
          expect(evaluation.thermal[0].temperatureK).toBe(courses[0].peakK);
          expect(evaluation.energyJ).toBeCloseTo(powerW * seconds, 6);
          expect(evaluation.thermal[0].loopGain).toBe(0);
        },
      ),
    );
  });

  it('stays where it has settled', () => {
    fc.assert(
      fc.property(
        problemAndPlan(),
        fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
        ({ problem: of, plan: anyPlan }, timeConstantS) => {
          const settled = evaluatePlacement(of, anyPlan);
          const now = settled.thermal.map(({ temperatureK = 300 }) => ({ temperatureK, timeConstantS }));
          const { evaluation, courses } = evaluateFromNow(of, anyPlan, now);
          courses.forEach(({ endK }, domain) => {
            expect(Math.abs(endK - now[domain].temperatureK)).toBeLessThan(1e-6);
          });
          const leakageJ = settled.breakdown.leakage;
          expect(Math.abs(evaluation.breakdown.leakage - leakageJ)).toBeLessThanOrEqual(1e-8 * leakageJ);
          expect(evaluation.latencyS).toBe(settled.latencyS);
          settled.thermal.forEach(({ loopGain, phi }, domain) => {
            expect(evaluation.thermal[domain].loopGain).toBeCloseTo(loopGain, 6);
            expect(evaluation.thermal[domain].phi).toBeCloseTo(phi, 8);
          });
        },
      ),
    );
  });

  it('ends at the steady state of a long question, having leaked less on a cold start and more on a hot one', () => {
    const of = burner(20, 1000, { leakage: LAW });
    const settled = evaluatePlacement(of, plan(of));
    const from = (temperatureK: number) => evaluateFromNow(of, plan(of), [{ temperatureK, timeConstantS: 1 }]);
    const cold = from(280);
    const hot = from(400);
    expect(cold.courses[0].endK).toBeCloseTo(settled.thermal[0].temperatureK ?? 0, 9);
    expect(hot.courses[0].endK).toBeCloseTo(settled.thermal[0].temperatureK ?? 0, 9);
    expect(hot.courses[0].peakK).toBe(400);
    expect(cold.evaluation.breakdown.leakage).toBeLessThan(settled.breakdown.leakage);
    expect(hot.evaluation.breakdown.leakage).toBeGreaterThan(settled.breakdown.leakage);
    expect(cold.evaluation.breakdown.leakage).toBeGreaterThan(0.99 * settled.breakdown.leakage);
  });

  it('lets a hot plan pass on a cold machine and fail on a warm one', () => {
    // Settles far above 360 K, but the question takes a tenth of the time constant.
    const of = burner(50, 10, { leakage: LAW });
    expect(evaluatePlacement(of, plan(of)).violation).toBeGreaterThan(0);
    const from = (temperatureK: number) => evaluateFromNow(of, plan(of), [{ temperatureK, timeConstantS: 100 }]);
    expect(from(300).evaluation.violation).toBe(0);
    const warm = from(358).evaluation;
    expect(warm.violation).toBeGreaterThan(0);
    expect(warm.violation).toBeCloseTo((warm.thermal[0].temperatureK ?? 0) / 360 - 1, 12);
    expect(warm.thermal[0].loopGain).toBeCloseTo(2 * leakageSlopeWPerK(LAW, warm.thermal[0].temperatureK ?? 0), 12);
  });

  it('runs away only if there is time to', () => {
    const runaway = { referencePowerW: 40, referenceK: 330, activationEv: 0.6 };
    const brief = burner(20, 1, { leakage: runaway, limitK: Number.POSITIVE_INFINITY });
    const long = burner(20, 10_000, { leakage: runaway, limitK: Number.POSITIVE_INFINITY });
    const now = [{ temperatureK: 300, timeConstantS: 50 }];
    expect(evaluatePlacement(brief, plan(brief)).violation).toBe(1);
    const short = evaluateFromNow(brief, plan(brief), now);
    expect(short.evaluation.violation).toBe(0);
    expect(short.courses[0].endK).toBeLessThan(310);
    const late = evaluateFromNow(long, plan(long), now);
    expect(late.evaluation.violation).toBe(1);
    expect(late.evaluation.thermal[0].temperatureK).toBeUndefined();
    expect(late.courses[0]).toEqual({ endK: 2000, peakK: 2000 });
    expect(Number.isFinite(late.evaluation.energyJ)).toBe(true);
  });

  it('counts lingering just above the last steady state as running away', () => {
    const of = (referencePowerW: number) =>
      burner(20, 100_000, { leakage: { ...LAW, referencePowerW }, limitK: Number.POSITIVE_INFINITY });
    const settles = (referencePowerW: number) => evaluatePlacement(of(referencePowerW), plan(of(1))).violation === 0;
    let low = 1;
    let high = 100;
    for (let halving = 0; halving < 50; halving += 1) {
      const middle = (low + high) / 2;
      if (settles(middle)) low = middle;
      else high = middle;
    }
    const now = [{ temperatureK: 300, timeConstantS: 1 }];
    // A millionth more leakage than has a steady state: 40 time constants do not take it past the narrow place.
    const lingering = evaluateFromNow(of(high * (1 + 1e-6)), plan(of(1)), now);
    expect(lingering.evaluation.violation).toBe(1);
    expect(lingering.courses[0]).toEqual({ endK: 2000, peakK: 2000 });
    expect(Number.isFinite(lingering.evaluation.energyJ)).toBe(true);
    expect(evaluateFromNow(of(low * (1 - 1e-6)), plan(of(1)), now).evaluation.violation).toBe(0);
  });

  it('adds over time: two halves of a question, one after the other, are the whole', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 40, noNaN: true }),
        fc.double({ min: 1, max: 100, noNaN: true }),
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        fc.double({ min: 280, max: 350, noNaN: true }),
        (powerW, seconds, share, temperatureK) => {
          const run = (durationS: number, startK: number) => {
            const of = burner(powerW, durationS, { leakage: { ...LAW, activationEv: 0.2 } });
            return evaluateFromNow(of, plan(of), [{ temperatureK: startK, timeConstantS: 10 }]);
          };
          const whole = run(seconds, temperatureK);
          const first = run(share * seconds, temperatureK);
          const second = run((1 - share) * seconds, first.courses[0].endK);
          const sumJ = first.evaluation.energyJ + second.evaluation.energyJ;
          // The integrator's error, 1e-6 of a leakage that is smaller than the rest.
          expect(Math.abs(sumJ / whole.evaluation.energyJ - 1)).toBeLessThan(1e-6);
          expect(Math.abs(second.courses[0].endK - whole.courses[0].endK)).toBeLessThan(1e-3);
        },
      ),
    );
  });

  it('refuses a machine that cannot be', () => {
    const of = burner(1, 1, {});
    const now = { temperatureK: 300, timeConstantS: 1 };
    expect(() => evaluateFromNow(of, plan(of), [])).toThrow(/now is an array of 0 but must be an array of 1/);
    expect(() => evaluateFromNow(of, plan(of), [{ ...now, temperatureK: 0 }])).toThrow(/now\[0\]\.temperatureK is 0/);
    expect(() => evaluateFromNow(of, plan(of), [{ ...now, temperatureK: 2000 }])).toThrow(/must be below 2000 K/);
    expect(() => evaluateFromNow(of, plan(of), [{ ...now, timeConstantS: 0 }])).toThrow(/now\[0\]\.timeConstantS is 0/);
    expect(() => evaluateFromNow(of, plan(of, { waveSize: 2 }), [now])).toThrow(/plan\.waveSize is 2/);
  });
});
