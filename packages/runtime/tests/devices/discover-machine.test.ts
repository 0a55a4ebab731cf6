import { describe, expect, test } from 'vitest';
import { discoverMachine } from '../../src/devices/discover-machine.js';
import { QeilError } from '../../src/errors/qeil-error.js';
import { fakeRoot } from '../support/fake-root.js';
import { BIG_LITTLE, DENSE_CORES, HOMOGENEOUS, HYBRID_INTEL, THREE_CLUSTERS } from '../support/machines.js';

const discover = (files: Readonly<Record<string, string>>) =>
  discoverMachine({ root: fakeRoot(files), probeProviders: false });
const clusters = async (files: Readonly<Record<string, string>>) =>
  (await discover(files)).devices.map(({ id, cpus }) => [id, cpus]);

describe('CPU clusters', () => {
  test('a machine of one kind is one device with doubling thread counts', async () => {
    const { devices, logicalCpus, cpuModel, absences } = await discover(HOMOGENEOUS);
    expect(devices).toHaveLength(1);
    expect(devices[0]).toMatchObject({ id: 'cpu', name: 'Some Server CPU', provider: 'cpu', memoryPool: 'system' });
    expect(devices[0]?.points).toEqual([
      { name: '1-thread', threads: 1 },
      { name: '2-threads', threads: 2 },
      { name: '4-threads', threads: 4 },
      { name: '8-threads', threads: 8 },
    ]);
    expect({ logicalCpus, cpuModel, absences }).toEqual({ logicalCpus: 8, cpuModel: 'Some Server CPU', absences: [] });
  });

  test('big.LITTLE is sorted by capacity, fastest first', async () => {
    expect(await clusters(BIG_LITTLE)).toEqual([
      ['cpu-performance', [4, 5, 6, 7]],
      ['cpu-efficiency', [0, 1, 2, 3]],
    ]);
  });

  test('three capacities make a middle cluster', async () => {
    expect(await clusters(THREE_CLUSTERS)).toEqual([
      ['cpu-performance', [7]],
      ['cpu-middle', [4, 5, 6]],
      ['cpu-efficiency', [0, 1, 2, 3]],
    ]);
  });

  test('hybrid Intel is sorted by its PMU lists', async () => {
    expect(await clusters(HYBRID_INTEL)).toEqual([
      ['cpu-performance', [0, 1, 2, 3]],
      ['cpu-efficiency', [4, 5, 6, 7]],
      ['cpu-low-power', [8, 9]],
    ]);
  });

  test('hybrid Intel by the types folder where the PMU lists are missing', async () => {
    const files = Object.fromEntries(
      Object.entries(HYBRID_INTEL).filter(([path]) => !path.includes('sys/devices/cpu_')),
    );
    const types = 'sys/devices/system/cpu/types';
    const found = { ...files, [`${types}/intel_core/cpulist`]: '0-3', [`${types}/intel_atom/cpulist`]: '4-9' };
    expect((await clusters(found)).map(([id]) => id)).toEqual(['cpu-performance', 'cpu-efficiency']);
  });

  test('PMU lists that leave a CPU unexplained are not used', async () => {
    expect(await clusters({ ...HYBRID_INTEL, 'sys/devices/cpu_lowpower/cpus': '9' })).toEqual([
      ['cpu', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
    ]);
  });

  test('dense cores are told apart by clock, favoured cores are not', async () => {
    expect((await clusters(DENSE_CORES)).map(([id]) => id)).toEqual(['cpu-performance', 'cpu-efficiency']);
    expect((await clusters(HOMOGENEOUS)).map(([id]) => id)).toEqual(['cpu']);
  });

  test('without any evidence all CPUs are one kind', async () => {
    const files = Object.fromEntries(Object.entries(BIG_LITTLE).filter(([path]) => !path.includes('cpu_capacity')));
    expect(await clusters(files)).toEqual([['cpu', [0, 1, 2, 3, 4, 5, 6, 7]]]);
  });
});

describe('limits of the process', () => {
  test('CPUs outside the affinity or offline are not offered', async () => {
    const status = 'Cpus_allowed_list:\t2-5,100\n';
    expect(await clusters({ ...BIG_LITTLE, 'proc/self/status': status })).toEqual([
      ['cpu-performance', [4, 5]],
      ['cpu-efficiency', [2, 3]],
    ]);
    expect(await clusters({ ...BIG_LITTLE, 'sys/devices/system/cpu/online': '4-7' })).toEqual([['cpu', [4, 5, 6, 7]]]);
  });

  test.each([
    [
      'version 2',
      {
        'proc/self/cgroup': '0::/a/b\n',
        'sys/fs/cgroup/a/cpu.max': '350000 100000\n',
        'sys/fs/cgroup/a/b/cpu.max': 'max 100000\n',
      },
    ],
    [
      'version 1',
      {
        'proc/self/cgroup': '4:cpu,cpuacct:/job\n',
        'sys/fs/cgroup/cpu/job/cpu.cfs_quota_us': '300000\n',
        'sys/fs/cgroup/cpu/job/cpu.cfs_period_us': '100000\n',
      },
    ],
  ])('a control-group quota (%s) limits the threads', async (_, group) => {
    const [device] = (await discover({ ...HOMOGENEOUS, ...group })).devices;
    expect(device?.points.map(({ threads }) => threads)).toEqual([1, 2, 3]);
  });

  test('memory is cut to the control group', async () => {
    expect((await discover(HOMOGENEOUS)).memoryPools).toEqual([
      { id: 'system', totalByte: 16_000_000 * 1024, availableByte: 12_000_000 * 1024 },
    ]);
    const group = {
      'proc/self/cgroup': '0::/box\n',
      'sys/fs/cgroup/box/memory.max': '4000000000\n',
      'sys/fs/cgroup/box/memory.current': '1000000000\n',
      'sys/fs/cgroup/memory.max': 'max\n',
    };
    expect((await discover({ ...HOMOGENEOUS, ...group })).memoryPools).toEqual([
      { id: 'system', totalByte: 4e9, availableByte: 3e9 },
    ]);
  });

  test('no CPU at all is an error that says so', async () => {
    const error = await discover({}).catch((thrown: unknown) => thrown);
    expect(QeilError.isInstance(error) && error.kind).toBe('device-unavailable');
  });
});

describe('fingerprint', () => {
  test('is the same for the same machine and another for another', async () => {
    const one = await discover(HOMOGENEOUS);
    expect((await discover(HOMOGENEOUS)).fingerprint).toBe(one.fingerprint);
    expect(one.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    for (const other of [BIG_LITTLE, { ...HOMOGENEOUS, 'proc/self/status': 'Cpus_allowed_list:\t0-3\n' }]) {
      expect((await discover(other)).fingerprint).not.toBe(one.fingerprint);
    }
  });

  test('a few reserved megabytes do not change it, half the memory does', async () => {
    const withMemory = async (kibibytes: number) =>
      (await discover({ ...HOMOGENEOUS, 'proc/meminfo': `MemTotal: ${kibibytes} kB\n` })).fingerprint;
    expect(await withMemory(16_000_000)).toBe(await withMemory(16_020_000));
    expect(await withMemory(16_000_000)).not.toBe(await withMemory(8_000_000));
  });
});
