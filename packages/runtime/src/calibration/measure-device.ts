import type { Device, DevicePoint, Machine } from '../devices/device.js';
import type { EnergyMeter } from '../energy/reading.js';
import type { Engine } from '../engine/wave.js';
import type { ModelBundle } from '../model-bundle/bundle.js';
import { benchmarkDevice } from './benchmark-device.js';
import type { Benchmark } from './benchmark-messages.js';
import type { PointCalibration } from './calibration.js';
import { fitModel } from './fit-model.js';
import type { MeteredRun } from './fit-power.js';
import { measureWaves } from './measure-waves.js';

/** Share of the time for benchmarks when there is a model to time as well. */
const BENCHMARK_SHARE = 0.35;
/** Starting the benchmark's process and filling its matrices takes about this long (s). */
const START_S = 0.5;
/** Less cannot be told from noise, more adds nothing (s per point). */
const BENCHMARK_S = { least: 0.05, most: 1.5 };
const MOST_MODEL_S = 4;

export interface MeasureDeviceOptions {
  readonly machine: Machine;
  /** Together with `engine`, or neither. */
  readonly bundle?: ModelBundle;
  readonly engine?: Engine;
  readonly onProgress?: (text: string) => void;
  readonly meter: EnergyMeter;
  readonly device: Device;
  /** Time to spend on this device (s). */
  readonly timeS: number;
  readonly lastLevelCacheByte: number | undefined;
}

export interface MeasuredPoint {
  readonly calibrated: PointCalibration;
  /** What the model's waves took, where a counter told. */
  readonly run?: MeteredRun;
}

/**
 * Benchmark one device at each of its points and, given a model, time its waves there with the meter running.
 *
 * @throws {QeilError} `device-unavailable` when the benchmark fails; what the engine throws
 */
export async function measureDevice(options: MeasureDeviceOptions): Promise<readonly MeasuredPoint[]> {
  const { machine, bundle, device, timeS, lastLevelCacheByte, onProgress } = options;
  const startMs = performance.now();
  const share = bundle === undefined ? 1 : BENCHMARK_SHARE;
  const perPointS = (share * timeS - START_S) / device.points.length;
  onProgress?.(`${device.id}: benchmarks`);
  const benchmarks = await benchmarkDevice({
    machine,
    device,
    workingSetByte: bundle?.weightByte,
    lastLevelCacheByte,
    timeS: Math.min(BENCHMARK_S.most, Math.max(BENCHMARK_S.least, perPointS)),
  });
  const measured: MeasuredPoint[] = [];
  for (const [index, point] of device.points.entries()) {
    const benchmark = benchmarks[index];
    if (benchmark === undefined) throw new RangeError(`measureDevice: no benchmark of ${device.id} at ${point.name}`);
    const leftS = Math.max(0, timeS - (performance.now() - startMs) / 1000) / (device.points.length - index);
    measured.push(await measurePoint(options, point, benchmark, Math.min(MOST_MODEL_S, leftS)));
  }
  return measured;
}

async function measurePoint(
  { bundle, engine, meter, device, onProgress }: MeasureDeviceOptions,
  point: DevicePoint,
  benchmark: Benchmark,
  timeS: number,
): Promise<MeasuredPoint> {
  const { flopRate, byteRate, workingSetByteRate, callOverheadS } = benchmark;
  const calibrated: PointCalibration = {
    deviceId: device.id,
    pointName: point.name,
    flopRate: flopRate.median,
    byteRate: byteRate.median,
    workingSetByteRate: workingSetByteRate.median,
    spread: {
      flopRate: flopRate.spread,
      byteRate: byteRate.spread,
      workingSetByteRate: workingSetByteRate.spread,
    },
    callOverheadS,
  };
  if (bundle === undefined || engine === undefined) return { calibrated };
  onProgress?.(`${device.id} ${point.name}: ${bundle.name}`);
  const window = meter.open();
  const now = () => performance.now() / 1000;
  const waves = await measureWaves({ engine, bundle, device, point, timeS, now });
  const { activity } = waves;
  const { energyJ, wallS } = window.close(activity);
  const withModel = { ...calibrated, model: fitModel(bundle, benchmark, waves) };
  if (energyJ === null) return { calibrated: withModel };
  return { calibrated: withModel, run: { deviceId: device.id, energyJ, wallS, activity } };
}
