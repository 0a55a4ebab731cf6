import { describe, expect, it } from 'vitest';
import { buildPlacementProblem } from '../../src/planning/build-placement-problem.js';
import {
  isWrittenPlan,
  machineForPlanFile,
  type PlanFile,
  planFileOf,
  planOfFile,
  readPlanFile,
  type WrittenPlan,
} from '../../src/planning/plan-file.js';
import { BUNDLE, calibrationOf, MACHINE } from '../support/calibrations.js';
import { fakeRoot } from '../support/fake-root.js';

const FILE = {
  schema: 'qeil.plan-file/1',
  devices: [
    { id: 'left', cpus: [0, 1] },
    { id: 'right', cpus: [2] },
  ],
  waveSize: 8,
  microBatches: 2,
  pieces: [
    { layers: [0, 2], decode: { device: 'left', point: '1-thread' } },
    { layers: [3, 4], decode: { device: 'right' }, prefill: { device: 'left', point: '1-thread' } },
  ],
} as const;

async function written(content: unknown): Promise<WrittenPlan> {
  const file = await read(content);
  if (!isWrittenPlan(file)) throw new Error('the file holds no pieces');
  return file;
}

function read(content: unknown): Promise<PlanFile> {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return readPlanFile(`${fakeRoot({ 'plan.json': text })}/plan.json`);
}

describe('reading', () => {
  it.each([
    ['no JSON', '{', 'is not JSON'],
    ['another schema', { ...FILE, schema: 'x' }, 'schema'],
    ['no pieces', { ...FILE, pieces: [] }, 'pieces'],
    ['an unknown key', { ...FILE, joules: 1 }, 'joules'],
    ['pieces without a wave', { ...FILE, waveSize: undefined }, 'go together'],
    ['a wave without pieces', { ...FILE, pieces: undefined }, 'go together'],
    ['nothing at all', { schema: FILE.schema }, 'go together'],
    ['a wave of none', { ...FILE, waveSize: 0 }, 'waveSize'],
  ])('refuses %s', async (_, content, words) => {
    await expect(read(content)).rejects.toMatchObject({
      kind: 'input-invalid',
      message: expect.stringContaining(words),
    });
  });

  it('says when the file is not there', async () => {
    await expect(readPlanFile('/nowhere/plan.json')).rejects.toMatchObject({ kind: 'file-unreadable' });
  });
});

describe('devices', () => {
  it('are those declared, in place of the CPUs found, and only those used', async () => {
    const { devices } = machineForPlanFile(MACHINE, await read(FILE));
    expect(devices.map(({ id, cpus }) => [id, cpus])).toEqual([
      ['left', [0, 1]],
      ['right', [2]],
    ]);
  });

  it('may be all that a file says, and then replace the CPUs only; their calibrations are their own', async () => {
    const file = await read({ schema: FILE.schema, devices: FILE.devices });
    expect(isWrittenPlan(file)).toBe(false);
    const machine = machineForPlanFile(MACHINE, file);
    expect(machine.devices.map(({ id }) => id)).toEqual(['left', 'right', 'cuda']);
    expect(machine.fingerprint).not.toBe(MACHINE.fingerprint);
    expect(machineForPlanFile(MACHINE, file).fingerprint).toBe(machine.fingerprint);
    const [left] = FILE.devices;
    const other = machineForPlanFile(MACHINE, await read({ schema: FILE.schema, devices: [left] }));
    expect(other.fingerprint).not.toBe(machine.fingerprint);
  });

  it('are those found when none are declared', async () => {
    const pieces = [{ layers: [0, 4], decode: { device: 'cuda' } }];
    const { devices } = machineForPlanFile(MACHINE, await read({ ...FILE, devices: undefined, pieces }));
    expect(devices.map(({ id }) => id)).toEqual(['cuda']);
  });

  it.each([
    ['a CPU that is not here', [{ id: 'left', cpus: [9] }], 'not one of this machine'],
    ['a CPU twice', [...FILE.devices, { id: 'third', cpus: [2] }], 'belongs to right'],
    ['a piece elsewhere', [{ id: 'left', cpus: [0] }], 'the device right'],
  ])('refuses %s', async (_, devices, words) => {
    const file = await read({ ...FILE, devices });
    expect(() => machineForPlanFile(MACHINE, file)).toThrow(words);
  });
});

describe('the plan', () => {
  const planned = (file: WrittenPlan) => {
    const machine = machineForPlanFile(MACHINE, file);
    const request = { promptTokens: 20, sampleLengths: [30], neededSamples: [0, 0, 0, 1] };
    const problem = buildPlacementProblem({ machine, calibration: calibrationOf(machine), bundle: BUNDLE, ...request });
    return planOfFile(file, machine, problem);
  };

  it('has names for the engine and indices for the model, within the budget', async () => {
    const plan = planned(await written(FILE));
    const left = { deviceId: 'left', pointName: '1-thread' };
    const right = { deviceId: 'right', pointName: '1-thread' };
    expect(plan.split?.pieces).toEqual([
      { firstLayer: 0, endLayer: 3, prefill: left, decode: left },
      { firstLayer: 3, endLayer: 5, prefill: left, decode: right },
    ]);
    expect(plan).toMatchObject({ prefill: left, decode: right, waveSize: 4 });
    expect(plan.plan.prefillDevice).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(plan.plan.decodeDevice).toEqual([0, 0, 0, 0, 1, 1, 1]);
    expect(plan.predicted.energyJ).toBeGreaterThan(0);
  });

  it('is the same again when it is written to a file', async () => {
    const plan = planned(await written(FILE));
    const again = await written(planFileOf(plan, BUNDLE.shape.layers, (await read(FILE)).devices));
    expect(planned(again)).toEqual(plan);
  });

  it.each([
    ['a gap', [{ layers: [1, 4], decode: { device: 'left' } }]],
    ['a layer that is not there', [{ layers: [0, 5], decode: { device: 'left' } }]],
    ['a point that is not the device’s', [{ layers: [0, 4], decode: { device: 'left', point: 'turbo' } }]],
  ])('is refused with %s', async (_, pieces) => {
    const file = await written({ ...FILE, pieces });
    expect(() => planned(file)).toThrow(expect.objectContaining({ kind: 'input-invalid' }));
  });
});
