import { runChild } from '../child-process/run-child.js';
import type { Device, Machine } from '../devices/device.js';
import { QeilError } from '../errors/qeil-error.js';
import { type Benchmark, type BenchmarkRequest, benchmarkAnswerSchema } from './benchmark-messages.js';

export interface BenchmarkOptions {
  readonly machine: Machine;
  readonly device: Device;
  /** Bytes of the model's weights; a default stands in without a model. */
  readonly workingSetByte: number | undefined;
  readonly lastLevelCacheByte: number | undefined;
  /** Time to spend per point (s). */
  readonly timeS: number;
}

/** A working set when no model is given: the weights of a model of a few million parameters (B). */
const DEFAULT_WORKING_SET_BYTE = 16 * 2 ** 20;
/** A working set beyond this is DRAM traffic like any other and needs no matrix of its size (B). */
const LARGEST_WORKING_SET_BYTE = 256 * 2 ** 20;
/** Bounds of the streamed matrix (B): four times the cache, but neither trifling nor more than a small board has. */
const STREAM_BYTE = { least: 64 * 2 ** 20, most: 512 * 2 ** 20 };
/** GPUs hold the matrix in the graph; it stays small enough to serialise (B). */
const GPU_BYTE = 32 * 2 ** 20;
/** Time a benchmark may take beyond what it was given: start-up, allocation, least repetitions (s). */
const GRACE_S = 60;

/**
 * Measure one device at each of its points, in one child process that may crash.
 *
 * @returns one benchmark per point, in order
 * @throws {QeilError} `device-unavailable` when the benchmark does not come back
 */
export async function benchmarkDevice(options: BenchmarkOptions): Promise<readonly Benchmark[]> {
  const { machine, device } = options;
  const request = benchmarkRequest(options);
  const cpuDevices = machine.devices.filter(({ provider }) => provider === 'cpu');
  // On a machine of one kind the scheduler may choose; among several kinds the numbers must be this kind's.
  const pinned = device.provider === 'cpu' && cpuDevices.length > 1 ? { cpus: device.cpus ?? [] } : {};
  const script = new URL('./benchmark-child.js', import.meta.url);
  const timeoutS = request.timeS * device.points.length + GRACE_S;
  const outcome = await runChild(script, request, { timeoutS, ...pinned });
  if (!outcome.ok) throw unavailable(device, outcome.reason);
  const parsed = benchmarkAnswerSchema.length(device.points.length).safeParse(outcome.value);
  if (parsed.success) return parsed.data;
  throw unavailable(device, JSON.stringify(outcome.value).slice(0, 300));
}

export function benchmarkRequest(options: BenchmarkOptions): BenchmarkRequest {
  const { machine, device, workingSetByte, lastLevelCacheByte, timeS } = options;
  const { provider } = device;
  const pool = machine.memoryPools.find(({ id }) => id === device.memoryPool);
  // Benchmarks must not push a small machine into swap: a quarter of what is free.
  const spareByte = (pool?.availableByte ?? STREAM_BYTE.least) / 4;
  const largest = provider === 'cpu' ? Math.min(STREAM_BYTE.most, spareByte) : GPU_BYTE;
  const wanted = Math.max(STREAM_BYTE.least, 4 * (lastLevelCacheByte ?? 0));
  return {
    provider,
    threads: device.points.map(({ threads }) => threads),
    streamByte: Math.min(wanted, largest),
    workingSetByte: Math.min(workingSetByte ?? DEFAULT_WORKING_SET_BYTE, LARGEST_WORKING_SET_BYTE, largest),
    timeS,
  };
}

function unavailable(device: Device, reason: string): QeilError {
  return new QeilError(`calibrating ${device.id} failed: ${reason}`, {
    kind: 'device-unavailable',
    remedy: 'run `qeil doctor` to see whether the device still works',
  });
}
