import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { energyRooflineJ, fitEnergyRoofline } from '../../src/fit/energy-roofline.js';
import { relativeFit } from '../../src/fit/relative-fit.js';
import { fitStepTime, stepTimeS } from '../../src/fit/step-time.js';

/** Steps of four models at three batch sizes: bytes, operations and times that are not proportional to each other. */
const works = [1, 2, 4, 8].flatMap((model) =>
  [1, 8, 64].map((rows) => ({ byte: model * 4e9 + rows * 3e7 * (model + 1), flop: rows * model * 8e9 })),
);
const positive = (low: number, high: number) => fc.double({ min: low, max: high, noNaN: true });

describe('fitEnergyRoofline', () => {
  it('recovers the costs that made the energies', () => {
    fc.assert(
      fc.property(positive(1e-12, 1e-9), positive(1e-13, 1e-11), positive(0.5, 500), (byte, flop, power) => {
        const cost = { joulePerByte: byte, joulePerFlop: flop, activePowerW: power };
        const samples = works.map((work, index) => {
          const timeS = work.byte / 1e12 + work.flop / 4e14 + 0.001 * (1 + (index % 3));
          return { work, timeS, energyJ: energyRooflineJ(cost, { work, timeS }) };
        });
        const fitted = fitEnergyRoofline(samples);
        for (const sample of samples) {
          expect(energyRooflineJ(fitted, sample) / sample.energyJ).toBeCloseTo(1, 9);
        }
        expect(fitted.activePowerW / power).toBeCloseTo(1, 5);
        expect(fitted.joulePerByte / byte).toBeCloseTo(1, 5);
        expect(fitted.joulePerFlop / flop).toBeCloseTo(1, 4);
      }),
    );
  });

  it('uses no term it was not allowed', () => {
    const samples = works.map((work) => ({ work, timeS: work.byte / 1e12, energyJ: 2 + work.byte * 1e-10 }));
    expect(fitEnergyRoofline(samples, ['byte', 'time']).joulePerFlop).toBe(0);
  });

  it('refuses fewer samples than terms, and an energy of 0', () => {
    const sample = { work: works[0], timeS: 1, energyJ: 1 };
    expect(() => fitEnergyRoofline([sample, sample])).toThrow(/samples/);
    expect(() => fitEnergyRoofline([sample, sample, { ...sample, energyJ: 0 }])).toThrow(/samples\[2\]\.energyJ/);
  });
});

describe('fitStepTime', () => {
  it('recovers the rates and the overhead that made the times', () => {
    fc.assert(
      fc.property(positive(1e10, 4e12), positive(1e12, 1e15), positive(1e-4, 1e-2), (byteRate, flopRate, overheadS) => {
        const truth = { secondPerByte: 1 / byteRate, secondPerFlop: 1 / flopRate, overheadS };
        const samples = works.map((work) => ({ work, timeS: stepTimeS(truth, work) }));
        const fitted = fitStepTime(samples, ['byte', 'flop', 'overhead']);
        for (const { work, timeS } of samples) expect(stepTimeS(fitted, work) / timeS).toBeCloseTo(1, 9);
        expect(fitted.secondPerByte * byteRate).toBeCloseTo(1, 5);
      }),
    );
  });

  it('refuses a time that is not positive', () => {
    expect(() => fitStepTime([{ work: works[0], timeS: 0 }], ['byte'])).toThrow(/timeS/);
  });
});

describe('relativeFit', () => {
  it('weighs a small observation as much as a large one', () => {
    // Both are off by the same share at the optimum; an absolute fit would follow the second alone.
    const [slope] = relativeFit([[1], [1000]], [1.2, 800]);
    expect(slope / 1.2 - 1).toBeLessThan(0);
    expect(slope / 0.8 - 1).toBeGreaterThan(0);
  });
});
