import type { LedgerFileSystem, ProcessTable } from '../../src/ledger/file-system.js';

/** Which call fails, and how. */
export interface FileFault {
  /** The k-th call of any operation, from 1. */
  readonly call: number;
  /** `once`: that call only; `persistent`: that call and all later ones. */
  readonly span: 'once' | 'persistent';
  readonly code: string;
}

interface MemoryFile {
  bytes: Buffer;
  /** What a power cut leaves. */
  durable: Buffer;
}

/** Writes take at most this many bytes, so that callers must go on after a short write. */
const LONGEST_WRITE = 700;

/** A disk in memory: counts calls, fails the k-th, writes in small pieces, and loses what was not synced at a power cut. */
export class MemoryFileSystem implements LedgerFileSystem {
  readonly files = new Map<string, MemoryFile>();
  calls = 0;
  fault: FileFault | undefined;

  async makeDirectory(): Promise<void> {
    this.#count();
  }

  async readFile(path: string): Promise<Uint8Array | undefined> {
    this.#count();
    return this.files.get(path)?.bytes;
  }

  async openAppend(path: string) {
    this.#count();
    const file = this.#create(path);
    return {
      write: async (bytes: Uint8Array) => {
        const piece = Buffer.from(bytes.subarray(0, LONGEST_WRITE));
        try {
          this.#count();
        } catch (error) {
          // A full disk takes some of it.
          file.bytes = Buffer.concat([file.bytes, piece.subarray(0, piece.length >> 1)]);
          throw error;
        }
        file.bytes = Buffer.concat([file.bytes, piece]);
        return piece.length;
      },
      truncate: async (length: number) => {
        this.#count();
        file.bytes = file.bytes.subarray(0, length);
      },
      sync: async () => {
        this.#count();
        file.durable = file.bytes;
      },
      close: async () => {
        this.#count();
      },
    };
  }

  async createExclusive(path: string, text: string): Promise<boolean> {
    this.#count();
    if (this.files.has(path)) return false;
    this.#create(path).bytes = Buffer.from(text);
    return true;
  }

  async rename(from: string, to: string): Promise<void> {
    this.#count();
    const file = this.files.get(from);
    if (file === undefined) throw Object.assign(new Error('ENOENT'), { code: 'ENOENT' });
    this.files.delete(from);
    this.files.set(to, file);
  }

  async remove(path: string): Promise<void> {
    this.#count();
    this.files.delete(path);
  }

  async syncDirectory(): Promise<void> {
    this.#count();
  }

  /** Power cut: of what was not synced, the first `kept` (a share in [0, 1]) survives. */
  crash(kept: number): void {
    for (const file of this.files.values()) {
      const stable = commonPrefix(file.durable, file.bytes);
      const unsynced = file.bytes.length - stable;
      file.bytes = file.bytes.subarray(0, stable + Math.floor(kept * unsynced));
      file.durable = file.bytes;
    }
    this.fault = undefined;
    this.calls = 0;
  }

  #create(path: string): MemoryFile {
    const file = this.files.get(path) ?? { bytes: Buffer.alloc(0), durable: Buffer.alloc(0) };
    this.files.set(path, file);
    return file;
  }

  #count(): void {
    this.calls += 1;
    if (this.fault === undefined) return;
    const { call, span, code } = this.fault;
    if (this.calls === call || (span === 'persistent' && this.calls > call))
      throw Object.assign(new Error(code), { code });
  }
}

/** A process with this id, in a world where only `alive` processes run. */
export function fakeProcesses(pid: number, alive: readonly number[] = [pid]): ProcessTable {
  return { own: { pid, startedAt: String(pid), host: 'here' }, isAlive: (identity) => alive.includes(identity.pid) };
}

function commonPrefix(left: Buffer, right: Buffer): number {
  let length = 0;
  while (length < left.length && length < right.length && left[length] === right[length]) length += 1;
  return length;
}
