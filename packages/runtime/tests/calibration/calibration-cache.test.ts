import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Calibration } from '../../src/calibration/calibration.js';
import {
  parseCalibration,
  readCachedCalibration,
  writeCachedCalibration,
} from '../../src/calibration/calibration-cache.js';
import { BUNDLE, calibrationOf, MACHINE } from '../support/calibrations.js';
import { fakeRoot } from '../support/fake-root.js';

const KEY = { machine: MACHINE, modelDigest: BUNDLE.digest };
const CALIBRATION = calibrationOf(MACHINE);

async function saved(calibration: Calibration = CALIBRATION) {
  const directory = join(fakeRoot({}), 'a', 'calibration');
  const path = await writeCachedCalibration(directory, KEY, calibration);
  return { directory, path };
}

describe('the calibration cache', () => {
  test('gives back what was kept, and leaves no other file', async () => {
    const { directory, path } = await saved();
    expect(await readCachedCalibration(directory, KEY)).toEqual({ calibration: CALIBRATION });
    expect(readdirSync(directory).map((name) => join(directory, name))).toEqual([path]);
  });

  test('an empty or missing folder is no reason to say anything', async () => {
    expect(await readCachedCalibration(join(fakeRoot({}), 'nothing'), KEY)).toEqual({});
  });

  test('models and machines do not see each other’s', async () => {
    const { directory } = await saved();
    expect(await readCachedCalibration(directory, { ...KEY, modelDigest: 'other' })).toEqual({});
    expect(await readCachedCalibration(directory, { ...KEY, modelDigest: undefined })).toEqual({});
  });

  test('a changed machine is told', async () => {
    const { directory } = await saved();
    const changed = { ...MACHINE, fingerprint: '0'.repeat(64) };
    const { invalidated } = await readCachedCalibration(directory, { ...KEY, machine: changed });
    expect(invalidated).toContain('changed since the last calibration');
  });

  test.each([
    ['another schema', { ...CALIBRATION, schema: 'qeil.calibration/0' }, /schema/],
    ['another fingerprint inside', { ...CALIBRATION, fingerprint: 'x' }, /other hardware/],
    ['a missing point', { ...CALIBRATION, points: CALIBRATION.points.slice(1) }, /lacks cpu-performance at 1-thread/],
    ['no word of crossings', { ...CALIBRATION, crossing: undefined }, /crossing/],
    ['missing power', { ...CALIBRATION, power: {} }, /knows no power/],
    [
      'a rate of zero',
      { ...CALIBRATION, points: CALIBRATION.points.map((point) => ({ ...point, flopRate: 0 })) },
      /points\.0\.flopRate/,
    ],
    [
      'another model',
      { ...CALIBRATION, points: CALIBRATION.points.map(({ model: _, ...point }) => point) },
      /another model/,
    ],
    ['null', null, /not a calibration/],
  ])('%s is a reason', async (_, content, reason) => {
    const { directory, path } = await saved();
    writeFileSync(path, JSON.stringify(content));
    const answer = await readCachedCalibration(directory, KEY);
    expect(answer.calibration).toBeUndefined();
    expect(answer.invalidated).toMatch(reason);
  });

  test('a file cut anywhere is a reason or still the whole calibration', async () => {
    const { directory, path } = await saved();
    const whole = readFileSync(path);
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: whole.length }), async (length) => {
        writeFileSync(path, whole.subarray(0, length));
        const { calibration, invalidated } = await readCachedCalibration(directory, KEY);
        if (calibration === undefined) expect(invalidated).toContain('is not a calibration');
        else expect(calibration).toEqual(CALIBRATION);
      }),
    );
  });

  test('random bytes and damaged bytes never get through and never throw', async () => {
    const { directory, path } = await saved();
    const whole = readFileSync(path);
    const damaged = fc
      .array(fc.tuple(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 })), { minLength: 1 })
      .map((edits) => {
        const bytes = Buffer.from(whole);
        for (const [at, value] of edits) bytes[at] = value;
        return bytes;
      });
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array(), damaged), async (bytes) => {
        writeFileSync(path, bytes);
        const { calibration, invalidated } = await readCachedCalibration(directory, KEY);
        expect((calibration === undefined) !== (invalidated === undefined)).toBe(true);
        for (const { flopRate } of calibration?.points ?? []) expect(flopRate).toBeGreaterThan(0);
      }),
      { numRuns: 200 },
    );
  });

  test('any JSON value is judged without a throw', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(typeof parseCalibration(text)).toBe('string');
      }),
    );
  });

  test('a folder in the file’s place is a reason', async () => {
    const { path } = await saved();
    const name = path.slice(path.lastIndexOf('/') + 1);
    const root = fakeRoot({ [`${name}/x`]: '' });
    expect((await readCachedCalibration(root, KEY)).invalidated).toContain('EISDIR');
  });
});
