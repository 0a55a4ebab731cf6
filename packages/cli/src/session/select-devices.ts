import type { Machine } from '@qeil/runtime';
import { QeilError } from '@qeil/runtime/errors';
import { nearest } from '../command/nearest.js';
import type { Talk } from '../progress/talk.js';

/** A machine cut down to the devices to use. */
export interface Selection {
  readonly machine: Machine;
  /** null when the user named none. */
  readonly requested: readonly string[] | null;
  /** Requested, and not here. */
  readonly missing: readonly string[];
}

function explain(machine: Machine, id: string): string {
  const absence = machine.absences.find((each) => id === each.provider || id.startsWith(`${each.provider}-`));
  if (absence !== undefined) return `${id} (${absence.reason})`;
  const near = nearest(
    id,
    machine.devices.map((device) => device.id),
  );
  return near === undefined ? id : `${id} (did you mean ${near}?)`;
}

/**
 * Keep the devices the user named.
 *
 * What is missing is an error with `--strict`, else said aloud and done without; never replaced by another device.
 * @throws {QeilError} `device-unavailable` when nothing is left, or anything is missing with `strict`
 */
export function selectDevices(machine: Machine, ids: string | undefined, strict: boolean, talk: Talk): Selection {
  const here = machine.devices.map((device) => device.id).join(', ');
  if (machine.devices.length === 0) {
    const reasons = machine.absences.map((absence) => `${absence.provider}: ${absence.reason}`).join('; ');
    throw new QeilError(`no device can run a model here${reasons === '' ? '' : ` (${reasons})`}`, {
      kind: 'device-unavailable',
      remedy: 'qeil doctor shows what was looked for',
    });
  }
  if (ids === undefined) return { machine, requested: null, missing: [] };
  const requested = [...new Set(ids.split(',').map((id) => id.trim()))].filter((id) => id !== '');
  const devices = machine.devices.filter((device) => requested.includes(device.id));
  const missing = requested.filter((id) => !devices.some((device) => device.id === id));
  if (devices.length === 0 || (strict && missing.length > 0)) {
    const named = missing.map((id) => explain(machine, id)).join(', ');
    throw new QeilError(`requested and not here: ${named === '' ? '(no device named)' : named}; here: ${here}`, {
      kind: 'device-unavailable',
      remedy: `name devices that are here, for example --device ${machine.devices[0]?.id}`,
    });
  }
  if (missing.length > 0) {
    const named = missing.map((id) => explain(machine, id)).join(', ');
    talk(`qeil: requested and not here: ${named}; doing without (--strict makes this an error)`);
  }
  // A pool that no device draws on has no measured bandwidth, and no say in a plan.
  const memoryPools = machine.memoryPools.filter(({ id }) => devices.some((device) => device.memoryPool === id));
  return { machine: { ...machine, devices, memoryPools }, requested, missing };
}
