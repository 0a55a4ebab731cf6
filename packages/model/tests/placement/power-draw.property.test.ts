import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluatePlacement, powerDraws } from '../../src/index.js';
import { problemAndPlan } from './arbitrary.js';

describe('powerDraws', () => {
  it('is what the caps bound: lifting them lowers the violation by the relative excesses', () => {
    fc.assert(
      fc.property(problemAndPlan(), ({ problem, plan }) => {
        const draws = powerDraws(problem, plan);
        const powerDomains = draws.map((drawW, index) => ({ name: `${index}`, capW: 0.5 * drawW + 1e-9 }));
        const uncapped = powerDomains.map(({ name }) => ({ name, capW: Number.POSITIVE_INFINITY }));
        const excess = powerDomains.reduce((sum, { capW }, index) => sum + Math.max(0, draws[index] / capW - 1), 0);
        const difference =
          evaluatePlacement({ ...problem, powerDomains }, plan).violation -
          evaluatePlacement({ ...problem, powerDomains: uncapped }, plan).violation;
        expect(difference).toBeCloseTo(excess, 6);
      }),
    );
  });

  it('times busy seconds is the energy of work when one device does everything', () => {
    fc.assert(
      fc.property(problemAndPlan({ devices: 1, stages: 8, samples: 4 }), ({ problem, plan }) => {
        const { breakdown, latencyS } = evaluatePlacement(problem, plan);
        const sleepless = { ...problem, devices: problem.devices.map((device) => ({ ...device, sleepPowerW: 1 })) };
        const busyS = latencyS - evaluatePlacement(sleepless, plan).breakdown.sleep;
        const workJ = breakdown.switching + breakdown.traffic + breakdown.active;
        const [drawW] = powerDraws(problem, plan);
        expect(Math.abs(drawW * busyS - workJ)).toBeLessThanOrEqual(1e-6 * workJ + 1e-12);
      }),
    );
  });
});
