import { readFileSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { errorCode } from '../errors/error-code.js';
import type { LedgerFileSystem, ProcessTable } from './file-system.js';

export const nodeFileSystem: LedgerFileSystem = {
  makeDirectory: async (path) => {
    await mkdir(path, { recursive: true });
  },
  readFile: async (path) => {
    try {
      return await readFile(path);
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return undefined;
      throw error;
    }
  },
  openAppend: async (path) => {
    const handle = await open(path, 'a');
    return {
      write: async (bytes) => (await handle.write(bytes)).bytesWritten,
      truncate: (length) => handle.truncate(length),
      sync: () => handle.datasync(),
      close: () => handle.close(),
    };
  },
  createExclusive: async (path, text) => {
    try {
      const handle = await open(path, 'wx');
      try {
        await handle.writeFile(text);
      } finally {
        await handle.close();
      }
      return true;
    } catch (error) {
      if (errorCode(error) === 'EEXIST') return false;
      throw error;
    }
  },
  rename,
  remove: (path) => rm(path, { force: true }),
  syncDirectory: async (path) => {
    // Windows cannot open a directory, and needs no sync of it.
    if (process.platform === 'win32') return;
    const handle = await open(path, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
};

export const nodeProcessTable: ProcessTable = {
  own: { pid: process.pid, startedAt: startTimeOf(process.pid), host: hostname() },
  isAlive: ({ pid, startedAt, host }) => {
    // Nothing can be known of another machine's processes, so its lock holds.
    if (host !== hostname()) return true;
    try {
      process.kill(pid, 0);
    } catch (error) {
      if (errorCode(error) === 'ESRCH') return false;
    }
    return startedAt === startTimeOf(pid);
  },
};

/** Field 22 of /proc/<pid>/stat; the command name before it may hold spaces and parentheses. Empty outside Linux. */
function startTimeOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
