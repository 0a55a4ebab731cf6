/** The little of a file system the ledger needs, so that tests can make each operation fail. */
export interface LedgerFileSystem {
  makeDirectory(path: string): Promise<void>;
  /** Undefined when there is no such file. */
  readFile(path: string): Promise<Uint8Array | undefined>;
  /** Open for appending, creating the file when there is none. */
  openAppend(path: string): Promise<LedgerFile>;
  /** Create a file that must not exist; false when it does. */
  createExclusive(path: string, text: string): Promise<boolean>;
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Make new names in a directory survive a power cut. */
  syncDirectory(path: string): Promise<void>;
}

export interface LedgerFile {
  /** Append; may write less than asked. @returns bytes written */
  write(bytes: Uint8Array): Promise<number>;
  truncate(length: number): Promise<void>;
  /** Return only when the data is on the device. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** Who runs, for the lock. */
export interface ProcessTable {
  readonly own: ProcessIdentity;
  isAlive(identity: ProcessIdentity): boolean;
}

/** A process id alone is reused; with its start time and machine it is not. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Start time as the system states it; empty where it does not. */
  readonly startedAt: string;
  readonly host: string;
}
