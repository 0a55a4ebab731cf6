import type { Machine } from '../devices/device.js';
import { type BenchmarkOptions, benchmarkDevice } from './benchmark-device.js';

export interface TogetherOptions extends Pick<BenchmarkOptions, 'workingSetByte' | 'lastLevelCacheByte' | 'timeS'> {
  readonly machine: Machine;
}

/**
 * Bandwidth of each memory pool that several devices share, with all of them reading at once, each at its last point: the sum of
 * what each reached at the model's working-set size (B/s). The benchmarks start together but not in step, so a device that is done
 * early leaves the others some time alone: an upper figure.
 *
 * @throws {QeilError} `device-unavailable` when a benchmark fails
 */
export async function measureTogether(options: TogetherOptions): Promise<Record<string, number>> {
  const { machine } = options;
  const rates: Record<string, number> = {};
  for (const { id } of machine.memoryPools) {
    const sharing = machine.devices.filter(({ memoryPool }) => memoryPool === id);
    if (sharing.length < 2) continue;
    const benchmarks = await Promise.all(
      sharing.map((device) => benchmarkDevice({ ...options, device: { ...device, points: device.points.slice(-1) } })),
    );
    rates[id] = benchmarks.flat().reduce((sum, { workingSetByteRate }) => sum + workingSetByteRate.median, 0);
  }
  return rates;
}
