import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/catalogue/catalogue.js';
import { extendCatalogue } from '../../src/catalogue/extend-catalogue.js';
import { findMachine } from '../../src/catalogue/find.js';
import { type MachineResult, machineToDevices } from '../../src/catalogue/machine-to-devices.js';
import { PRIORS } from '../../src/catalogue/priors.js';
import { checkPlacementProblem } from '../../src/placement/check-problem.js';
import { evaluatePlacement } from '../../src/placement/evaluate.js';
import type { PlacementProblem } from '../../src/placement/problem.js';
import { standardPlan } from '../../src/placement/standard-plan.js';
import { decoderStages } from '../../src/work/decoder-stages.js';

const q4 = { name: 'Q4_K_M', bitsPerParameter: 4.89, arithmetic: 'fp16' } as const;
const machine = (id: string) => findMachine(catalogue, id);

function ready(result: MachineResult) {
  if (result.kind !== 'ready') throw new Error(`blocked by ${result.missing.map(({ path }) => path).join(', ')}`);
  return result;
}

/** Llama-3.2-1B on the machine, one question of one sample. */
function problemOn(result: MachineResult): PlacementProblem {
  const { machine: parts } = ready(result);
  const shape = {
    layers: 16,
    width: 2048,
    heads: 32,
    kvHeads: 8,
    headSize: 64,
    mlpWidth: 8192,
    gatedMlp: true,
    vocabulary: 128256,
    tiedHead: true,
  };
  const stages = decoderStages(shape, {
    promptTokens: 128,
    newTokens: 64,
    kvBytePerNumber: 2,
    weightBitsPerParameter: q4.bitsPerParameter,
    activationBytePerNumber: 2,
    sharedPromptKv: true,
  });
  const everywhere = stages.map(() => parts.devices.map(() => true));
  return {
    ...parts,
    stages,
    request: { neededSamples: [1], decodeSteps: [64], rowsPerStep: [1] },
    bounds: { energyJ: Number.POSITIVE_INFINITY, latencyS: Number.POSITIVE_INFINITY, powerW: Number.POSITIVE_INFINITY },
    wholePhases: false,
    allowed: [everywhere, everywhere],
  };
}

describe('machineToDevices', () => {
  it('makes no machine of published facts alone, and says what is missing', () => {
    for (const entry of catalogue.machines) {
      const result = machineToDevices(entry, q4);
      expect(result.kind, entry.id).toBe('blocked');
      if (result.kind === 'blocked')
        expect(result.missing.map(({ path }) => path)).toContain('devices[0].points[0].stageOverheadS');
    }
  });

  it('with priors makes every machine, valid for the evaluator', () => {
    for (const entry of catalogue.machines) {
      const problem = problemOn(machineToDevices(entry, q4, { withPriors: true }));
      expect(() => checkPlacementProblem(problem), entry.id).not.toThrow();
      const { latencyS, energyJ } = evaluatePlacement(problem, standardPlan(problem));
      expect(latencyS, entry.id).toBeGreaterThan(0);
      expect(energyJ, entry.id).toBeGreaterThan(0);
    }
  });

  it('takes a memory of which nothing is printed from the device beside, else from the median of its kind, and says so', () => {
    const basisOf = (id: string, path: string) => {
      const { used } = ready(machineToDevices(machine(id), q4, { withPriors: true }));
      return used.find((value) => value.path === path)?.basis ?? '';
    };
    // Measured on the CPU beside; the NPU reaches no more.
    const board = ready(machineToDevices(machine('rk3588-16gb'), q4, { withPriors: true })).machine;
    expect(board.devices.map(({ points }) => points[0].byteRate[1])).toEqual([22e9, 22e9]);
    expect(board.pools[0].byteRate).toBe(22e9);
    expect(basisOf('rk3588-16gb', 'devices[1].points[0].byteRate')).toMatch(
      /another device reaches on the same memory/,
    );
    // Printed nowhere: the bandwidth of the usual CPU's memory, the capacity of the usual machine.
    const laptop = ready(machineToDevices(machine('ryzen-ai-9-hx-370'), q4, { withPriors: true })).machine;
    expect(new Set(laptop.devices.map(({ points }) => points[0].byteRate[1]))).toEqual(
      new Set([PRIORS.bandwidthEfficiency.value * laptop.pools[0].byteRate]),
    );
    expect(basisOf('ryzen-ai-9-hx-370', 'pools[0].byteRate')).toMatch(
      /^median bandwidth of \d+ cpu in the catalogue, range 17\.1–256 GB\/s$/,
    );
    expect(basisOf('ryzen-ai-9-hx-370', 'pools[0].usableByte')).toMatch(
      /median of \d+ memories in the catalogue with a cpu first, range 8–128 GB/,
    );
  });

  it('stays blocked where the catalogue has nobody to compare with', () => {
    const lonely = machine('ryzen-ai-9-hx-370');
    const devices = catalogue.devices.filter(({ id }) => lonely.devices.some(({ device }) => device === id));
    const result = machineToDevices(lonely, q4, { withPriors: true, catalogue: { devices, machines: [lonely] } });
    const missing = result.kind === 'blocked' ? result.missing : [];
    expect(missing.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['devices[0].points[0].byteRate', 'pools[0].usableByte', 'pools[0].byteRate']),
    );
    expect(missing.find(({ path }) => path === 'pools[0].byteRate')?.note).toMatch(/depends on the laptop/);
  });

  it('marks each prior with its basis and keeps what was measured', () => {
    const { used, machine: parts } = ready(machineToDevices(machine('raspberry-pi-5-8gb'), q4, { withPriors: true }));
    const of = (path: string) => used.find((value) => value.path === path);
    expect(of('devices[0].points[0].byteRate')).toMatchObject({ value: 9.6e9, kind: 'measured' });
    expect(of('devices[0].points[0].joulePerByte')).toMatchObject({ kind: 'prior', basis: PRIORS.joulePerByte.basis });
    expect(parts.thermalDomains[0].resistanceKPerW).toBe(4.8);
    expect(parts.thermalDomains[0].limitK).toBeCloseTo(298.15 + 0.85 * (353.15 - 298.15), 9);
    expect(used.every(({ basis }) => basis.length > 5)).toBe(true);
  });

  it('takes 0.65 of the peak where nobody measured', () => {
    const { machine: parts, used } = ready(machineToDevices(machine('rtx-4090'), q4, { withPriors: true }));
    expect(parts.devices[0].points[0].byteRate[1]).toBeCloseTo(0.65 * 1008e9, -3);
    expect(used.find(({ path }) => path.endsWith('.byteRate'))?.basis).toContain(
      'median of 21 published systems, range 0.37–0.79',
    );
  });

  it('shares one pool and one chip among CPU, graphics and NPU of the paper’s box, and gives the card its own', () => {
    const { machine: parts } = ready(machineToDevices(machine('qeil-paper'), q4, { withPriors: true }));
    expect(parts.devices.map(({ pool }) => pool)).toEqual([0, 0, 0, 1]);
    expect(parts.devices.map(({ powerDomain }) => powerDomain)).toEqual([0, 0, 0, 1]);
    expect(parts.pools.map(({ byteRate }) => byteRate)).toEqual([89.6e9, 896e9]);
    expect(parts.powerDomains.map(({ capW }) => capW)).toEqual([Number.POSITIVE_INFINITY, 150]);
    expect(parts.links[0][3].byteRate).toBe(PRIORS.linkByteRate.value);
  });

  it('is unblocked by a user’s file', () => {
    const source = { kind: 'measured', source: 'my board' };
    const extended = extendCatalogue(catalogue, {
      devices: [
        { id: 'raspberry-pi-4-cpu', name: 'My Pi 4', kind: 'cpu', facts: { byteRate: { value: 6e9, ...source } } },
      ],
    });
    const result = machineToDevices(machine('raspberry-pi-4-8gb'), q4, { withPriors: true, catalogue: extended });
    expect(ready(result).machine.pools[0].byteRate).toBe(6e9);
  });

  it('refuses a format of no bits', () => {
    expect(() => machineToDevices(machine('rtx-4090'), { ...q4, bitsPerParameter: 0 })).toThrow(/bitsPerParameter/);
  });
});

describe('rates nobody printed', () => {
  const rateOf = (id: string, arithmetic: 'fp32' | 'fp16' | 'int8') => {
    const { used, machine: parts } = ready(machineToDevices(machine(id), { ...q4, arithmetic }, { withPriors: true }));
    const basis = used.find(({ path }) => path === 'devices[0].points[0].flopRate')?.basis ?? '';
    return { rate: parts.devices[0].points[0].flopRate[0] / PRIORS.arithmeticEfficiency.value, basis };
  };

  it('come from the arithmetic asked for where it is printed', () => {
    expect(rateOf('rtx-4060-laptop', 'fp32').rate).toBeCloseTo(14.13e12, -3);
    expect(rateOf('rtx-4060-laptop', 'fp16').rate).toBeCloseTo(28.26e12, -3);
  });

  it('come from another arithmetic of the device next', () => {
    expect(rateOf('rtx-4060-laptop', 'int8').rate).toBeCloseTo(28.26e12, -3);
    expect(rateOf('rtx-3060-12gb', 'fp16')).toMatchObject({ rate: expect.closeTo(12.74e12, -3) });
    expect(rateOf('rtx-3060-12gb', 'fp16').basis).toContain('fp16 no slower than fp32');
    expect(rateOf('jetson-agx-orin-64gb', 'fp16').rate).toBeCloseTo(137.5e12 / 2, -3);
    expect(rateOf('h100-sxm', 'fp32').rate).toBeCloseTo(989e12 / 2, -3);
  });

  it('come from the balance of their kind last, which is said', () => {
    const { rate, basis } = rateOf('dgx-spark', 'fp16');
    expect(basis).toMatch(/median fp32 balance \d+ FLOP\/B of \d+ gpu in the catalogue, range \d+–\d+/);
    expect(rate / 273e9).toBeGreaterThan(10);
    expect(rate / 273e9).toBeLessThan(100);
  });
});

describe('a thermal domain', () => {
  it('has a limit where throttling is known, and says so where none is', () => {
    const warm = ready(machineToDevices(machine('raspberry-pi-5-8gb'), q4, { withPriors: true }));
    expect(warm.used.find(({ path }) => path === 'thermalDomains[0].limitK')?.kind).toBe('derived');
    const unknownLimit = ready(machineToDevices(machine('rtx-4090'), q4, { withPriors: true }));
    expect(unknownLimit.machine.thermalDomains[0].limitK).toBe(Number.POSITIVE_INFINITY);
    expect(unknownLimit.used.find(({ path }) => path === 'thermalDomains[0].limitK')?.basis).toContain(
      'none is imposed',
    );
  });
});

describe('priors with other values', () => {
  const format = { name: 'Q4_K_M', bitsPerParameter: 4.89, arithmetic: 'fp16' } as const;
  const parts = (priorValues: Parameters<typeof machineToDevices>[2]) => {
    const result = machineToDevices(findMachine(catalogue, 'qeil-paper'), format, { withPriors: true, ...priorValues });
    if (result.kind !== 'ready') throw new Error('blocked');
    return result;
  };

  it('take the place of the shipped ones and say so', () => {
    const { machine, used } = parts({ priorValues: { joulePerByte: 40e-12 } });
    expect(machine.devices.map(({ points }) => points[0].joulePerByte)).toEqual([40e-12, 40e-12, 40e-12, 40e-12]);
    expect(used.find(({ path }) => path === 'devices[0].points[0].joulePerByte')).toMatchObject({
      kind: 'prior',
      basis: expect.stringContaining('set to 4e-11 by the caller instead of: 100 pJ/B'),
    });
  });

  it('leave everything else as it is', () => {
    const without = (result: ReturnType<typeof parts>) =>
      result.used.filter(({ path }) => !path.startsWith('links.linkLatencyS'));
    expect(without(parts({ priorValues: { linkLatencyS: 1e-3 } }))).toEqual(without(parts({})));
    expect(parts({ priorValues: { linkLatencyS: 1e-3 } }).machine.links[0][1].latencyS).toBe(1e-3);
  });

  it('are refused when negative', () => {
    expect(() => parts({ priorValues: { joulePerByte: -1 } })).toThrow(/priorValues.joulePerByte/);
  });
});

describe('the power of a device with priors', () => {
  it('at both roofs at once is within its limit, which is said', () => {
    const { machine: parts, used } = ready(machineToDevices(machine('qeil-paper'), q4, { withPriors: true }));
    const { flopRate, byteRate, joulePerFlop, joulePerByte, activePowerW } = parts.devices[3].points[0];
    expect(activePowerW + joulePerByte * byteRate[1] + joulePerFlop * flopRate[1]).toBeCloseTo(150, 9);
    expect(used.find(({ path }) => path === 'devices[3].points[0].joulePerFlop')?.basis).toMatch(
      /lowered to 1\.3\d* pJ\/FLOP, what its power limit leaves/,
    );
  });

  it('is the least of the range where the limit leaves nothing, and never above what is asked for', () => {
    const parts = (joulePerByte: number, joulePerFlop: number) =>
      ready(
        machineToDevices(machine('qeil-paper'), q4, { withPriors: true, priorValues: { joulePerByte, joulePerFlop } }),
      ).machine.devices[3].points[0].joulePerFlop;
    expect(parts(1, 8.1e-12)).toBe(PRIORS.joulePerFlop.range[0]);
    expect(parts(1, 1e-12)).toBe(1e-12);
    expect(parts(94.6e-12, 1e-12)).toBe(1e-12);
  });
});

describe('a cooler with priors', () => {
  it('is sized for the power limit, and measured resistances stay', () => {
    const { machine: parts, used } = ready(machineToDevices(machine('rtx-4090'), q4, { withPriors: true }));
    expect(parts.thermalDomains[0].resistanceKPerW).toBeCloseTo((0.8 * (368.15 - 298.15)) / 450, 12);
    expect(used.find(({ path }) => path === 'thermalDomains[0].resistanceKPerW')).toMatchObject({
      kind: 'prior',
      basis: expect.stringContaining(PRIORS.throttleK.basis),
    });
    const pi = ready(machineToDevices(machine('raspberry-pi-5-8gb'), q4, { withPriors: true })).used;
    expect(pi.find(({ path }) => path === 'thermalDomains[0].resistanceKPerW')?.kind).not.toBe('prior');
  });

  it('is not modelled where it would have to cool below ambient', () => {
    const hot = { withPriors: true, priorValues: { ambientK: 400 } };
    const { machine: parts, used } = ready(machineToDevices(machine('rtx-4090'), q4, hot));
    expect(parts.thermalDomains[0].resistanceKPerW).toBe(0);
    expect(used.find(({ path }) => path === 'thermalDomains[0].resistanceKPerW')?.basis).toContain('not modelled');
  });
});
