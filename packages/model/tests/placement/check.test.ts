import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkPlacementProblem,
  checkPlan,
  encodePlacementProblem,
  InvalidValueError,
  type PlacementProblem,
  QeilModelError,
} from '../../src/index.js';
import { problemAndPlan } from './arbitrary.js';
import { device, plan, problem, stage } from './fixtures.js';

function refusal(action: () => void): InvalidValueError {
  try {
    action();
  } catch (error) {
    if (InvalidValueError.isInstance(error)) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('checkPlacementProblem', () => {
  it('accepts what the generator makes, and the flat form then holds no NaN', () => {
    fc.assert(
      fc.property(problemAndPlan(), ({ problem: of, plan: chosen }) => {
        checkPlacementProblem(of);
        checkPlan(of, chosen);
        expect(encodePlacementProblem(of).some(Number.isNaN)).toBe(false);
      }),
    );
  });

  const wrong: [string, Partial<Record<keyof PlacementProblem, unknown>>, RegExp][] = [
    ['no stages', { stages: [] }, /problem\.stages is an array of 0 but must be an array with at least one entry/],
    [
      'a negative weight',
      { stages: [stage({ weightByte: -1 })] },
      /stages\[0\]\.weightByte is -1 but must be a finite/,
    ],
    ['a NaN', { stages: [stage({ prefillByte: Number.NaN })] }, /stages\[0\]\.prefillByte is NaN/],
    ['no work at all', { stages: [stage({ prefillByte: 0 })] }, /sum of prefill work .* is 0/],
    ['a pool index', { devices: [device({ pool: 1 })] }, /devices\[0\]\.pool is 1 but must be an integer in 0 … 0/],
    ['no points', { devices: [device({ points: [] })] }, /devices\[0\]\.points/],
    ['an empty pool', { pools: [{ name: 'm', usableByte: 0, byteRate: 1 }] }, /pools\[0\]\.usableByte is 0/],
    ['a zero cap', { powerDomains: [{ name: 'p', capW: 0 }] }, /capW is 0 but must be a number > 0, or Infinity/],
    [
      'degrees of another scale',
      { thermalDomains: [{ name: 't', ambientK: -5, resistanceKPerW: 1, limitK: 300 }] },
      /ambientK is -5/,
    ],
    ['links of another size', { links: [] }, /problem\.links is an array of 0 but must be an array of 1/],
    [
      'a distribution that does not sum to 1',
      { request: { neededSamples: [0.5], decodeSteps: [1], rowsPerStep: [1] } },
      /sum of problem\.request\.neededSamples is 0\.5 but must be 1 within 1e-9/,
    ],
    [
      'more rows than the wave has',
      { request: { neededSamples: [1], decodeSteps: [1], rowsPerStep: [1.5] } },
      /rowsPerStep\[0\] is 1\.5 but must be at most its wave size 1/,
    ],
    ['a bound of 0', { bounds: { energyJ: 0, latencyS: 1, powerW: 1 } }, /bounds\.energyJ is 0/],
    ['a stage nobody may run', { allowed: [[[false]], [[true]]] }, /allowed\[0\]\[0\] .* allow at least one device/],
    ['a number for a boolean', { wholePhases: 1 }, /wholePhases is 1 but must be true or false/],
    ['a missing part', { bounds: undefined }, /problem\.bounds is undefined but must be an object/],
  ];
  it.each(wrong)('refuses %s', (_, values, message) => {
    const error = refusal(() => checkPlacementProblem({ ...problem(), ...values } as PlacementProblem));
    expect(error.message).toMatch(/^checkPlacementProblem: /);
    expect(error.message).toMatch(message);
    expect(error.remedy.length).toBeGreaterThan(0);
  });

  it('refuses any one number that is turned into NaN', () => {
    fc.assert(
      fc.property(problemAndPlan({ devices: 3, stages: 4, samples: 4 }), fc.nat(), ({ problem: of }, which) => {
        const broken = structuredClone(of);
        const places: (() => void)[] = [];
        const visit = (node: object): void => {
          for (const [key, value] of Object.entries(node)) {
            if (typeof value === 'number') places.push(() => Object.assign(node, { [key]: Number.NaN }));
            else if (typeof value === 'object') visit(value);
          }
        };
        const { links, boardPowerW: _board, ...nested } = broken;
        visit(nested);
        places.push(() => Object.assign(broken, { boardPowerW: Number.NaN }));
        // The diagonal of the links is ignored by contract.
        links.forEach((row, from) => {
          visit(row.filter((_link, to) => to !== from));
        });
        places[which % places.length]();
        expect(refusal(() => checkPlacementProblem(broken)).value).toBeNaN();
      }),
    );
  });
});

describe('checkPlan', () => {
  const of = problem({ stages: [stage(), stage()] });
  it.each([
    ['too few devices', { prefillDevice: [0] }, /plan\.prefillDevice is an array of 1 but must be an array of 2/],
    [
      'a device that is not there',
      { decodeDevice: [0, 1] },
      /plan\.decodeDevice\[1\] is 1 but must be an integer in 0/,
    ],
    ['a hole', { decodeDevice: new Array(2) }, /plan\.decodeDevice\[0\] is undefined/],
    ['a point that is not there', { point: [1] }, /plan\.point\[0\] is 1/],
    ['an empty wave', { waveSize: 0 }, /plan\.waveSize is 0 but must be an integer in 1 … 1/],
    ['more micro-batches than rows', { microBatches: 2 }, /plan\.microBatches is 2 but must be an integer in 1 … 1/],
  ])('refuses %s', (_, values, message) => {
    expect(refusal(() => checkPlan(of, plan(of, values))).message).toMatch(message);
  });
});

describe('errors', () => {
  it('are recognised across copies of the package, and nothing else is', () => {
    const error = refusal(() => checkPlan(problem(), plan(problem(), { waveSize: 2 })));
    expect(QeilModelError.isInstance(error)).toBe(true);
    expect(error).toBeInstanceOf(RangeError);
    // What another copy would throw: the same marks on another class.
    const foreign = Object.assign(new Error('elsewhere'), {
      [Symbol.for('qeil.model.error')]: true,
    });
    expect(QeilModelError.isInstance(foreign)).toBe(true);
    expect(InvalidValueError.isInstance(foreign)).toBe(false);
    expect(QeilModelError.isInstance(new RangeError('other'))).toBe(false);
    expect(QeilModelError.isInstance(null)).toBe(false);
  });
});
