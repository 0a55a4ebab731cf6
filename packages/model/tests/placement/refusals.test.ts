import { describe, expect, it } from 'vitest';
import { checkPlacementProblem, checkPlan, type PlacementProblem } from '../../src/index.js';
import { expectRefused, type Refusal, wrong } from '../refused.js';
import { device, NONE, plan, point, problem, stage } from './fixtures.js';

/** A problem with something everywhere: two of everything, leakage, three samples. */
function full(): PlacementProblem {
  const worked = () => stage({ prefillFlop: 1 });
  const leakage = { referencePowerW: 1, referenceK: 330, activationEv: 0.3 };
  return problem({
    stages: [worked(), worked()],
    devices: [device({ points: [point(), point()] }), device({ pool: 1, powerDomain: 1, thermalDomain: 1 })],
    pools: ['a', 'b'].map((name) => ({ name, usableByte: 1, byteRate: 1 })),
    powerDomains: ['a', 'b'].map((name) => ({ name, capW: 1 })),
    thermalDomains: ['a', 'b'].map((name) => ({ name, ambientK: 300, resistanceKPerW: 1, limitK: 350, leakage })),
    links: [0, 1].map(() => [0, 1].map(() => ({ latencyS: 1, byteRate: 1, joulePerByte: 1 }))),
    request: { neededSamples: [0.5, 0.25, 0.25], decodeSteps: [1, 2, 3], rowsPerStep: [1, 1.5, 2] },
    bounds: { energyJ: 1, latencyS: 1, powerW: 1 },
    boardPowerW: 1,
  });
}

/** A copy in which no two places share an object: a change is then in one place only. */
function apart(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(apart);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, apart(value)]));
}

interface Place {
  /** As an error names it. */
  readonly path: string;
  readonly value: unknown;
  /** The problem with another value there. */
  readonly as: (value: unknown) => PlacementProblem;
}

/** Every part and every value of the problem. Links of a device to itself are nobody's business. */
function places(): Place[] {
  const found: Place[] = [];
  const visit = (node: object, keys: readonly string[], path: string): void => {
    for (const [key, value] of Object.entries(node)) {
      const at = Array.isArray(node) ? `${path}[${key}]` : `${path}.${key}`;
      if (key === 'name' || /links\[(\d)\]\[\1\]$/.test(at)) continue;
      const as = (other: unknown) => {
        const copy = apart(full()) as PlacementProblem;
        const parent = keys.reduce((part: object, step) => Object(part)[step], copy);
        Object.assign(parent, { [key]: other });
        return copy;
      };
      found.push({ path: at, value, as });
      if (typeof value === 'object') visit(value, [...keys, key], at);
    }
  };
  visit(full(), [], 'problem');
  return found;
}

const numbers = places().filter(({ value }) => typeof value === 'number');
const parts = places().filter(({ value }) => typeof value === 'object');
const flags = places().filter(({ value }) => typeof value === 'boolean');
const lists = parts.filter(({ value }) => Array.isArray(value));

const ABOVE_ZERO =
  /(flopRate|byteRate|decodeSteps|rowsPerStep)(\[\d\])?$|(usableByte|ambientK|limitK|referenceK|capW)$|bounds\.\w+$/;
const MAY_BE_INFINITE = /capW$|limitK$|bounds\.\w+$/;
const LENGTH_IS_FREE = /problem\.(stages|devices|pools|powerDomains|thermalDomains)$|points$|neededSamples$/;
const IS_INDEX = /\.(pool|powerDomain|thermalDomain)$/;

const refused = ({ path, as }: Place, value: unknown, rule = '') =>
  expectRefused('checkPlacementProblem', path, rule, () => checkPlacementProblem(as(value)));

describe('a problem with something everywhere', () => {
  it('is accepted', () => {
    checkPlacementProblem(full());
    expect(numbers.length).toBeGreaterThan(80);
  });

  it('is refused by name for any number that is none, or below 0', () => {
    for (const place of numbers) {
      refused(place, Number.NaN);
      refused(place, -1);
      refused(place, '1');
    }
  });

  it('takes 0 exactly where something may be absent', () => {
    for (const place of numbers) {
      if (place.path.includes('neededSamples')) continue;
      if (ABOVE_ZERO.test(place.path)) refused(place, 0, '> 0');
      else checkPlacementProblem(place.as(0));
    }
  });

  it('takes infinity exactly where it says that there is no bound', () => {
    for (const place of numbers) {
      if (MAY_BE_INFINITE.test(place.path)) checkPlacementProblem(place.as(NONE));
      else refused(place, NONE);
    }
  });

  it('has indices that name something', () => {
    const indices = numbers.filter(({ path }) => IS_INDEX.test(path));
    expect(indices).toHaveLength(6);
    for (const place of indices) {
      checkPlacementProblem(place.as(1));
      refused(place, 2, 'in 0 … 1');
      refused(place, 0.5, 'integer');
    }
  });

  it('is refused by name for any part that is missing, or of another kind', () => {
    for (const place of parts) {
      refused(place, null);
      refused(place, 3);
    }
    for (const place of flags) refused(place, 1, 'true or false');
    expectRefused('checkPlacementProblem', 'problem', 'an object', () => checkPlacementProblem(wrong(null)));
  });

  it('is refused by name for a list that is empty or one too long', () => {
    for (const place of lists) {
      refused(place, []);
      const list = place.value as unknown[];
      if (!LENGTH_IS_FREE.test(place.path)) refused(place, [...list, list[0]], `an array of ${list.length}`);
    }
  });

  it('is refused for a device without points and a stage nobody may run', () => {
    const rows = lists.filter(({ path }) => /allowed\[\d\]\[\d\]$/.test(path));
    expect(rows).toHaveLength(4);
    for (const place of rows) {
      checkPlacementProblem(place.as([false, true]));
      refused(place, [false, false], 'allow at least one device');
    }
  });

  it('does not look at the link of a device to itself, nor need leakage', () => {
    const links = full().links.map((row, from) => row.map((link, to) => (from === to ? wrong(null) : link)));
    checkPlacementProblem({ ...full(), links });
    const thermalDomains = full().thermalDomains.map(({ leakage: _law, ...domain }) => domain);
    checkPlacementProblem({ ...full(), thermalDomains });
  });

  it('is cooler around than where everything has melted', () => {
    const ambient = numbers.find(({ path }) => path === 'problem.thermalDomains[1].ambientK') as Place;
    checkPlacementProblem(ambient.as(1999));
    refused(ambient, 2000, 'below 2000 K');
  });

  it('has a distribution that sums to 1 but for rounding, and no more rows than its wave', () => {
    const samples = places().find(({ path }) => path === 'problem.request.neededSamples') as Place;
    const sum = 'sum of problem.request.neededSamples';
    for (const off of [5e-10, -5e-10]) checkPlacementProblem(samples.as([0.5 + off, 0.25, 0.25]));
    for (const off of [2e-9, -2e-9]) {
      expectRefused('checkPlacementProblem', sum, 'be 1 within 1e-9', () =>
        checkPlacementProblem(samples.as([0.5 + off, 0.25, 0.25])),
      );
    }
    const rows = numbers.find(({ path }) => path === 'problem.request.rowsPerStep[1]') as Place;
    checkPlacementProblem(rows.as(2));
    checkPlacementProblem(rows.as(2 + 1e-9));
    refused(rows, 2 + 1e-8, 'at most its wave size 2');
  });

  it('has work in its prefill: operations or bytes', () => {
    const stages = (values: object) => ({ ...full(), stages: [stage({ prefillByte: 0, ...values })] });
    const one = { allowed: [0, 1].map(() => [[true, true]]) as never };
    checkPlacementProblem({ ...stages({ prefillFlop: 1 }), ...one });
    checkPlacementProblem({ ...stages({ prefillByte: 1 }), ...one });
    expectRefused('checkPlacementProblem', 'sum of prefill work over problem.stages', '> 0', () =>
      checkPlacementProblem({ ...stages({ decodeBytePerPass: 1 }), ...one }),
    );
  });
});

describe('a plan for it', () => {
  const of = full();
  const given = plan(of, { waveSize: 2, microBatches: 2 });
  const REFUSALS: readonly Refusal[] = (
    [
      ['plan.prefillDevice', 'an array of 2', { prefillDevice: [0] }],
      ['plan.prefillDevice[1]', 'in 0 … 1', { prefillDevice: [0, 2] }],
      ['plan.decodeDevice', 'an array of 2', { decodeDevice: [0, 0, 0] }],
      ['plan.decodeDevice[0]', 'in 0 … 1', { decodeDevice: [-1, 0] }],
      ['plan.point', 'an array of 2', { point: [0] }],
      ['plan.point[0]', 'in 0 … 1', { point: [2, 0] }],
      ['plan.point[1]', 'in 0 … 0', { point: [0, 1] }],
      ['plan.waveSize', 'in 1 … 3', { waveSize: 4 }],
      ['plan.waveSize', 'in 1 … 3', { waveSize: 0 }],
      ['plan.microBatches', 'in 1 … 2', { microBatches: 3 }],
      ['plan.microBatches', 'in 1 … 2', { microBatches: 0 }],
    ] as const
  ).map(([path, rule, values]) => ['checkPlan', path, rule, () => checkPlan(of, { ...given, ...values })]);

  it.each(REFUSALS)('%s refuses %s that must be %s', expectRefused);

  it('may use the last device, point, wave and micro-batch', () => {
    checkPlan(of, { prefillDevice: [1, 1], decodeDevice: [1, 1], point: [1, 0], waveSize: 3, microBatches: 3 });
    expectRefused('checkPlan', 'plan', 'an object', () => checkPlan(of, wrong(null)));
  });
});
