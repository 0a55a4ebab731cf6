import type { Device, DevicePoint, Machine } from '../devices/device.js';
import type { EnergyMeter } from '../energy/reading.js';
import type { Engine } from '../engine/wave.js';
import type { ModelBundle } from '../model-bundle/bundle.js';
import { benchmarkPoint } from './benchmark-point.js';
import type { PointCalibration } from './calibration.js';
import { fitModel } from './fit-model.js';
import type { MeteredRun } from './fit-power.js';
import { measureWaves } from './measure-waves.js';

/** Share of the budget for benchmarks when there is a model to time as well. */
const BENCHMARK_SHARE = 0.4;
/** More repetitions than this add nothing (s per point). */
const LONGEST_BENCHMARK_S = 1.5;
const LONGEST_MODEL_S = 4;
/** Starting a child and filling its matrices takes about this long (s per point). */
const START_S = 0.4;
export interface PointOptions {
  readonly machine: Machine;
  /** Together with `engine`, or neither. */
  readonly bundle?: ModelBundle;
  readonly engine?: Engine;
  readonly onProgress?: (text: string) => void;
  readonly meter: EnergyMeter;
  readonly device: Device;
  readonly point: DevicePoint;
  /** Time to spend on this point (s). */
  readonly timeS: number;
  readonly lastLevelCacheByte: number | undefined;
}

export interface MeasuredPoint {
  readonly calibrated: PointCalibration;
  /** What the model's waves took, where a counter told. */
  readonly run?: MeteredRun;
}

/**
 * Benchmark one device at one point and, given a model, time its waves there with the meter running.
 *
 * @throws {QeilError} `device-unavailable` when the benchmark fails; what the engine throws
 */
export async function measurePoint(options: PointOptions): Promise<MeasuredPoint> {
  const { machine, bundle, engine, meter, device, point, timeS, lastLevelCacheByte, onProgress } = options;
  const share = bundle === undefined ? 1 : BENCHMARK_SHARE;
  const benchmarkS = Math.min(LONGEST_BENCHMARK_S, Math.max(0.1, share * timeS - START_S));
  const workingSetByte = bundle?.weightByte;
  const benchmark = await benchmarkPoint({
    machine,
    device,
    point,
    workingSetByte,
    lastLevelCacheByte,
    timeS: benchmarkS,
  });
  const measured = {
    deviceId: device.id,
    pointName: point.name,
    flopRate: benchmark.flopRate.median,
    byteRate: benchmark.byteRate.median,
    workingSetByteRate: benchmark.workingSetByteRate.median,
    spread: {
      flopRate: benchmark.flopRate.spread,
      byteRate: benchmark.byteRate.spread,
      workingSetByteRate: benchmark.workingSetByteRate.spread,
    },
    callOverheadS: benchmark.callOverheadS,
  };
  if (bundle === undefined || engine === undefined) return { calibrated: measured };
  onProgress?.(`${device.id} ${point.name}: ${bundle.name}`);
  const modelS = Math.min(LONGEST_MODEL_S, Math.max(0, timeS - benchmarkS - START_S));
  const now = () => performance.now() / 1000;
  const window = meter.open();
  const waves = await measureWaves({ engine, bundle, device, point, timeS: modelS, now });
  const { activity } = waves;
  const { energyJ, wallS } = window.close(activity);
  const calibrated = { ...measured, model: fitModel(bundle, benchmark, waves) };
  return energyJ === null ? { calibrated } : { calibrated, run: { deviceId: device.id, energyJ, wallS, activity } };
}
