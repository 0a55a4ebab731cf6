import type { FaultKind } from '../errors/fault-kind.js';

/** Something went wrong on a device; reported also when the engine recovered by itself. */
export interface FaultEvent {
  readonly kind: FaultKind;
  readonly deviceId: string;
  readonly detail: string;
  readonly questionId?: string;
}
