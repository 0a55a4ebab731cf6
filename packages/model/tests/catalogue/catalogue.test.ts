import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/catalogue/catalogue.js';
import { factShape } from '../../src/catalogue/catalogue-schema.js';
import { NOTHING_KNOWN } from '../../src/catalogue/device.js';
import type { Fact } from '../../src/catalogue/fact.js';
import { findDevice, findMachine } from '../../src/catalogue/find.js';

const facts = catalogue.devices.flatMap(({ id, facts: of }) =>
  Object.entries(of).map(([name, fact]) => ({ label: `${id}.${name}`, name, fact: fact as Fact<unknown> })),
);
const machineFacts = catalogue.machines.flatMap((machine) => [
  ...machine.pools.map(({ capacityByte }) => capacityByte),
  machine.linkByteRate,
  machine.linkLatencyS,
  machine.boardPowerW,
]);

describe('the shipped catalogue', () => {
  it('gives every value a source, and null exactly where nobody gave one', () => {
    for (const { label, fact } of facts) {
      expect(fact.value === null, label).toBe(fact.kind === 'unknown');
      expect(fact.source === null, label).toBe(fact.kind === 'unknown');
      if (fact.source !== null) expect(fact.source.length, label).toBeGreaterThan(3);
    }
    for (const fact of machineFacts) expect(fact.value === null).toBe(fact.source === null);
  });

  it('holds no prior', () => {
    expect(facts.filter(({ fact }) => fact.kind === 'prior')).toEqual([]);
  });

  it('has values of the shape their name asks for, and no 0', () => {
    for (const { label, name, fact } of facts) {
      if (fact.value === null) continue;
      const values = factShape(name) === 'number' ? [fact.value] : fact.value;
      if (factShape(name) === 'text') expect(typeof fact.value, label).toBe('string');
      else for (const value of values as readonly number[]) expect(value, label).toBeGreaterThan(0);
    }
  });

  it('prints no bandwidth that somebody measured above its peak', () => {
    for (const { id, facts: of } of catalogue.devices) {
      const { byteRate, measuredByteRate } = of;
      if (byteRate.value !== null && measuredByteRate.value !== null) {
        expect(measuredByteRate.value, id).toBeLessThanOrEqual(byteRate.value);
      }
    }
  });

  it('covers what an edge user owns', () => {
    const names = catalogue.devices.map(({ name }) => name).join('\n');
    const families = [
      'Orin Nano',
      'Orin NX',
      'AGX Orin',
      'Pi 4',
      'Pi 5',
      'RK3588',
      'Core Ultra',
      'Ryzen AI',
      'Snapdragon X',
    ];
    for (const family of [
      ...families,
      'M1',
      'M2',
      'M3',
      'M4',
      'RTX 3060',
      'RTX 4060 Laptop',
      'RTX 5090',
      'Radeon RX',
      'Arc',
    ]) {
      expect(names).toContain(family);
    }
  });

  it('names only devices it has, at indices that exist', () => {
    const ids = catalogue.devices.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const machine of catalogue.machines) {
      for (const { limitsOf } of machine.chips) expect(ids).toContain(limitsOf);
      for (const { device, pool, chip } of machine.devices) {
        expect(ids).toContain(device);
        expect(pool).toBeLessThan(machine.pools.length);
        expect(chip).toBeLessThan(machine.chips.length);
      }
    }
  });

  it('names every fact it may have once', () => {
    expect(Object.keys(findDevice(catalogue, 'rtx-4090').facts).sort()).toEqual(Object.keys(NOTHING_KNOWN).sort());
  });

  it('says which ids there are when one is wrong', () => {
    expect(() => findDevice(catalogue, 'rtx-9999')).toThrow(/"rtx-9999" but must be one of .*rtx-4090/);
    expect(() => findMachine(catalogue, 'nothing')).toThrow(/qeil-paper/);
  });
});
