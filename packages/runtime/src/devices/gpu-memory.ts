import { execFile } from 'node:child_process';
import type { MachineMemoryPool } from './device.js';

/** Memory and name of the first NVIDIA GPU, by `nvidia-smi`; undefined when it cannot say. */
export function readNvidiaGpu(): Promise<{ readonly name: string; readonly pool: MachineMemoryPool } | undefined> {
  const query = ['--query-gpu=name,memory.total,memory.free', '--format=csv,noheader,nounits'];
  return new Promise((resolve) => {
    execFile('nvidia-smi', query, { timeout: 5000, encoding: 'utf8' }, (error, stdout) => {
      resolve(error === null ? parseNvidiaGpu(stdout) : undefined);
    });
  });
}

/** One line of `name, total MiB, free MiB`. */
export function parseNvidiaGpu(output: string) {
  const match = /^(.+), (\d{1,9}), (\d{1,9})$/.exec(output.split('\n')[0]?.trim() ?? '');
  if (match === null) return undefined;
  const [, name = '', total, free] = match;
  const pool = { id: 'cuda', totalByte: Number(total) * 2 ** 20, availableByte: Number(free) * 2 ** 20 };
  return { name, pool };
}
