import { NOTHING_KNOWN } from './device.js';

const TEXT = { type: 'string', minLength: 1 } as const;
const POSITIVE = { type: 'number', exclusiveMinimum: 0 } as const;
const TEXTS = { type: 'array', items: { type: 'string' } } as const;
const INDEX = { type: 'integer', minimum: 0 } as const;
/** Facts whose value is no single number. */
const LIST_FACTS = new Set(['capacitiesByte', 'powerRangeW']);
const TEXT_FACTS = new Set(['memory', 'cores']);

/** `prior` is missing on purpose: data are known or unknown; priors are filled in when a caller asks. */
function factOf(value: object): object {
  const note = { note: { type: 'string' } };
  return {
    oneOf: [
      {
        type: 'object',
        properties: { value, kind: { enum: ['sourced', 'measured', 'derived'] }, source: TEXT, ...note },
        required: ['value', 'kind', 'source'],
        additionalProperties: false,
      },
      {
        type: 'object',
        properties: { value: { type: 'null' }, kind: { const: 'unknown' }, source: { type: 'null' }, ...note },
        required: ['value', 'kind', 'source'],
        additionalProperties: false,
      },
    ],
  };
}

function valueSchema(name: string): object {
  if (LIST_FACTS.has(name)) return { type: 'array', items: POSITIVE, minItems: 1 };
  return TEXT_FACTS.has(name) ? TEXT : POSITIVE;
}

function record(properties: Record<string, object>, optional: readonly string[] = []): object {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', properties, required, additionalProperties: false };
}

const factSchemas = Object.fromEntries(Object.keys(NOTHING_KNOWN).map((name) => [name, factOf(valueSchema(name))]));

/**
 * JSON Schema (2020-12) of a catalogue file. SI units; a fact not named is unknown. What it cannot say, `extendCatalogue`
 * checks besides: ids are unique, references name something, an index lies within its array.
 */
export const catalogueSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'QEIL device catalogue',
  ...record(
    {
      devices: {
        type: 'array',
        items: record(
          {
            id: TEXT,
            name: TEXT,
            kind: { enum: ['cpu', 'gpu', 'igpu', 'npu'] },
            facts: record(factSchemas, Object.keys(factSchemas)),
            notes: TEXTS,
          },
          ['notes'],
        ),
      },
      machines: {
        type: 'array',
        items: record(
          {
            id: TEXT,
            name: TEXT,
            pools: { type: 'array', minItems: 1, items: record({ name: TEXT, capacityByte: factOf(POSITIVE) }) },
            chips: { type: 'array', minItems: 1, items: record({ name: TEXT, limitsOf: TEXT }) },
            devices: { type: 'array', minItems: 1, items: record({ device: TEXT, pool: INDEX, chip: INDEX }) },
            linkByteRate: factOf(POSITIVE),
            linkLatencyS: factOf(POSITIVE),
            boardPowerW: factOf(POSITIVE),
            scenario: TEXT,
            notes: TEXTS,
          },
          ['linkByteRate', 'linkLatencyS', 'boardPowerW', 'scenario', 'notes'],
        ),
      },
    },
    ['devices', 'machines'],
  ),
} as const;

export type FactShape = 'number' | 'list' | 'text';

/** What the value of a device's fact must be. */
export function factShape(name: string): FactShape {
  if (LIST_FACTS.has(name)) return 'list';
  return TEXT_FACTS.has(name) ? 'text' : 'number';
}
