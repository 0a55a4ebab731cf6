import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** Device processes started, directly or through a launcher, by `parent`. Linux only: read from /proc. */
export function deviceProcessesOf(parent: number): number[] {
  const parents = new Map<number, number>();
  const devices: number[] = [];
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const status = readFileSync(`/proc/${entry}/status`, 'utf8');
      parents.set(Number(entry), Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]));
      if (readFileSync(`/proc/${entry}/cmdline`, 'utf8').includes('device-process')) devices.push(Number(entry));
    } catch {
      // The process ended while we looked.
    }
  }
  return devices.filter((pid) => {
    for (let at = parents.get(pid); at !== undefined && at > 1; at = parents.get(at)) if (at === parent) return true;
    return false;
  });
}

export function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** Wait for something to become true; the deadline is far beyond what any machine needs and only ends a broken test. */
export async function until<Value>(what: string, look: () => Value | undefined | false): Promise<Value> {
  for (let attempt = 0; attempt < 12_000; attempt += 1) {
    const value = look();
    if (value !== undefined && value !== false) return value;
    await pause(5);
  }
  throw new Error(`waited in vain for ${what}`);
}
