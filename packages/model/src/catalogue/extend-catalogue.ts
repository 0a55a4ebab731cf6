import {
  type Guard,
  requireArray,
  requireInteger,
  requireObject,
  requireText,
  requireThat,
} from '../_internals/require.js';
import type { Catalogue } from './catalogue.js';
import { type FactShape, factShape } from './catalogue-schema.js';
import { type CatalogueDevice, type DeviceFacts, type DeviceKind, NOTHING_KNOWN } from './device.js';
import { type Fact, unknown } from './fact.js';
import type { CatalogueMachine } from './machine.js';

const guard: Guard = {
  where: 'extendCatalogue',
  remedy:
    'write the file by catalogueSchema: SI units, a source for every value, null and kind "unknown" for what nobody knows',
};
const KINDS: readonly DeviceKind[] = ['cpu', 'gpu', 'igpu', 'npu'];
const KNOWN_KINDS = ['sourced', 'measured', 'derived'];

/**
 * The catalogue with a user's devices and machines: same id replaces, a new id adds.
 *
 * @param base - what is extended, usually `catalogue`
 * @param extension - parsed JSON: `{ devices?: […], machines?: […] }` by {@link catalogueSchema}
 * @throws {InvalidValueError} naming the first wrong value's path, the value and the rule
 */
export function extendCatalogue(base: Catalogue, extension: unknown): Catalogue {
  const parts = fields('extension', extension, [], ['devices', 'machines']);
  const devices = list('extension.devices', parts.devices).map((entry, index) =>
    readDevice(`extension.devices[${index}]`, entry),
  );
  requireUnique('extension.devices', devices);
  const allDevices = merge(base.devices, devices);
  const ids = new Set(allDevices.map(({ id }) => id));
  const machines = list('extension.machines', parts.machines).map((entry, index) =>
    readMachine(`extension.machines[${index}]`, entry, ids),
  );
  requireUnique('extension.machines', machines);
  return { devices: allDevices, machines: merge(base.machines, machines) };
}

function readDevice(path: string, value: unknown): CatalogueDevice {
  const entry = fields(path, value, ['id', 'name', 'kind', 'facts'], ['notes']);
  const names = Object.keys(NOTHING_KNOWN);
  const given = fields(`${path}.facts`, entry.facts, [], names);
  const facts: Record<string, unknown> = { ...NOTHING_KNOWN };
  for (const name of names) {
    if (given[name] !== undefined) facts[name] = readFact(`${path}.facts.${name}`, given[name], factShape(name));
  }
  const kind = KINDS.find((candidate) => candidate === entry.kind);
  requireThat(kind !== undefined, guard, `${path}.kind`, entry.kind, `be one of ${KINDS.join(', ')}`);
  return {
    id: text(`${path}.id`, entry.id),
    name: text(`${path}.name`, entry.name),
    kind: kind as DeviceKind,
    // Every name of NOTHING_KNOWN is set, each to a fact of its shape.
    facts: facts as unknown as DeviceFacts,
    notes: notes(path, entry.notes),
  };
}

function readMachine(path: string, value: unknown, deviceIds: ReadonlySet<string>): CatalogueMachine {
  const optional = ['linkByteRate', 'linkLatencyS', 'boardPowerW', 'scenario', 'notes'];
  const entry = fields(path, value, ['id', 'name', 'pools', 'chips', 'devices'], optional);
  const reference = (at: string, id: unknown): string => {
    requireThat(
      typeof id === 'string' && deviceIds.has(id),
      guard,
      at,
      id,
      'name a device of the catalogue or of this file',
    );
    return text(at, id);
  };
  const pools = filled(`${path}.pools`, entry.pools).map((pool, index) => {
    const at = `${path}.pools[${index}]`;
    const given = fields(at, pool, ['name', 'capacityByte'], []);
    return { name: text(`${at}.name`, given.name), capacityByte: number(`${at}.capacityByte`, given.capacityByte) };
  });
  const chips = filled(`${path}.chips`, entry.chips).map((chip, index) => {
    const at = `${path}.chips[${index}]`;
    const given = fields(at, chip, ['name', 'limitsOf'], []);
    return { name: text(`${at}.name`, given.name), limitsOf: reference(`${at}.limitsOf`, given.limitsOf) };
  });
  const devices = filled(`${path}.devices`, entry.devices).map((device, index) => {
    const at = `${path}.devices[${index}]`;
    const given = fields(at, device, ['device', 'pool', 'chip'], []);
    const { pool, chip } = given;
    requireInteger(guard, `${at}.pool`, pool, 0, pools.length - 1);
    requireInteger(guard, `${at}.chip`, chip, 0, chips.length - 1);
    return { device: reference(`${at}.device`, given.device), pool, chip };
  });
  const optionalNumber = (name: string): Fact =>
    entry[name] === undefined ? unknown() : number(`${path}.${name}`, entry[name]);
  return {
    id: text(`${path}.id`, entry.id),
    name: text(`${path}.name`, entry.name),
    pools,
    chips,
    devices,
    linkByteRate: optionalNumber('linkByteRate'),
    linkLatencyS: optionalNumber('linkLatencyS'),
    boardPowerW: optionalNumber('boardPowerW'),
    ...(entry.scenario === undefined ? {} : { scenario: text(`${path}.scenario`, entry.scenario) }),
    notes: notes(path, entry.notes),
  };
}

function readFact(path: string, value: unknown, shape: FactShape): Fact<unknown> {
  const given = fields(path, value, ['value', 'kind', 'source'], ['note']);
  const note = given.note === undefined ? {} : { note: text(`${path}.note`, given.note, 0) };
  if (given.kind === 'unknown') {
    requireThat(given.value === null, guard, `${path}.value`, given.value, 'be null when the kind is "unknown"');
    requireThat(given.source === null, guard, `${path}.source`, given.source, 'be null when the kind is "unknown"');
    return { value: null, kind: 'unknown', source: null, ...note };
  }
  const rule = `be one of ${KNOWN_KINDS.join(', ')}, unknown`;
  requireThat(KNOWN_KINDS.includes(String(given.kind)), guard, `${path}.kind`, given.kind, rule);
  checkValue(`${path}.value`, given.value, shape);
  const kind = given.kind as 'sourced' | 'measured' | 'derived';
  return { value: given.value, kind, source: text(`${path}.source`, given.source), ...note };
}

function checkValue(path: string, value: unknown, shape: FactShape): void {
  if (shape === 'text') {
    text(path, value);
    return;
  }
  const isPositive = (entry: unknown): boolean => Number.isFinite(entry) && Number(entry) > 0;
  if (shape === 'number') {
    requireThat(isPositive(value), guard, path, value, 'be a finite number > 0');
    return;
  }
  requireThat(
    Array.isArray(value) && value.length > 0 && value.every(isPositive),
    guard,
    path,
    value,
    'be an array of finite numbers > 0',
  );
}

function number(path: string, value: unknown): Fact {
  return readFact(path, value, 'number') as Fact;
}

function text(path: string, value: unknown, shortest = 1): string {
  requireText(guard, path, value);
  requireThat(value.length >= shortest, guard, path, value, 'not be empty');
  return value;
}

function notes(path: string, value: unknown): readonly string[] {
  return list(`${path}.notes`, value).map((note, index) => text(`${path}.notes[${index}]`, note, 0));
}

function list(path: string, value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  requireThat(Array.isArray(value), guard, path, value, 'be an array');
  return value as readonly unknown[];
}

function filled(path: string, value: unknown): readonly unknown[] {
  requireArray(guard, path, value);
  return value;
}

/** The value as a record that has every required field and no field besides the named ones. */
function fields(
  path: string,
  value: unknown,
  required: readonly string[],
  optional: readonly string[],
): Readonly<Record<string, unknown>> {
  requireObject(guard, path, value);
  const entry = { ...value } as Record<string, unknown>;
  for (const name of required) {
    requireThat(Object.hasOwn(entry, name), guard, `${path}.${name}`, undefined, 'be given');
  }
  for (const name of Object.keys(entry)) {
    const isNamed = required.includes(name) || optional.includes(name);
    requireThat(
      isNamed,
      guard,
      `${path}.${name}`,
      entry[name],
      `not be there; known are ${[...required, ...optional].join(', ')}`,
    );
  }
  return entry;
}

function requireUnique(path: string, entries: readonly { readonly id: string }[]): void {
  const seen = new Set<string>();
  entries.forEach(({ id }, index) => {
    requireThat(!seen.has(id), guard, `${path}[${index}].id`, id, 'be unique within the file');
    seen.add(id);
  });
}

function merge<Entry extends { readonly id: string }>(base: readonly Entry[], added: readonly Entry[]): Entry[] {
  const replaced = new Set(added.map(({ id }) => id));
  return [...base.filter(({ id }) => !replaced.has(id)), ...added];
}
