import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/catalogue/catalogue.js';
import { catalogueSchema } from '../../src/catalogue/catalogue-schema.js';
import { extendCatalogue } from '../../src/catalogue/extend-catalogue.js';
import { InvalidValueError } from '../../src/errors.js';

const empty = { devices: [], machines: [] };
const byteRate = { value: 60e9, kind: 'measured', source: 'STREAM on my desk' };
const mine = {
  devices: [
    {
      id: 'my-npu',
      name: 'My NPU',
      kind: 'npu',
      facts: { byteRate, memory: { value: 'LPDDR5', kind: 'sourced', source: 'box' } },
    },
  ],
  machines: [
    {
      id: 'my-box',
      name: 'My box',
      pools: [{ name: 'memory', capacityByte: { value: 16e9, kind: 'sourced', source: 'box' } }],
      chips: [{ name: 'chip', limitsOf: 'my-npu' }],
      devices: [{ device: 'my-npu', pool: 0, chip: 0 }],
      boardPowerW: { value: null, kind: 'unknown', source: null, note: 'no meter' },
    },
  ],
};
const valid = new Ajv2020({ strict: true }).compile(catalogueSchema);
const clone = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

function accepted(value: unknown): boolean {
  try {
    extendCatalogue(empty, value);
    return true;
  } catch (error) {
    expect(InvalidValueError.isInstance(error)).toBe(true);
    return false;
  }
}

/** Places of a document: every object key and array index, as a path. */
function places(value: unknown, path: readonly (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, entry]) => [[...path, key], ...places(entry, [...path, key])]);
}

function parentOf(document: unknown, path: readonly (string | number)[]): Record<string | number, unknown> {
  return path.slice(0, -1).reduce((at, key) => (at as Record<string | number, unknown>)[key], document) as Record<
    string | number,
    unknown
  >;
}

describe('extendCatalogue', () => {
  it('adds what is new and replaces what has the same id', () => {
    const extended = extendCatalogue(catalogue, mine);
    expect(extended.devices).toHaveLength(catalogue.devices.length + 1);
    expect(extended.machines.at(-1)?.id).toBe('my-box');
    const renamed = extendCatalogue(extended, { devices: [{ ...mine.devices[0], name: 'Renamed' }] });
    expect(renamed.devices).toHaveLength(extended.devices.length);
    expect(renamed.devices.find(({ id }) => id === 'my-npu')?.name).toBe('Renamed');
  });

  it('marks facts not given as unknown', () => {
    const { devices, machines } = extendCatalogue(empty, mine);
    expect(devices[0].facts.idlePowerW).toEqual({ value: null, kind: 'unknown', source: null });
    expect(devices[0].facts.byteRate).toEqual(byteRate);
    expect(machines[0].linkByteRate.value).toBeNull();
  });

  it('reads the shipped catalogue back as it is', () => {
    expect(extendCatalogue(empty, clone(catalogue))).toEqual(clone(catalogue));
    expect(valid(clone(catalogue))).toBe(true);
  });

  it.each([
    [
      'devices[0].facts.byteRate.value',
      -1,
      /extension\.devices\[0\]\.facts\.byteRate\.value is -1 but must be a finite number > 0/,
    ],
    ['devices[0].facts.byteRate.source', '', /facts\.byteRate\.source is "" but must not be empty/],
    [
      'devices[0].facts.byteRate.kind',
      'prior',
      /facts\.byteRate\.kind is "prior" but must be one of sourced, measured, derived, unknown/,
    ],
    ['devices[0].facts.speed', byteRate, /facts\.speed is an object but must not be there; known are .*byteRate/],
    ['devices[0].kind', 'tpu', /devices\[0\]\.kind is "tpu" but must be one of cpu, gpu, igpu, npu/],
    [
      'machines[0].devices[0].device',
      'nobody',
      /machines\[0\]\.devices\[0\]\.device is "nobody" but must name a device/,
    ],
    ['machines[0].devices[0].pool', 1, /devices\[0\]\.pool is 1 but must be an integer in 0 … 0/],
    ['machines[0].boardPowerW.value', 3, /boardPowerW\.value is 3 but must be null when the kind is "unknown"/],
    ['machines[0].pools', [], /pools is an array of 0 but must be an array with at least one entry/],
  ])('refuses %s = %s', (path, value, message) => {
    const document = clone(mine);
    const keys = path.replace(/\[(\d+)\]/g, '.$1').split('.');
    parentOf(document, keys)[keys[keys.length - 1]] = value;
    expect(() => extendCatalogue(empty, document)).toThrow(message);
  });

  it('refuses an id given twice', () => {
    expect(() => extendCatalogue(empty, { devices: [...mine.devices, ...mine.devices] })).toThrow(
      /be unique within the file/,
    );
  });

  it('agrees with the schema on every single change to a document', () => {
    // What a schema cannot say: an id that names nothing, an index beyond its array.
    const isReference = (path: readonly (string | number)[]) =>
      ['device', 'limitsOf', 'pool', 'chip', 'id'].includes(String(path[path.length - 1]));
    const targets = places(mine).filter((path) => (!isReference(path) && path[0] !== 'devices') || path.length > 2);
    const change = fc.constantFrom<unknown>(-1, 0, 2.5, 'x', '', null, true, [], [1], {}, { value: 1 }, undefined);
    fc.assert(
      fc.property(fc.constantFrom(...targets), change, fc.boolean(), (path, value, isExtra) => {
        const document = clone(mine);
        const key = path[path.length - 1];
        const parent = parentOf(document, path);
        if (isReference(path) && typeof value !== 'undefined') return;
        if (value === undefined && Array.isArray(parent)) return;
        if (value === undefined) delete parent[key];
        else if (isExtra && !Array.isArray(parent)) parent.somethingElse = value;
        else parent[key] = value;
        expect(accepted(document), JSON.stringify({ path, value, isExtra })).toBe(valid(document));
      }),
      { numRuns: 500 },
    );
  });
});
