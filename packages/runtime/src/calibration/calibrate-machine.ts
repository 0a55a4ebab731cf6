import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Machine } from '../devices/device.js';
import { readLastLevelCacheByte } from '../devices/last-level-cache.js';
import { qeilDirectories } from '../directories/qeil-directories.js';
import { openEnergyMeter } from '../energy/open-energy-meter.js';
import type { EnergyMeter } from '../energy/reading.js';
import type { Engine } from '../engine/wave.js';
import { QeilError } from '../errors/qeil-error.js';
import type { ModelBundle } from '../model-bundle/bundle.js';
import type { Calibration, PointCalibration } from './calibration.js';
import { readCachedCalibration, writeCachedCalibration } from './calibration-cache.js';
import { fitPower, type MeteredRun } from './fit-power.js';
import { measureCrossing } from './measure-crossing.js';
import { measureDevice } from './measure-device.js';
import { measureTogether } from './measure-together.js';
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
  /** Root of the file system to read caches and counters from; `/` unless a test says otherwise. */
  readonly root?: string;
  /** Meter to learn power from; the machine's own counters, where it has any, unless a test says otherwise. */
  readonly meter?: EnergyMeter;
}

export interface CalibrateResult {
  readonly calibration: Calibration;
  readonly fromCache: boolean;
  /** Why an older calibration was not used. */
  readonly invalidated?: string;
}

/** Window for the idle power: hundreds of counter updates, no more than a user notices (s). */
const IDLE_S = 0.5;
/** Time for what devices cost each other (s): enough for a median. */
const TOGETHER_S = 0.6;
const CROSSING_S = 0.5;

/**
 * Measure what the machine's devices do, or take it from the cache: rates by benchmark; with a model also its real prefill and
 * decode times and a fit to them; power from the machine's counters, or from published priors, labelled so.
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
  const meter = options.meter ?? openEnergyMeter({ machine, root });
  const idleW = bundle === undefined ? undefined : await measureIdlePower(meter);
  const runs: MeteredRun[] = [];
  const points: PointCalibration[] = [];
  for (const [index, device] of machine.devices.entries()) {
    const leftS = Math.max(0, budgetS - (performance.now() - startMs) / 1000);
    const timeS = leftS / (machine.devices.length - index);
    for (const { calibrated, run } of await measureDevice({ ...options, meter, device, timeS, lastLevelCacheByte })) {
      points.push(calibrated);
      if (run !== undefined) runs.push(run);
    }
  }
  const shared = await measureSharing(options, lastLevelCacheByte);
  const priors = priorPower({ machine, workingSetByte: bundle?.weightByte, lastLevelCacheByte });
  const calibration: Calibration = {
    schema: 'qeil.calibration/1',
    fingerprint: machine.fingerprint,
    createdAt: new Date().toISOString(),
    elapsedS: (performance.now() - startMs) / 1000,
    points,
    ...shared,
    power: idleW === undefined ? priors : fitPower({ machine, idleW, runs, priors, meter: meter.detail }),
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

/** What devices cost each other; nothing on a machine with one. */
async function measureSharing(
  { machine, bundle, engine, onProgress }: CalibrateOptions,
  lastLevelCacheByte: number | undefined,
): Promise<Pick<Calibration, 'crossing' | 'togetherByteRate'>> {
  const [first, second] = machine.devices;
  if (first === undefined || second === undefined) return {};
  onProgress?.('all devices at once');
  const workingSetByte = bundle?.weightByte;
  const togetherByteRate = await measureTogether({ machine, workingSetByte, lastLevelCacheByte, timeS: TOGETHER_S });
  if (bundle === undefined || engine === undefined) return { togetherByteRate };
  onProgress?.(`${first.id} to ${second.id}: ${bundle.name} in two pieces`);
  // Processes that hold the whole model go first: their memory may be needed for the pieces.
  await engine.keepOnly([]);
  const now = () => performance.now() / 1000;
  const latencyS = await measureCrossing({ engine, bundle, devices: [first, second], timeS: CROSSING_S, now });
  await engine.keepOnly([]);
  if (latencyS === null) onProgress?.(`${bundle.name} cannot be cut, so no plan will split its layers`);
  return { togetherByteRate, crossing: latencyS === null ? null : { latencyS } };
}

function pickInvalidated(invalidated: string | undefined): { invalidated?: string } {
  return invalidated === undefined ? {} : { invalidated };
}

/** Power with nothing of ours running (W); undefined where no counter can be read. */
async function measureIdlePower(meter: EnergyMeter): Promise<number | undefined> {
  if (meter.source !== 'counter') return undefined;
  const window = meter.open();
  await setTimeout(IDLE_S * 1000);
  const { energyJ, wallS } = window.close([]);
  return energyJ === null ? undefined : energyJ / wallS;
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
