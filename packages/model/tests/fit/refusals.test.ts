import { describe, expect, it } from 'vitest';
import {
  energyRooflineJ,
  fitEnergyRoofline,
  fitStepTime,
  nonNegativeLeastSquares,
  relativeFit,
  stepTimeS,
} from '../../src/validation/index.js';
import { expectRefused, type Refusal } from '../refused.js';

const cost = { joulePerByte: 1, joulePerFlop: 1, activePowerW: 1 };
const work = { byte: 1, flop: 1 };
const step = { work, timeS: 1 };
const energy = { ...step, energyJ: 1 };
const model = { secondPerByte: 1, secondPerFlop: 1, overheadS: 1 };

const REFUSALS: readonly Refusal[] = [
  ['energyRooflineJ', 'cost.joulePerByte', '≥ 0', () => energyRooflineJ({ ...cost, joulePerByte: -1 }, step)],
  ['energyRooflineJ', 'cost.joulePerFlop', '≥ 0', () => energyRooflineJ({ ...cost, joulePerFlop: Number.NaN }, step)],
  ['energyRooflineJ', 'cost.activePowerW', '≥ 0', () => energyRooflineJ({ ...cost, activePowerW: -1 }, step)],
  ['energyRooflineJ', 'work.byte', '≥ 0', () => energyRooflineJ(cost, { ...step, work: { ...work, byte: -1 } })],
  ['energyRooflineJ', 'work.flop', '≥ 0', () => energyRooflineJ(cost, { ...step, work: { ...work, flop: -1 } })],
  ['energyRooflineJ', 'timeS', '≥ 0', () => energyRooflineJ(cost, { ...step, timeS: -1 })],
  ['fitEnergyRoofline', 'terms', 'at least one entry', () => fitEnergyRoofline([energy], [])],
  ['fitEnergyRoofline', 'samples', 'at least one entry', () => fitEnergyRoofline([])],
  ['fitEnergyRoofline', 'samples', 'an array of 3', () => fitEnergyRoofline([energy, energy])],
  ['fitEnergyRoofline', 'samples[0].energyJ', '> 0', () => fitEnergyRoofline([{ ...energy, energyJ: 0 }], ['byte'])],
  ['fitEnergyRoofline', 'samples[0].timeS', '> 0', () => fitEnergyRoofline([{ ...energy, timeS: 0 }], ['byte'])],
  ['stepTimeS', 'model.secondPerByte', '≥ 0', () => stepTimeS({ ...model, secondPerByte: -1 }, work)],
  ['stepTimeS', 'model.secondPerFlop', '≥ 0', () => stepTimeS({ ...model, secondPerFlop: -1 }, work)],
  ['stepTimeS', 'model.overheadS', '≥ 0', () => stepTimeS({ ...model, overheadS: -1 }, work)],
  ['stepTimeS', 'work.byte', '≥ 0', () => stepTimeS(model, { ...work, byte: -1 })],
  ['stepTimeS', 'work.flop', '≥ 0', () => stepTimeS(model, { ...work, flop: -1 })],
  ['fitStepTime', 'terms', 'at least one entry', () => fitStepTime([step], [])],
  ['fitStepTime', 'samples', 'at least one entry', () => fitStepTime([], ['byte'])],
  ['fitStepTime', 'samples', 'an array of 2', () => fitStepTime([step], ['byte', 'overhead'])],
  ['fitStepTime', 'samples[1].timeS', '> 0', () => fitStepTime([step, { ...step, timeS: 0 }], ['byte'])],
  ['relativeFit', 'targets[1]', '> 0', () => relativeFit([[1], [1]], [1, 0])],
  ['nonNegativeLeastSquares', 'rows', 'at least one entry', () => nonNegativeLeastSquares([], [])],
  ['nonNegativeLeastSquares', 'rows[0]', 'at least one entry', () => nonNegativeLeastSquares([[]], [1])],
  ['nonNegativeLeastSquares', 'targets', 'an array of 1', () => nonNegativeLeastSquares([[1]], [1, 2])],
  ['nonNegativeLeastSquares', 'rows[1]', 'an array of 2', () => nonNegativeLeastSquares([[1, 2], [1]], [1, 2])],
  [
    'nonNegativeLeastSquares',
    'rows[0]',
    'hold finite numbers',
    () => nonNegativeLeastSquares([[1, Number.POSITIVE_INFINITY]], [1]),
  ],
  ['nonNegativeLeastSquares', 'targets[0]', 'finite number', () => nonNegativeLeastSquares([[1]], [Number.NaN])],
];

describe('what a fit refuses', () => {
  it.each(REFUSALS)('%s refuses %s that must be %s', expectRefused);

  it('needs no more samples than terms', () => {
    expect(fitStepTime([step], ['overhead'])).toEqual({ secondPerByte: 0, secondPerFlop: 0, overheadS: 1 });
    expect(fitEnergyRoofline([{ work: { byte: 4, flop: 3 }, timeS: 2, energyJ: 10 }], ['time'])).toEqual({
      joulePerByte: 0,
      joulePerFlop: 0,
      activePowerW: 5,
    });
  });
});

describe('what a fitted law predicts', () => {
  it('adds its three terms', () => {
    const spent = energyRooflineJ(
      { joulePerByte: 2e-10, joulePerFlop: 3e-12, activePowerW: 5 },
      { work: { byte: 1e9, flop: 2e9 }, timeS: 0.5 },
    );
    expect(spent).toBeCloseTo(0.2 + 0.006 + 2.5, 12);
    const taken = stepTimeS({ secondPerByte: 1e-10, secondPerFlop: 1e-12, overheadS: 0.001 }, { byte: 1e9, flop: 4e9 });
    expect(taken).toBeCloseTo(0.1 + 0.004 + 0.001, 12);
  });

  it('costs nothing where there is nothing', () => {
    const nothing = { byte: 0, flop: 0 };
    expect(energyRooflineJ({ joulePerByte: 0, joulePerFlop: 0, activePowerW: 0 }, { work: nothing, timeS: 0 })).toBe(0);
    expect(stepTimeS({ secondPerByte: 0, secondPerFlop: 0, overheadS: 0 }, nothing)).toBe(0);
  });
});
