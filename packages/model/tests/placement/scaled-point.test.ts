import { describe, expect, it } from 'vitest';
import { operatingPoints, scaledLeakage, scaledPoint } from '../../src/index.js';
import { point } from './fixtures.js';

describe('operating points by the scaling laws', () => {
  const base = point({
    name: 'nominal',
    flopRate: [100, 80],
    byteRate: [10, 9],
    stageOverheadS: [1, 2],
    rowOverheadS: [3, 4],
    joulePerFlop: 8,
    joulePerByte: 5,
    activePowerW: 6,
  });

  it('scale rates by the clock, switching energy by the square of the voltage, and nothing else', () => {
    expect(scaledPoint(base, { name: 'low', clock: 0.5, voltage: 0.75 })).toEqual({
      ...base,
      name: 'low',
      flopRate: [50, 40],
      joulePerFlop: 8 * 0.5625,
    });
    expect(scaledPoint(base, { name: 'nominal', clock: 1, voltage: 1 })).toEqual(base);
  });

  it('scale leakage by the voltage', () => {
    const law = { referencePowerW: 2, referenceK: 330, activationEv: 0.3 };
    expect(scaledLeakage(law, 0.75)).toEqual({ ...law, referencePowerW: 1.5 });
  });

  it('give way to a measurement', () => {
    const low = point({ name: 'low', flopRate: [7, 7] });
    const scales = [
      { name: 'low', clock: 0.5, voltage: 0.8 },
      { name: 'nominal', clock: 1, voltage: 1 },
      { name: 'high', clock: 1.2, voltage: 1.1 },
    ];
    expect(operatingPoints(base, scales, [low])).toEqual([
      { point: low, source: 'measured' },
      { point: base, source: 'measured' },
      { point: scaledPoint(base, scales[2]), source: 'scaled' },
    ]);
    expect(operatingPoints(base, scales).map(({ source }) => source)).toEqual(['scaled', 'measured', 'scaled']);
  });

  it('refuse ratios that cannot be', () => {
    expect(() => scaledPoint(base, { name: 'x', clock: 0, voltage: 1 })).toThrow(/clock is 0/);
    expect(() => scaledPoint(base, { name: 'x', clock: 1, voltage: -1 })).toThrow(/voltage is -1/);
    expect(() => scaledLeakage({ referencePowerW: 2, referenceK: 330, activationEv: 0 }, 0)).toThrow(/voltage is 0/);
  });
});
