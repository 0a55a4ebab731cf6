import { accessSync, constants } from 'node:fs';
import { cpus } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Device } from '../devices/device.js';
import { QeilError } from '../errors/qeil-error.js';

/** How to start a program so that it stays on the CPUs of a device: the program and what comes before the script. */
export interface Launcher {
  readonly execPath: string;
  readonly execArgv: readonly string[];
}

function findTaskset(): string | undefined {
  for (const directory of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(directory, 'taskset');
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // not here
    }
  }
  return undefined;
}

/**
 * A CPU cluster that is a part of the machine is held to by util-linux's `taskset`, which replaces itself by Node, so process id
 * and channel stay the same. A device that spans the machine, and any other provider, needs nothing.
 *
 * @throws {QeilError} `device-unavailable` when a cluster cannot be held: its measurements would be of other cores
 */
export function launcherFor(device: Device): Launcher {
  const plain = { execPath: process.execPath, execArgv: [] };
  if (device.provider !== 'cpu' || device.cpus === undefined || device.cpus.length >= cpus().length) return plain;
  const taskset = findTaskset();
  if (taskset === undefined) {
    throw new QeilError(
      `device ${device.id} is CPUs ${device.cpus.join(',')}, and there is no taskset to hold it to them`,
      {
        kind: 'device-unavailable',
        remedy: 'Install util-linux, or plan with the device that spans the whole machine.',
      },
    );
  }
  return { execPath: taskset, execArgv: ['-c', device.cpus.join(','), process.execPath] };
}
