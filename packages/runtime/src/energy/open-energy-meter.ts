import type { Calibration } from '../calibration/calibration.js';
import type { Machine } from '../devices/device.js';
import { CounterMeter } from './counter-meter.js';
import { ModelledMeter } from './modelled-meter.js';
import { findRaplPackages } from './rapl-domains.js';
import type { EnergyMeter } from './reading.js';
import { UnknownMeter } from './unknown-meter.js';

export interface OpenMeterOptions {
  readonly machine: Machine;
  readonly calibration?: Calibration;
  /** Root of the file system to read `/sys` from; `/` unless a test says otherwise. */
  readonly root?: string;
  /** Monotonic seconds; the process clock unless a test says otherwise. */
  readonly now?: () => number;
}

/**
 * The best meter this machine offers: package counters when every one of them can be read and they cover every device; else a
 * model with the calibration's coefficients; else one that knows only time.
 */
export function openEnergyMeter(options: OpenMeterOptions): EnergyMeter {
  const { machine, calibration, root = '/', now = () => performance.now() / 1000 } = options;
  const packages = findRaplPackages(root);
  const readable = packages.length > 0 && packages.every((domain) => domain.read() !== undefined);
  // A discrete GPU is outside the processor's counters: a counter reading would leave out the device that does the work.
  const covered = machine.devices.every((device) => device.memoryPool === 'system');
  if (readable && covered) return new CounterMeter({ domains: packages, now });
  if (calibration !== undefined) return new ModelledMeter({ power: calibration.power, now });
  const why = readable ? 'the package counters do not cover every device' : 'no energy counter can be read';
  return new UnknownMeter(`${why} and there is no calibration to model energy with; run \`qeil calibrate\``, now);
}
