import { availableParallelism } from 'node:os';
import { QeilError } from '../errors/qeil-error.js';
import { findCpuClusters } from './cpu-clusters.js';
import { readCpuLimit } from './cpu-limit.js';
import { readCpuModel } from './cpu-model.js';
import { cpuPoints } from './cpu-points.js';
import type { Device, DeviceAbsence, ExecutionProvider, Machine, MachineMemoryPool } from './device.js';
import { fingerprintOf } from './fingerprint.js';
import { readNvidiaGpu } from './gpu-memory.js';
import { readSystemMemory } from './memory-pools.js';
import { listProviders, notInBuild, type ProbeRunner, probeProvider, runProbe } from './provider-probe.js';

export interface DiscoverOptions {
  /** Root of the file system to read `/sys` and `/proc` from; `/` unless a test says otherwise. */
  readonly root?: string;
  /** Try GPU providers in child processes; a few seconds. True unless told. */
  readonly probeProviders?: boolean;
  /** Runs one probe; a child process unless a test says otherwise. */
  readonly probe?: ProbeRunner;
}

/** Providers worth looking for besides the CPU, by platform. */
const GPU_PROVIDERS: Readonly<Partial<Record<NodeJS.Platform, readonly ExecutionProvider[]>>> = {
  linux: ['webgpu', 'cuda'],
  win32: ['webgpu', 'cuda', 'dml'],
  darwin: ['webgpu', 'coreml'],
};

/**
 * What this machine has: one device per kind of CPU core, one per GPU provider that really computes, and why the others are not
 * there. Nothing native is loaded in this process.
 *
 * @throws {QeilError} `device-unavailable` when not even a CPU can be made out
 */
export async function discoverMachine(options: DiscoverOptions = {}): Promise<Machine> {
  const { root = '/', probeProviders = true, probe = runProbe } = options;
  const cpuModel = readCpuModel(root);
  const cpuDevices = findCpuDevices(root, cpuModel);
  const memoryPools: MachineMemoryPool[] = [readSystemMemory(root)];
  const found = probeProviders ? await findGpuDevices(probe) : { devices: [], absences: [], pools: [] };
  const devices = [...cpuDevices, ...found.devices];
  memoryPools.push(...found.pools);
  return {
    devices,
    absences: found.absences,
    memoryPools,
    cpuModel,
    logicalCpus: cpuDevices.reduce((sum, device) => sum + (device.cpus?.length ?? 0), 0),
    fingerprint: fingerprintOf({ cpuModel, devices, memoryByte: memoryPools[0]?.totalByte ?? 0 }),
  };
}

function findCpuDevices(root: string, cpuModel: string): readonly Device[] {
  const { cpus, quota } = readCpuLimit(root);
  const here = root === '/' ? availableParallelism() : undefined;
  const usable = cpus ?? Array.from({ length: here ?? 0 }, (_, cpu) => cpu);
  const clusters = findCpuClusters(root, usable);
  const limit = Math.min(quota ?? Number.POSITIVE_INFINITY, here ?? Number.POSITIVE_INFINITY);
  if (clusters.length === 0) {
    throw new QeilError(`no usable CPU found below ${root}: neither sysfs nor the process's affinity lists one`, {
      kind: 'device-unavailable',
      remedy: 'mount /sys and /proc, or run outside the sandbox that hides them',
    });
  }
  return clusters.map(({ id, cpus: clusterCpus, evidence }) => ({
    id,
    name: evidence === '' ? cpuModel : `${cpuModel}, ${id.slice('cpu-'.length)} cores (by ${evidence})`,
    provider: 'cpu',
    cpus: clusterCpus,
    points: cpuPoints(Math.min(clusterCpus.length, limit)),
    memoryPool: 'system',
  }));
}

interface GpuDevices {
  readonly devices: readonly Device[];
  readonly absences: readonly DeviceAbsence[];
  readonly pools: readonly MachineMemoryPool[];
}

async function findGpuDevices(probe: ProbeRunner): Promise<GpuDevices> {
  const devices: Device[] = [];
  const absences: DeviceAbsence[] = [];
  const pools: MachineMemoryPool[] = [];
  const wanted = GPU_PROVIDERS[process.platform] ?? [];
  const { providers, reason } = await listProviders(probe);
  for (const provider of wanted) {
    if (providers === undefined) {
      absences.push({ provider, reason: `onnxruntime-node cannot be loaded: ${reason}` });
      continue;
    }
    if (!providers.includes(provider)) {
      absences.push(notInBuild(provider));
      continue;
    }
    const outcome = await probeProvider(provider, probe);
    if (!outcome.usable) {
      absences.push(outcome.absence);
      continue;
    }
    const nvidia = provider === 'cuda' ? await readNvidiaGpu() : undefined;
    if (provider === 'cuda' && nvidia === undefined) {
      absences.push({ provider, reason: 'its memory size is unknown', remedy: 'put `nvidia-smi` on the PATH' });
      continue;
    }
    if (nvidia !== undefined) pools.push(nvidia.pool);
    devices.push({
      id: provider,
      name: nvidia?.name ?? `GPU through ${provider}`,
      provider,
      // The host thread that feeds the GPU; its kernels do the work.
      points: [{ name: 'default', threads: 1 }],
      memoryPool: nvidia?.pool.id ?? 'system',
    });
  }
  return { devices, absences, pools };
}
