import { join } from 'node:path';
import type { Device, DevicePoint, Machine } from '../devices/device.js';
import { readLastLevelCacheByte } from '../devices/last-level-cache.js';
import { qeilDirectories } from '../directories/qeil-directories.js';
import type { Engine } from '../engine/wave.js';
import { QeilError } from '../errors/qeil-error.js';
import type { ModelBundle } from '../model-bundle/bundle.js';
import { benchmarkPoint } from './benchmark-point.js';
import type { Calibration, PointCalibration } from './calibration.js';
import { readCachedCalibration, writeCachedCalibration } from './calibration-cache.js';
import { fitModel } from './fit-model.js';
import { measureWaves } from './measure-waves.js';
import { priorPower } from './power-priors.js';

export interface CalibrateOptions {
  readonly machine: Machine;
  /** Calibrate with this model; needs `engine`. */
  readonly bundle?: ModelBundle;
  /** An engine started for `bundle` on the machine's devices. */
  readonly engine?: Engine;
  /** Time to spend (s). What cannot be left out is done even if it takes longer. */
  readonly budgetS: number;
  readonly onProgress?: (text: string) => void;
  /** Where calibrations are kept; the XDG cache when absent, nowhere when null. */
  readonly cacheDirectory?: string | null;
  /** Measure even if a calibration is at hand. */
  readonly force?: boolean;
  /** Root of the file system to read cache sizes from; `/` unless a test says otherwise. */
  readonly root?: string;
}

export interface CalibrateResult {
  readonly calibration: Calibration;
  readonly fromCache: boolean;
  /** Why an older calibration was not used. */
  readonly invalidated?: string;
}

/** Share of the budget for benchmarks when there is a model to time as well. */
const BENCHMARK_SHARE = 0.4;
/** More repetitions than this add nothing (s per point). */
const LONGEST_BENCHMARK_S = 1.5;
const LONGEST_MODEL_S = 4;
/** Starting a child and filling its matrices takes about this long (s per point). */
const START_S = 0.4;

/**
 * Measure what the machine's devices do, or take it from the cache: rates by benchmark; with a model also its real prefill and
 * decode times and a fit to them; power from published priors, labelled so.
 *
 * @throws {QeilError} `usage` when the budget is not positive or `bundle` and `engine` do not come together; `device-unavailable` when
 *   a device fails its benchmark; what the engine throws
 */
export async function calibrateMachine(options: CalibrateOptions): Promise<CalibrateResult> {
  const { machine, bundle, budgetS, onProgress, force = false, root = '/' } = options;
  checkOptions(options);
  const directory =
    options.cacheDirectory === undefined ? join(qeilDirectories().cache, 'calibration') : options.cacheDirectory;
  const key = { machine, modelDigest: bundle?.digest };
  const cached = directory === null || force ? {} : await readCachedCalibration(directory, key);
  if (cached.calibration !== undefined) return { calibration: cached.calibration, fromCache: true };

  const startMs = performance.now();
  const lastLevelCacheByte = readLastLevelCacheByte(root);
  const places = machine.devices.flatMap((device) => device.points.map((point) => ({ device, point })));
  const points: PointCalibration[] = [];
  for (const [index, { device, point }] of places.entries()) {
    const leftS = Math.max(0, budgetS - (performance.now() - startMs) / 1000) / (places.length - index);
    onProgress?.(`${device.id} ${point.name}: benchmarks (${index + 1}/${places.length})`);
    points.push(await measurePoint({ ...options, device, point, timeS: leftS, lastLevelCacheByte }));
  }
  const workingSetByte = bundle?.weightByte;
  const calibration: Calibration = {
    schema: 'qeil.calibration/1',
    fingerprint: machine.fingerprint,
    createdAt: new Date().toISOString(),
    elapsedS: (performance.now() - startMs) / 1000,
    points,
    power: priorPower({ machine, workingSetByte, lastLevelCacheByte }),
  };
  if (directory !== null) {
    try {
      await writeCachedCalibration(directory, key, calibration);
    } catch (error) {
      // The calibration itself is good; only the next run pays again.
      onProgress?.(`the calibration could not be kept: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { calibration, fromCache: false, ...pickInvalidated(cached.invalidated) };
}

function pickInvalidated(invalidated: string | undefined): { invalidated?: string } {
  return invalidated === undefined ? {} : { invalidated };
}

interface PointOptions extends CalibrateOptions {
  readonly device: Device;
  readonly point: DevicePoint;
  readonly timeS: number;
  readonly lastLevelCacheByte: number | undefined;
}

async function measurePoint(options: PointOptions): Promise<PointCalibration> {
  const { machine, bundle, engine, device, point, timeS, lastLevelCacheByte, onProgress } = options;
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
  if (bundle === undefined || engine === undefined) return measured;
  onProgress?.(`${device.id} ${point.name}: ${bundle.name}`);
  const modelS = Math.min(LONGEST_MODEL_S, Math.max(0, timeS - benchmarkS - START_S));
  const now = () => performance.now() / 1000;
  const waves = await measureWaves({ engine, bundle, device, point, timeS: modelS, now });
  return { ...measured, model: fitModel(bundle, benchmark, waves) };
}

function checkOptions({ bundle, engine, budgetS }: CalibrateOptions): void {
  if (!(budgetS > 0)) {
    throw new QeilError(`calibrateMachine: a budget of ${budgetS} s leaves no time to measure`, {
      kind: 'usage',
      remedy: 'give a positive number of seconds, for example --budget 20s',
    });
  }
  if ((bundle === undefined) !== (engine === undefined)) {
    throw new QeilError('calibrateMachine: a model is timed by running it, so `bundle` and `engine` come together', {
      kind: 'usage',
      remedy: 'pass both, or neither to measure the machine alone',
    });
  }
}
