import { describe, expect, it } from 'vitest';
import { extendCatalogue, findMachine, type MachineResult, machineToDevices } from '../../src/catalogue/index.js';

const q4 = { name: 'q4', bitsPerParameter: 4.89, arithmetic: 'fp16' } as const;
const sheet = (value: unknown) => ({ value, kind: 'sourced', source: 'sheet' });
const desk = (value: unknown) => ({ value, kind: 'measured', source: 'desk' });

/** Every prior set, so that the numbers below follow from this file alone. */
const priorValues = {
  bandwidthEfficiency: 0.5,
  arithmeticEfficiency: 0.4,
  stageOverheadS: 1e-4,
  joulePerByte: 1e-10,
  joulePerFlop: 1e-12,
  activePowerShare: 0.2,
  sleepPowerShare: 0.1,
  usableShare: 0.75,
  runtimeByte: 1e8,
  linkByteRate: 8e9,
  linkLatencyS: 1e-5,
  coolingShare: 0.8,
  throttleK: 360,
  ambientK: 300,
};

function box(facts: object, machine: object = {}, others: readonly object[] = [], options: object = {}): MachineResult {
  const base = { id: 'box', name: 'Box', chips: [{ name: 'chip', limitsOf: 'a' }] };
  const extended = extendCatalogue(
    { devices: [], machines: [] },
    {
      devices: [{ id: 'a', name: 'Part A', kind: 'npu', facts }, ...others],
      machines: [
        {
          ...base,
          pools: [{ name: 'ram', capacityByte: sheet(16e9) }],
          devices: [{ device: 'a', pool: 0, chip: 0 }],
          ...machine,
        },
      ],
    },
  );
  const filled = { withPriors: true, priorValues, catalogue: extended, ...options };
  return machineToDevices(findMachine(extended, 'box'), q4, filled);
}

function ready(result: MachineResult) {
  if (result.kind !== 'ready') throw new Error(`blocked by ${result.missing.map(({ path }) => path).join(', ')}`);
  const { machine, used } = result;
  const of = (path: string) => used.find((value) => value.path === path);
  return { machine, used, of, point: machine.devices[0].points[0], basisOf: (path: string) => of(path)?.basis ?? '' };
}

const published = { fp16FlopRate: sheet(1e12), byteRate: sheet(100e9), designPowerW: sheet(10), throttleK: sheet(350) };

describe('a box of one part', () => {
  it('is what its sheet and the priors say', () => {
    const { machine } = ready(box(published));
    expect(machine).toEqual({
      devices: [
        {
          name: 'a',
          pool: 0,
          powerDomain: 0,
          thermalDomain: 0,
          sleepPowerW: 1,
          runtimeByte: 1e8,
          points: [
            {
              name: 'as published',
              flopRate: [4e11, 4e11],
              byteRate: [5e10, 5e10],
              stageOverheadS: [1e-4, 1e-4],
              rowOverheadS: [0, 0],
              joulePerFlop: 1e-12,
              joulePerByte: 1e-10,
              activePowerW: 2,
            },
          ],
        },
      ],
      pools: [{ name: 'ram', usableByte: 12e9, byteRate: 100e9 }],
      powerDomains: [{ name: 'chip', capW: 10 }],
      // 0.8 of the 50 K to throttling at 10 W; the guard at 0.85 of them.
      thermalDomains: [{ name: 'chip', ambientK: 300, resistanceKPerW: 4, limitK: 342.5 }],
      // A copy within the pool reads and writes.
      links: [[{ latencyS: 0, byteRate: 50e9, joulePerByte: 0 }]],
      boardPowerW: 0,
    });
  });

  it('says of every number where it comes from', () => {
    const { used, basisOf } = ready(box(published));
    expect(used.map(({ path, kind }) => `${path} ${kind}`)).toEqual([
      'devices[0].sleepPowerW prior',
      'devices[0].runtimeByte prior',
      'devices[0].points[0].flopRate prior',
      'devices[0].points[0].byteRate prior',
      'devices[0].points[0].stageOverheadS prior',
      'devices[0].points[0].joulePerByte prior',
      'devices[0].points[0].activePowerW prior',
      'devices[0].points[0].joulePerFlop prior',
      'pools[0].usableByte prior',
      'pools[0].byteRate sourced',
      'powerDomains[0].capW sourced',
      'thermalDomains[0].ambientK prior',
      'thermalDomains[0].resistanceKPerW prior',
      'thermalDomains[0].limitK derived',
      'boardPowerW prior',
    ]);
    expect(basisOf('devices[0].sleepPowerW')).toMatch(/^set to 0\.1 by the caller instead of: .*; limit: sheet$/);
    expect(basisOf('devices[0].points[0].flopRate')).toMatch(/^set to 0\.4 by the caller .*; peak: sheet$/);
    expect(basisOf('devices[0].points[0].byteRate')).toMatch(/^set to 0\.5 by the caller .*; peak: sheet$/);
    expect(basisOf('devices[0].points[0].activePowerW')).toMatch(/^set to 0\.2 by the caller .*; limit: sheet$/);
    expect(basisOf('pools[0].usableByte')).toMatch(/^set to 0\.75 by the caller .*; capacity: sheet$/);
    expect(basisOf('thermalDomains[0].resistanceKPerW')).toMatch(/^set to 0\.8 .*; throttling: sheet; limit: sheet$/);
    expect(basisOf('thermalDomains[0].limitK')).toBe('85 % of the way from ambient to throttling; sheet');
    expect(basisOf('boardPowerW')).toBe('no power of the board outside the devices is known: not modelled');
    expect(used.every(({ value }) => Number.isFinite(value))).toBe(true);
  });

  it('without priors names everything that is missing, in words, with the notes there are', () => {
    const facts = { ...published, byteRate: { value: null, kind: 'unknown', source: null, note: 'not printed' } };
    const result = box(facts, {}, [], { withPriors: false });
    if (result.kind !== 'blocked') throw new Error('nothing is missing');
    expect(result.missing.map(({ path, what }) => `${path}: ${what}`)).toEqual([
      'devices[0].sleepPowerW: idle power of Part A (W)',
      'devices[0].runtimeByte: memory of the device’s process (B)',
      'devices[0].points[0].flopRate: reached fp16 rate (FLOP/s) of Part A',
      'devices[0].points[0].byteRate: reached bandwidth (B/s) of Part A',
      'devices[0].points[0].stageOverheadS: overhead of one stage (s) of Part A',
      'devices[0].points[0].joulePerByte: energy of a byte (J/B) of Part A',
      'devices[0].points[0].activePowerW: constant power while busy (W) of Part A',
      'devices[0].points[0].joulePerFlop: energy of an operation (J/FLOP) of Part A',
      'pools[0].usableByte: usable memory of ram (B)',
      'pools[0].byteRate: peak bandwidth of ram (B/s)',
      'thermalDomains[0].ambientK: temperature around the machine (K)',
      'thermalDomains[0].resistanceKPerW: thermal resistance of chip (K/W)',
      'boardPowerW: power of the board outside the devices',
    ]);
    const noteOf = (path: string) => result.missing.find((one) => one.path === path)?.note;
    expect(noteOf('devices[0].points[0].byteRate')).toBe('not printed');
    expect(noteOf('pools[0].byteRate')).toBe('not printed');
    expect(noteOf('boardPowerW')).toBeUndefined();
  });
});

describe('what somebody measured', () => {
  it('beats every prior', () => {
    const facts = {
      ...published,
      measuredByteRate: desk(80e9),
      idlePowerW: desk(0.5),
      joulePerFlop: desk(3e-12),
      joulePerByte: desk(4e-11),
      activePowerW: desk(1.5),
      thermalResistanceKPerW: desk(2),
    };
    const { machine, point, of } = ready(box(facts, { boardPowerW: desk(3) }));
    expect(point).toMatchObject({
      byteRate: [80e9, 80e9],
      joulePerFlop: 3e-12,
      joulePerByte: 4e-11,
      activePowerW: 1.5,
    });
    expect(machine.devices[0].sleepPowerW).toBe(0.5);
    expect(machine.thermalDomains[0].resistanceKPerW).toBe(2);
    expect(machine.boardPowerW).toBe(3);
    expect(of('boardPowerW')).toEqual({ path: 'boardPowerW', value: 3, kind: 'measured', basis: 'desk' });
  });

  it('stands for a peak that nobody printed, and the balance of its kind then has no basis', () => {
    const { byteRate: _peak, ...facts } = published;
    const { machine, basisOf } = ready(box({ ...facts, measuredByteRate: desk(80e9) }));
    expect(machine.pools[0].byteRate).toBe(80e9);
    expect(basisOf('pools[0].byteRate')).toBe('at least what was measured: desk');
  });
});

describe('a power limit', () => {
  const { designPowerW: _rated, ...unrated } = published;

  it('is the highest configurable one where no rating is printed', () => {
    const { machine, of } = ready(box({ ...unrated, powerRangeW: sheet([7, 15]) }));
    expect(machine.powerDomains[0].capW).toBe(15);
    expect(machine.devices[0].sleepPowerW).toBeCloseTo(1.5, 12);
    expect(of('powerDomains[0].capW')).toMatchObject({ kind: 'sourced', basis: 'sheet' });
    expect(ready(box({ ...published, powerRangeW: sheet([7, 15]) })).machine.powerDomains[0].capW).toBe(10);
  });

  it('is none where none is known, and the priors then rest on the median of its kind', () => {
    const others = [4, 8, 20].map((watt, index) => ({
      id: `o${index}`,
      name: 'Other',
      kind: 'npu',
      facts: { designPowerW: sheet(watt) },
    }));
    const cpu = { id: 'c', name: 'CPU', kind: 'cpu', facts: { designPowerW: sheet(99) } };
    const { machine, basisOf } = ready(box(unrated, {}, [...others, cpu]));
    expect(machine.powerDomains[0].capW).toBe(Number.POSITIVE_INFINITY);
    expect(basisOf('powerDomains[0].capW')).toBe('no power limit is known: none is imposed');
    expect(machine.devices[0].sleepPowerW).toBeCloseTo(0.8, 12);
    expect(basisOf('devices[0].sleepPowerW')).toContain(
      '; limit: median power limit of 3 npu in the catalogue, range 4–20 W',
    );
    expect(machine.thermalDomains[0].resistanceKPerW).toBeCloseTo((0.8 * 50) / 8, 12);
  });

  it('without any of its kind blocks what would rest on it', () => {
    const result = box(unrated);
    const paths = result.kind === 'blocked' ? result.missing.map(({ path }) => path) : [];
    expect(paths).toEqual(['devices[0].sleepPowerW', 'devices[0].points[0].activePowerW']);
  });

  it('bounds the energy of an operation: what constant power and traffic leave, at the rate reached', () => {
    // 10 − 2 − 5 W over 4e11 FLOP/s.
    const dear = ready(box(published, {}, [], { priorValues: { ...priorValues, joulePerFlop: 9e-12 } }));
    expect(dear.point.joulePerFlop).toBeCloseTo(7.5e-12, 20);
    expect(dear.basisOf('devices[0].points[0].joulePerFlop')).toMatch(
      /^set to 9e-12 .*; lowered to 7\.5 pJ\/FLOP, what its power limit leaves: sheet$/,
    );
    const exact = ready(box(published, {}, [], { priorValues: { ...priorValues, joulePerFlop: 7.4e-12 } }));
    expect(exact.point.joulePerFlop).toBe(7.4e-12);
    expect(exact.basisOf('devices[0].points[0].joulePerFlop')).not.toContain('lowered');
  });
});

describe('an arithmetic peak nobody printed', () => {
  const { fp16FlopRate: _peak, ...unrated } = published;
  const peak = (facts: object, arithmetic: string, others: readonly object[] = []) => {
    const entries = [{ id: 'a', name: 'A', kind: 'npu', facts: { ...unrated, ...facts } }, ...others];
    const extended = extendCatalogue(
      { devices: [], machines: [] },
      {
        devices: entries,
        machines: [
          {
            id: 'box',
            name: 'Box',
            chips: [{ name: 'chip', limitsOf: 'a' }],
            pools: [{ name: 'ram', capacityByte: sheet(16e9) }],
            devices: [{ device: 'a', pool: 0, chip: 0 }],
          },
        ],
      },
    );
    const format = { ...q4, arithmetic: arithmetic as 'fp16' };
    const options = { withPriors: true, priorValues, catalogue: extended };
    const { point, basisOf } = ready(machineToDevices(findMachine(extended, 'box'), format, options));
    return { rate: point.flopRate[0] / 0.4, basis: basisOf('devices[0].points[0].flopRate') };
  };

  it.each([
    ['fp32', { fp16FlopRate: sheet(8e12) }, 4e12, 'fp32 at half the fp16 rate; sheet'],
    ['fp16', { fp32FlopRate: sheet(8e12) }, 8e12, 'fp16 no slower than fp32; sheet'],
    ['fp16', { int8OpRate: sheet(8e12) }, 4e12, 'fp16 at half the int8 rate, as on Intel’s NPU 3720; sheet'],
    ['fp16', { fp32FlopRate: sheet(3e12), int8OpRate: sheet(8e12) }, 3e12, 'fp16 no slower than fp32; sheet'],
    ['int8', { fp16FlopRate: sheet(8e12), fp32FlopRate: sheet(2e12) }, 8e12, 'int8 no slower than fp16; sheet'],
    ['int8', { fp32FlopRate: sheet(2e12) }, 2e12, 'int8 no slower than fp32; sheet'],
    ['int8', { int8OpRate: sheet(5e12), fp16FlopRate: sheet(8e12) }, 5e12, 'peak: sheet'],
  ])('for %s comes from %o', (arithmetic, facts, rate, basis) => {
    const found = peak(facts, arithmetic);
    expect(found.rate).toBeCloseTo(rate, -3);
    expect(found.basis).toContain(basis);
  });

  it('comes from the median balance of its kind last', () => {
    const other = (id: string, kind: string, fp32: number | null, bytes: number | null) => ({
      id,
      name: id,
      kind,
      facts: {
        ...(fp32 === null ? {} : { fp32FlopRate: sheet(fp32) }),
        ...(bytes === null ? {} : { byteRate: sheet(bytes) }),
      },
    });
    const others = [
      other('x', 'npu', 20, 1),
      other('y', 'npu', 60, 2),
      other('z', 'npu', 100, 1),
      other('cpu', 'cpu', 1, 1),
      other('no-bytes', 'npu', 1, null),
      other('no-rate', 'npu', null, 1),
    ];
    const { rate, basis } = peak({}, 'fp16', others);
    expect(rate).toBeCloseTo(30 * 100e9, -3);
    expect(basis).toContain('median fp32 balance 30 FLOP/B of 3 npu in the catalogue, range 20–100');
  });
});

describe('a box of two memories', () => {
  const others = [
    { id: 'b', name: 'Part B', kind: 'cpu', facts: { ...published, byteRate: sheet(60e9), designPowerW: sheet(20) } },
    { id: 'c', name: 'Part C', kind: 'gpu', facts: { ...published, byteRate: sheet(400e9), designPowerW: sheet(50) } },
  ];
  const two = {
    pools: [
      { name: 'ram', capacityByte: sheet(16e9) },
      { name: 'vram', capacityByte: sheet(8e9) },
    ],
    chips: [
      { name: 'chip', limitsOf: 'b' },
      { name: 'card', limitsOf: 'c' },
    ],
    devices: [
      { device: 'a', pool: 0, chip: 0 },
      { device: 'b', pool: 0, chip: 0 },
      { device: 'c', pool: 1, chip: 1 },
    ],
  };

  it('copies within a memory and sends over the link between them', () => {
    const { machine, used } = ready(box(published, { ...two, linkByteRate: desk(5e9) }, others));
    const rates = machine.links.map((row) => row.map(({ byteRate }) => byteRate));
    expect(rates).toEqual([
      [50e9, 50e9, 5e9],
      [50e9, 50e9, 5e9],
      [5e9, 5e9, 200e9],
    ]);
    expect(machine.links.flat().every(({ latencyS, joulePerByte }) => latencyS === 1e-5 && joulePerByte === 0)).toBe(
      true,
    );
    expect(used.filter(({ path }) => path.startsWith('links')).map(({ path, kind }) => `${path} ${kind}`)).toEqual([
      'links.linkByteRate measured',
      'links.linkLatencyS prior',
      'links.joulePerByte prior',
    ]);
    expect(machine.powerDomains).toEqual([
      { name: 'chip', capW: 20 },
      { name: 'card', capW: 50 },
    ]);
    expect(machine.pools.map(({ usableByte, byteRate }) => [usableByte, byteRate])).toEqual([
      [12e9, 100e9],
      [6e9, 400e9],
    ]);
    expect(machine.devices.map(({ powerDomain, thermalDomain, pool }) => [powerDomain, thermalDomain, pool])).toEqual([
      [0, 0, 0],
      [0, 0, 0],
      [1, 1, 1],
    ]);
  });

  it('says which links are missing without priors', () => {
    const result = box(published, two, others, { withPriors: false });
    const missing = result.kind === 'blocked' ? result.missing : [];
    expect(missing.filter(({ path }) => path.startsWith('links')).map(({ path, what }) => `${path}: ${what}`)).toEqual([
      'links.linkByteRate: rate between pools (B/s)',
      'links.linkLatencyS: hand-over between devices (s)',
      'links.joulePerByte: energy of a moved byte',
    ]);
  });

  it('in one memory needs no rate between memories', () => {
    const shared = {
      pools: [{ name: 'ram', capacityByte: sheet(16e9) }],
      chips: [{ name: 'chip', limitsOf: 'b' }],
      devices: ['a', 'b'].map((device) => ({ device, pool: 0, chip: 0 })),
    };
    const { machine, used } = ready(box(published, shared, others));
    expect(machine.links[0][1]).toEqual({ latencyS: 1e-5, byteRate: 50e9, joulePerByte: 0 });
    expect(used.some(({ path }) => path === 'links.linkByteRate')).toBe(false);
  });
});

describe('heat', () => {
  it('has a cooler from the prior for throttling where none is printed, and no limit', () => {
    const { throttleK: _throttle, ...facts } = published;
    const { machine, basisOf } = ready(box(facts));
    expect(machine.thermalDomains[0]).toEqual({
      name: 'chip',
      ambientK: 300,
      resistanceKPerW: (0.8 * 60) / 10,
      limitK: Number.POSITIVE_INFINITY,
    });
    expect(basisOf('thermalDomains[0].resistanceKPerW')).toMatch(/; throttling: set to 360 by the caller/);
    expect(basisOf('thermalDomains[0].limitK')).toBe('no temperature limit is known: none is imposed');
  });

  it('is not modelled where the room is as hot as throttling', () => {
    const { machine, basisOf } = ready(box(published, {}, [], { priorValues: { ...priorValues, ambientK: 350 } }));
    expect(machine.thermalDomains[0].resistanceKPerW).toBe(0);
    expect(basisOf('thermalDomains[0].resistanceKPerW')).toBe('no thermal resistance is known: not modelled');
  });
});
