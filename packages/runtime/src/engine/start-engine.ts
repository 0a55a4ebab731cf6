import type { Device } from '../devices/device.js';
import type { ModelBundle } from '../model-bundle/bundle.js';
import { DeviceEngine } from './device-engine.js';
import { chooseDriver } from './driver/choose-driver.js';
import type { DriverName } from './driver/session-driver.js';
import type { FaultEvent } from './fault-event.js';
import { DEFAULT_SUPERVISOR_SETTINGS, type SupervisorSettings } from './supervisor-settings.js';
import type { Engine } from './wave.js';

export interface StartEngineOptions {
  readonly bundle: ModelBundle;
  readonly devices: readonly Device[];
  /** Told of every fault, also of those the engine recovered from. */
  readonly onFault?: (event: FaultEvent) => void;
  readonly supervisor?: Partial<SupervisorSettings>;
  /** Use this driver on the CPU. When absent a probe chooses: see `docs/execution.md`. */
  readonly driver?: DriverName;
  /**
   * False: run models as they were exported, bit for bit like a model in pieces. Else the rows of a wave share their prompt where that
   * is proved equal but for rounding: see `docs/engine.md`.
   */
  readonly sharePrompt?: boolean;
  /** Where findings about drivers and rewritten graphs are remembered; when absent every engine finds them anew. */
  readonly cacheDirectory?: string;
}

/**
 * An engine for one model on the given devices. Device processes start when a wave first needs them, one per device and operating
 * point, and stay until `close`.
 */
export async function startEngine(options: StartEngineOptions): Promise<Engine> {
  const { driver, cacheDirectory } = options;
  return new DeviceEngine({
    bundle: options.bundle,
    devices: options.devices,
    onFault: options.onFault ?? (() => {}),
    chooseDriver: async () => {
      if (driver !== undefined) return { driver, why: 'asked for' };
      return chooseDriver(options.bundle, cacheDirectory === undefined ? {} : { cacheDirectory });
    },
    sharePrompt: options.sharePrompt ?? true,
    ...(cacheDirectory === undefined ? {} : { cacheDirectory }),
    settings: { ...DEFAULT_SUPERVISOR_SETTINGS, ...options.supervisor },
  });
}
