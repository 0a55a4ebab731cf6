import { describe, expect, it } from 'vitest';
import { catalogue, extendCatalogue, findDevice, findMachine, machineToDevices } from '../../src/catalogue/index.js';
import { expectRefused, type Refusal, wrong } from '../refused.js';

const fact = (value: unknown, kind = 'measured', source: unknown = 'my desk') => ({ value, kind, source });
const device = {
  id: 'd',
  name: 'D',
  kind: 'npu',
  facts: { byteRate: fact(6e10), memory: fact('LPDDR5'), powerRangeW: fact([7, 15]) },
  notes: ['a note'],
};
const machine = {
  id: 'm',
  name: 'M',
  pools: [{ name: 'memory', capacityByte: fact(16e9) }],
  chips: [{ name: 'chip', limitsOf: 'd' }],
  devices: [{ device: 'd', pool: 0, chip: 0 }],
  boardPowerW: fact(3),
  linkByteRate: fact(1e9),
  linkLatencyS: fact(null, 'unknown', null),
  scenario: 'an experiment',
  notes: ['another'],
};
const read = (devices: readonly unknown[], machines: readonly unknown[] = []) =>
  extendCatalogue({ devices: [], machines: [] }, { devices, machines });
const withDevice = (values: object) => () => read([{ ...device, ...values }]);
const withFact = (name: string, value: unknown) => withDevice({ facts: { [name]: value } });
const withMachine = (values: object) => () => read([device], [{ ...machine, ...values }]);
const without = (name: string) => {
  const { [name]: _left, ...rest } = device as Record<string, unknown>;
  return () => read([rest]);
};
const D = 'extension.devices[0]';
const M = 'extension.machines[0]';

const REFUSALS: readonly Refusal[] = (
  [
    ['extension', 'an object', () => extendCatalogue(catalogue, null)],
    ['extension', 'an object', () => extendCatalogue(catalogue, [])],
    ['extension.other', 'not be there; known are devices, machines', () => extendCatalogue(catalogue, { other: 1 })],
    ['extension.devices', 'be an array', () => extendCatalogue(catalogue, { devices: {} })],
    ['extension.machines', 'be an array', () => extendCatalogue(catalogue, { machines: 'x' })],
    ['extension.devices[1].id', 'be unique within the file', () => read([device, device])],
    ['extension.machines[1].id', 'be unique within the file', () => read([device], [machine, machine])],
    [D, 'an object', () => read([3])],
    [`${D}.id`, 'be given', without('id')],
    [`${D}.name`, 'be given', without('name')],
    [`${D}.kind`, 'be given', without('kind')],
    [`${D}.facts`, 'be given', without('facts')],
    [`${D}.id`, 'a string', withDevice({ id: 3 })],
    [`${D}.id`, 'not be empty', withDevice({ id: '' })],
    [`${D}.name`, 'not be empty', withDevice({ name: '' })],
    [`${D}.kind`, 'be one of cpu, gpu, igpu, npu', withDevice({ kind: 'tpu' })],
    [`${D}.notes`, 'be an array', withDevice({ notes: 'text' })],
    [`${D}.notes[1]`, 'a string', withDevice({ notes: ['', 3] })],
    [`${D}.speed`, 'known are id, name, kind, facts, notes', withDevice({ speed: 3 })],
    [`${D}.facts`, 'an object', withDevice({ facts: [] })],
    [`${D}.facts.speed`, 'known are fp32FlopRate, ', withFact('speed', fact(3))],
    [`${D}.facts.byteRate`, 'an object', withFact('byteRate', 6e10)],
    [`${D}.facts.byteRate.source`, 'be given', withFact('byteRate', { value: 3, kind: 'measured' })],
    [`${D}.facts.byteRate.source`, 'a string', withFact('byteRate', fact(3, 'measured', null))],
    [`${D}.facts.byteRate.source`, 'not be empty', withFact('byteRate', fact(3, 'measured', ''))],
    [`${D}.facts.byteRate.note`, 'a string', withFact('byteRate', { ...fact(3), note: 3 })],
    [
      `${D}.facts.byteRate.unit`,
      'known are value, kind, source, note',
      withFact('byteRate', { ...fact(3), unit: 'B' }),
    ],
    [`${D}.facts.byteRate.kind`, 'one of sourced, measured, derived, unknown', withFact('byteRate', fact(3, 'prior'))],
    [`${D}.facts.byteRate.value`, 'be null', withFact('byteRate', fact(3, 'unknown', null))],
    [`${D}.facts.byteRate.source`, 'be null', withFact('byteRate', fact(null, 'unknown'))],
    [`${D}.facts.byteRate.value`, '> 0', withFact('byteRate', fact(0))],
    [`${D}.facts.byteRate.value`, '> 0', withFact('byteRate', fact('3'))],
    [`${D}.facts.byteRate.value`, '> 0', withFact('byteRate', fact(null))],
    [`${D}.facts.byteRate.value`, '> 0', withFact('byteRate', fact(Number.POSITIVE_INFINITY))],
    [`${D}.facts.memory.value`, 'a string', withFact('memory', fact(3))],
    [`${D}.facts.cores.value`, 'not be empty', withFact('cores', fact(''))],
    [`${D}.facts.powerRangeW.value`, 'array of finite numbers > 0', withFact('powerRangeW', fact(7))],
    [`${D}.facts.powerRangeW.value`, 'array of finite numbers > 0', withFact('powerRangeW', fact([]))],
    [`${D}.facts.capacitiesByte.value`, 'array of finite numbers > 0', withFact('capacitiesByte', fact([1, 0]))],
    [M, 'an object', () => read([device], [3])],
    [`${M}.id`, 'not be empty', withMachine({ id: '' })],
    [`${M}.name`, 'a string', withMachine({ name: 3 })],
    [`${M}.colour`, 'known are id, name, pools, chips, devices, linkByteRate, ', withMachine({ colour: 'red' })],
    [`${M}.pools`, 'at least one entry', withMachine({ pools: [] })],
    [`${M}.pools[0].name`, 'not be empty', withMachine({ pools: [{ ...machine.pools[0], name: '' }] })],
    [`${M}.pools[0].capacityByte.value`, '> 0', withMachine({ pools: [{ name: 'p', capacityByte: fact(0) }] })],
    [`${M}.pools[0].size`, 'known are name, capacityByte', withMachine({ pools: [{ ...machine.pools[0], size: 1 }] })],
    [`${M}.chips`, 'at least one entry', withMachine({ chips: [] })],
    [`${M}.chips[0].name`, 'a string', withMachine({ chips: [{ name: 3, limitsOf: 'd' }] })],
    [`${M}.chips[0].limitsOf`, 'name a device', withMachine({ chips: [{ name: 'c', limitsOf: 'nobody' }] })],
    [`${M}.chips[0].limitsOf`, 'name a device', withMachine({ chips: [{ name: 'c', limitsOf: 3 }] })],
    [`${M}.chips[0].cap`, 'known are name, limitsOf', withMachine({ chips: [{ ...machine.chips[0], cap: 1 }] })],
    [`${M}.devices`, 'at least one entry', withMachine({ devices: [] })],
    [`${M}.devices[0].device`, 'name a device', withMachine({ devices: [{ device: 'x', pool: 0, chip: 0 }] })],
    [`${M}.devices[0].pool`, 'in 0 … 0', withMachine({ devices: [{ device: 'd', pool: 1, chip: 0 }] })],
    [`${M}.devices[0].pool`, 'in 0 … 0', withMachine({ devices: [{ device: 'd', pool: -1, chip: 0 }] })],
    [`${M}.devices[0].chip`, 'in 0 … 0', withMachine({ devices: [{ device: 'd', pool: 0, chip: 1 }] })],
    [`${M}.devices[0].clock`, 'known are', withMachine({ devices: [{ ...machine.devices[0], clock: 1 }] })],
    [`${M}.boardPowerW.value`, '> 0', withMachine({ boardPowerW: fact(0) })],
    [`${M}.linkByteRate.kind`, 'one of', withMachine({ linkByteRate: fact(1, 'guess') })],
    [`${M}.linkLatencyS.source`, 'a string', withMachine({ linkLatencyS: fact(1, 'sourced', 3) })],
    [`${M}.scenario`, 'not be empty', withMachine({ scenario: '' })],
    [`${M}.notes[0]`, 'a string', withMachine({ notes: [3] })],
  ] as const
).map(([path, rule, call]) => ['extendCatalogue', path, rule, call]);

const q4 = { name: 'q4', bitsPerParameter: 4.89, arithmetic: 'fp16' } as const;
const pi = findMachine(catalogue, 'raspberry-pi-5-8gb');

describe('what the catalogue refuses', () => {
  it.each(REFUSALS)('%s refuses %s that must %s', expectRefused);

  it.each<Refusal>([
    ['findDevice', 'id', 'be one of ', () => findDevice(catalogue, 'nobody')],
    ['findMachine', 'id', 'be one of ', () => findMachine(catalogue, 'nobody')],
    ['machineToDevices', 'format.bitsPerParameter', '> 0', () => machineToDevices(pi, { ...q4, bitsPerParameter: 0 })],
    [
      'machineToDevices',
      'format.arithmetic',
      'be fp32, fp16 or int8',
      () => machineToDevices(pi, { ...q4, arithmetic: wrong('int4') }),
    ],
    [
      'machineToDevices',
      'priorValues.ambientK',
      '≥ 0',
      () => machineToDevices(pi, q4, { priorValues: { ambientK: -1 } }),
    ],
    [
      'findDevice',
      'id',
      'be one of ',
      () => machineToDevices({ ...pi, devices: [{ ...pi.devices[0], device: 'x' }] }, q4),
    ],
  ])('%s refuses %s that must %s', expectRefused);
});

describe('what it reads', () => {
  it('is kept as it stands, with what is not given marked unknown', () => {
    const none = { value: null, kind: 'unknown', source: null };
    const { devices, machines } = read([device], [machine]);
    expect(machines).toEqual([machine]);
    const { facts, ...rest } = devices[0];
    expect(rest).toEqual({ id: 'd', name: 'D', kind: 'npu', notes: ['a note'] });
    expect(facts).toMatchObject(device.facts);
    const others = Object.entries(facts).filter(([name]) => !(name in device.facts));
    expect(others).toHaveLength(14);
    for (const [, other] of others) expect(other).toEqual(none);
  });

  it('may leave notes, links, the board and the scenario out', () => {
    const { notes: _notes, ...plain } = device;
    const { id, name, pools, chips, devices } = machine;
    const none = { value: null, kind: 'unknown', source: null };
    const found = read([plain], [{ id, name, pools, chips, devices }]);
    expect(found.devices[0].notes).toEqual([]);
    const unlinked = { linkByteRate: none, linkLatencyS: none, boardPowerW: none, notes: [] };
    expect(found.machines[0]).toEqual({ id, name, pools, chips, devices, ...unlinked });
  });

  it('keeps empty notes, and a note only where there is one', () => {
    const noted = { ...fact(null, 'unknown', null), note: '' };
    const { devices } = read([
      { ...device, facts: { byteRate: noted, memory: { ...fact('x'), note: 'seen' } }, notes: [''] },
    ]);
    expect(devices[0].facts.byteRate).toEqual(noted);
    expect(devices[0].facts.memory).toEqual({ ...fact('x'), note: 'seen' });
    expect(Object.hasOwn(read([device]).devices[0].facts.byteRate, 'note')).toBe(false);
    expect(devices[0].notes).toEqual(['']);
  });

  it('takes the kinds of knowledge there are', () => {
    for (const kind of ['sourced', 'measured', 'derived']) {
      const { devices } = read([{ ...device, facts: { byteRate: fact(3, kind) } }]);
      expect(devices[0].facts.byteRate).toEqual(fact(3, kind));
    }
  });

  it('adds after what there is, replaces by id, and may name a device of either', () => {
    const base = read([device, { ...device, id: 'e' }], [machine]);
    const other = { ...machine, id: 'n', chips: [{ name: 'c', limitsOf: 'e' }] };
    const extended = extendCatalogue(base, { devices: [{ ...device, name: 'new' }], machines: [other] });
    expect(extended.devices.map(({ id, name }) => [id, name])).toEqual([
      ['e', 'D'],
      ['d', 'new'],
    ]);
    expect(extended.machines.map(({ id }) => id)).toEqual(['m', 'n']);
    expect(extendCatalogue(base, {})).toEqual(base);
  });
});
