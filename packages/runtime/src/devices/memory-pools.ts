import { freemem, totalmem } from 'node:os';
import { controlGroupFolders } from './cpu-limit.js';
import type { MachineMemoryPool } from './device.js';
import { readSystemInteger, readSystemText } from './system-files.js';

/** Limits at or above this are how version 1 control groups say "none". */
const NO_LIMIT_BYTE = 2 ** 60;

/**
 * The memory the CPUs (and integrated processors) share: `/proc/meminfo`, cut to the tightest control-group limit.
 * Without `/proc/meminfo`, what the operating system's library says.
 */
export function readSystemMemory(root: string): MachineMemoryPool {
  const text = readSystemText(root, 'proc/meminfo') ?? '';
  const kibibytes = (name: string) => {
    const match = new RegExp(`^${name}:\\s+(\\d{1,15}) kB$`, 'm').exec(text);
    return match === null ? undefined : Number(match[1]) * 1024;
  };
  let totalByte = kibibytes('MemTotal') ?? totalmem();
  let availableByte = kibibytes('MemAvailable') ?? kibibytes('MemFree') ?? freemem();
  for (const limit of readLimits(root)) {
    totalByte = Math.min(totalByte, limit.limitByte);
    availableByte = Math.min(availableByte, Math.max(0, limit.limitByte - limit.usedByte));
  }
  return { id: 'system', totalByte, availableByte };
}

function readLimits(root: string): readonly { readonly limitByte: number; readonly usedByte: number }[] {
  const files = [
    ...controlGroupFolders(root, '').map((folder) => ({
      at: `sys/fs/cgroup${folder}`,
      limit: 'memory.max',
      used: 'memory.current',
    })),
    ...controlGroupFolders(root, 'memory').map((folder) => ({
      at: `sys/fs/cgroup/memory${folder}`,
      limit: 'memory.limit_in_bytes',
      used: 'memory.usage_in_bytes',
    })),
  ];
  return files.flatMap(({ at, limit, used }) => {
    const limitByte = readSystemInteger(root, `${at}/${limit}`);
    if (limitByte === undefined || limitByte >= NO_LIMIT_BYTE) return [];
    return [{ limitByte, usedByte: readSystemInteger(root, `${at}/${used}`) ?? 0 }];
  });
}
