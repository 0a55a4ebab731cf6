import type { Device } from '../devices/device.js';
import type { FaultKind } from '../errors/fault-kind.js';
import { QeilError } from '../errors/qeil-error.js';
import type { ModelBundle } from '../model-bundle/bundle.js';
import type { SupervisorSettings } from './supervisor-settings.js';
import type { Engine } from './wave.js';

/** Something went wrong on a device; reported also when the engine recovered by itself. */
export interface FaultEvent {
  readonly kind: FaultKind;
  readonly deviceId: string;
  readonly detail: string;
  readonly questionId?: string;
}

export interface StartEngineOptions {
  readonly bundle: ModelBundle;
  readonly devices: readonly Device[];
  readonly onFault?: (event: FaultEvent) => void;
  readonly supervisor?: Partial<SupervisorSettings>;
}

export async function startEngine(options: StartEngineOptions): Promise<Engine> {
  throw new QeilError(`the engine for ${options.bundle.name} is not built yet`, { kind: 'internal' });
}
