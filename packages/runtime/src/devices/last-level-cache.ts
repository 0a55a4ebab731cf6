import { listSystemFolder, readSystemText } from './system-files.js';

const UNITS: Readonly<Record<string, number>> = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };

/** Size of the largest cache CPU 0 can use (B); undefined when sysfs does not say, as on many Arm boards. */
export function readLastLevelCacheByte(root: string): number | undefined {
  const at = 'sys/devices/system/cpu/cpu0/cache';
  const sizes = listSystemFolder(root, at).flatMap((folder) => {
    const match = /^(\d{1,9})([KMG]?)$/.exec(readSystemText(root, `${at}/${folder}/size`) ?? '');
    return match === null ? [] : [Number(match[1]) * (UNITS[match[2] ?? ''] ?? 1)];
  });
  return sizes.length === 0 ? undefined : Math.max(...sizes);
}
