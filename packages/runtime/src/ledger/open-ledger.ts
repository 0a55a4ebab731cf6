import { join } from 'node:path';
import type { LedgerFile, LedgerFileSystem, ProcessTable } from './file-system.js';
import { encodeRecords, FileLedger, type Ledger, writeWhole } from './ledger.js';
import { LedgerRefusal, saveFailed } from './ledger-error.js';
import { takeLock } from './lock.js';
import { nodeFileSystem, nodeProcessTable } from './node-file-system.js';
import { type ParsedLedger, parseLedger } from './parse-ledger.js';
import { provenanceDifferences, type RunProvenance } from './provenance.js';
import { LEDGER_SCHEMA } from './record.js';

export const LEDGER_FILE = 'ledger.jsonl';
export const LOCK_FILE = 'ledger.lock';

export interface OpenLedgerOptions {
  readonly directory: string;
  /** Go on with the ledger that is there; without one, start. */
  readonly resume: boolean;
  readonly provenance: RunProvenance;
  readonly files?: LedgerFileSystem;
  readonly processes?: ProcessTable;
  readonly now?: () => Date;
}

/**
 * Open `<directory>/ledger.jsonl` for one writer.
 *
 * @throws {LedgerRefusal} `exists` without `resume`; `mismatch` when the recorded run was another; `locked`; `damaged`
 * @throws {QeilError} `save-failed` when directory, lock or file cannot be written
 */
export async function openLedger(options: OpenLedgerOptions): Promise<Ledger> {
  const { directory, files = nodeFileSystem, processes = nodeProcessTable } = options;
  const path = join(directory, LEDGER_FILE);
  let release: () => Promise<void> = async () => undefined;
  let file: LedgerFile | undefined;
  try {
    await files.makeDirectory(directory);
    release = await takeLock(join(directory, LOCK_FILE), files, processes);
    const bytes = (await files.readFile(path)) ?? new Uint8Array();
    const parsed = parseLedger(bytes, path);
    if (parsed.header !== undefined) requireResumable(parsed.header.provenance, options, path);
    file = await files.openAppend(path);
    if (parsed.wholeByte < bytes.length) {
      await file.truncate(parsed.wholeByte);
      await file.sync();
    }
    if (parsed.header === undefined) await writeHeader(file, options, files);
    return new FileLedger({ path, provenance: options.provenance, file, parsed: next(parsed), release });
  } catch (cause) {
    // The first failure is the one to report; these only tidy up behind it.
    await file?.close().catch(() => undefined);
    await release().catch(() => undefined);
    throw saveFailed('open the ledger', path, cause);
  }
}

function requireResumable(recorded: RunProvenance, { resume, provenance }: OpenLedgerOptions, path: string): void {
  if (!resume) {
    throw new LedgerRefusal(
      `${path}: there is a ledger already`,
      'exists',
      'go on with it by --resume, or choose another --out',
    );
  }
  const differences = provenanceDifferences(recorded, provenance);
  if (differences.length === 0) return;
  const listed = differences.slice(0, 3).map(({ field, recorded, wanted }) => `${field} was ${recorded}, is ${wanted}`);
  const more = differences.length > listed.length ? `; and ${differences.length - listed.length} more` : '';
  throw new LedgerRefusal(
    `${path}: records another run: ${listed.join('; ')}${more}`,
    'mismatch',
    'repeat the recorded settings, or choose another --out',
    differences,
  );
}

async function writeHeader(file: LedgerFile, options: OpenLedgerOptions, files: LedgerFileSystem): Promise<void> {
  const createdAt = (options.now?.() ?? new Date()).toISOString();
  const { provenance } = options;
  await writeWhole(file, encodeRecords([{ type: 'header', schema: LEDGER_SCHEMA, write: 0, createdAt, provenance }]));
  await files.syncDirectory(options.directory);
}

/** The header takes write 0. */
function next({ records, nextWrite }: ParsedLedger): Pick<ParsedLedger, 'records' | 'nextWrite'> {
  return { records, nextWrite: Math.max(1, nextWrite) };
}
