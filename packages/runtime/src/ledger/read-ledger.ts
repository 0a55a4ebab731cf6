import { join } from 'node:path';
import { QeilError } from '../errors/qeil-error.js';
import type { LedgerFileSystem } from './file-system.js';
import { nodeFileSystem } from './node-file-system.js';
import { LEDGER_FILE } from './open-ledger.js';
import { type ParsedLedger, parseLedger } from './parse-ledger.js';

/** Read a ledger without opening it for writing: for reports, and to repeat a recorded run's settings. */
export async function readLedger(directory: string, files: LedgerFileSystem = nodeFileSystem): Promise<ParsedLedger> {
  const path = join(directory, LEDGER_FILE);
  let bytes: Uint8Array | undefined;
  try {
    bytes = await files.readFile(path);
  } catch (cause) {
    throw new QeilError(`${path}: cannot be read`, { kind: 'file-unreadable', remedy: 'check its permissions', cause });
  }
  if (bytes === undefined) {
    throw new QeilError(`${path}: no such file`, { kind: 'file-missing', remedy: 'name the directory given as --out' });
  }
  return parseLedger(bytes, path);
}
