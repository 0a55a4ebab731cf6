import { join } from 'node:path';
import { calibrateMachine, discoverMachine, loadModelBundle, startEngine } from '@qeil/runtime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { calibrationSchema } from '../../src/calibration/calibration-schema.js';
import { QeilError } from '../../src/errors/qeil-error.js';
import type { Engine, Machine, ModelBundle } from '../../src/index.js';
import { fakeRoot } from '../support/fake-root.js';

const MODEL = join(import.meta.dirname, '..', 'fixtures', 'tiny-llama');

// Real devices, real model, a budget so small that only the least is measured. Only what noise cannot touch is asserted: schema, finiteness, coverage.
describe('calibrating this machine', () => {
  let machine: Machine;
  let bundle: ModelBundle;
  let engine: Engine;

  beforeAll(async () => {
    machine = await discoverMachine({ probeProviders: false });
    bundle = await loadModelBundle(MODEL);
    engine = await startEngine({ bundle, devices: machine.devices });
  });
  afterAll(() => engine.close());

  test('with a model: every point measured and fitted, kept, found again, forced anew', async () => {
    const cacheDirectory = join(fakeRoot({}), 'cache');
    const options = { machine, bundle, engine, budgetS: 1, cacheDirectory };
    const talk: string[] = [];
    const first = await calibrateMachine({ ...options, onProgress: (text) => talk.push(text) });
    expect(first.fromCache).toBe(false);
    expect(calibrationSchema.parse(first.calibration)).toEqual(first.calibration);
    expect(first.calibration.fingerprint).toBe(machine.fingerprint);
    const places = machine.devices.flatMap(({ id, points }) => points.map(({ name }) => `${id} ${name}`));
    expect(first.calibration.points.map(({ deviceId, pointName }) => `${deviceId} ${pointName}`)).toEqual(places);
    for (const { model } of first.calibration.points) {
      expect(model?.modelDigest).toBe(bundle.digest);
      expect(model?.decodePoints.length).toBeGreaterThanOrEqual(2);
    }
    expect(Object.keys(first.calibration.power)).toEqual(machine.devices.map(({ id }) => id));
    expect(talk.join('\n')).toContain(bundle.name);

    const second = await calibrateMachine(options);
    expect(second).toEqual({ calibration: first.calibration, fromCache: true });
    const forced = await calibrateMachine({ ...options, force: true });
    expect(forced.fromCache).toBe(false);
  }, 300_000);

  test('without a model: rates only', async () => {
    const { calibration, fromCache } = await calibrateMachine({ machine, budgetS: 0.5, cacheDirectory: null });
    expect(fromCache).toBe(false);
    for (const point of calibration.points) {
      expect(point.model).toBeUndefined();
      for (const rate of [point.flopRate, point.byteRate, point.workingSetByteRate]) expect(rate).toBeGreaterThan(0);
    }
  });

  test('a cache that cannot be written is said, and the calibration is used all the same', async () => {
    const root = fakeRoot({ file: '' });
    const talk: string[] = [];
    const { calibration } = await calibrateMachine({
      machine,
      budgetS: 0.5,
      cacheDirectory: join(root, 'file', 'below'),
      onProgress: (text) => talk.push(text),
    });
    expect(calibration.points.length).toBeGreaterThan(0);
    expect(talk.at(-1)).toContain('could not be kept');
  });

  test('what cannot be meant is refused', async () => {
    const wrong = [{ budgetS: 0 }, { budgetS: Number.NaN }, { budgetS: 1, bundle }, { budgetS: 1, engine }];
    for (const options of wrong) {
      const error = await calibrateMachine({ machine, cacheDirectory: null, ...options }).catch(
        (thrown: unknown) => thrown,
      );
      expect(QeilError.isInstance(error) && error.kind).toBe('usage');
    }
  });
});
