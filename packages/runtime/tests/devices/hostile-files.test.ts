import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCpuList } from '../../src/devices/cpu-list.js';
import { discoverMachine } from '../../src/devices/discover-machine.js';
import { readLastLevelCacheByte } from '../../src/devices/last-level-cache.js';
import { describeMeters } from '../../src/energy/describe-meters.js';
import { findRaplPackages } from '../../src/energy/rapl-domains.js';
import { QeilError } from '../../src/errors/qeil-error.js';
import { fakeRoot, writeFakeFile } from '../support/fake-root.js';
import { HYBRID_INTEL, RAPL } from '../support/machines.js';

const CACHE_SIZE = 'sys/devices/system/cpu/cpu0/cache/index0/size';
const FILES = {
  ...HYBRID_INTEL,
  ...RAPL,
  [CACHE_SIZE]: '32K\n',
  'proc/self/cgroup': '0::/a\n',
  'sys/fs/cgroup/a/cpu.max': 'max 100000\n',
};

/** Bytes that look like something as often as not. */
const content = fc.oneof(
  fc.uint8Array({ maxLength: 64 }),
  fc.string().map((text) => Buffer.from(text)),
  fc
    .constantFrom(
      '',
      '-1',
      '0',
      '18446744073709551615',
      '99999999999999999999',
      '0-99999999',
      '1e9',
      'NaN',
      '0\0',
      '..',
      '3-1',
    )
    .map((text) => Buffer.from(text)),
);

test('whatever a kernel file says, discovery answers or throws a typed error', async () => {
  const root = fakeRoot(FILES);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...Object.keys(FILES)), content, async (path, bytes) => {
      writeFakeFile(root, path, bytes);
      const machine = await discoverMachine({ root, probeProviders: false }).catch((error: unknown) => {
        if (!QeilError.isInstance(error)) throw error;
        return undefined;
      });
      for (const device of machine?.devices ?? []) {
        expect(device.points.length).toBeGreaterThan(0);
        for (const { threads } of device.points) expect(threads).toBeGreaterThanOrEqual(1);
      }
      for (const { rangeMicrojoule, read } of findRaplPackages(root)) {
        expect(rangeMicrojoule).toBeGreaterThan(0);
        const value = read();
        if (value !== undefined) expect(value).toBeGreaterThanOrEqual(0);
      }
      expect(describeMeters({ root }).length).toBeGreaterThan(0);
      const cacheByte = readLastLevelCacheByte(root);
      if (cacheByte !== undefined) expect(Number.isFinite(cacheByte)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('CPU lists: what is written can be read back, anything else is refused', () => {
  const cpus = fc
    .uniqueArray(fc.integer({ min: 0, max: 511 }), { minLength: 1 })
    .map((list) => list.sort((a, b) => a - b));
  fc.assert(
    fc.property(cpus, (list) => {
      expect(parseCpuList(list.join(','))).toEqual(list);
    }),
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      const parsed = parseCpuList(text);
      for (const cpu of parsed ?? []) expect(Number.isSafeInteger(cpu)).toBe(true);
    }),
  );
  expect(parseCpuList('0-2,5\n')).toEqual([0, 1, 2, 5]);
  expect(parseCpuList('2-1')).toBeUndefined();
  expect(parseCpuList('0-99999')).toBeUndefined();
});
