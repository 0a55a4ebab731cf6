import { z } from 'zod';
import type { LedgerFileSystem, ProcessIdentity, ProcessTable } from './file-system.js';
import { LedgerRefusal } from './ledger-error.js';

const identitySchema = z.object({ pid: z.number(), startedAt: z.string(), host: z.string() });

/**
 * Take the lock file at `path`, so that no second process writes beside us. A lock whose process is gone is taken over: it is
 * first moved away, which only one taker can do, and put back if another live lock was moved by mistake.
 *
 * @returns a function that gives the lock back
 * @throws {LedgerRefusal} `locked` while the holder is alive
 */
export async function takeLock(
  path: string,
  files: LedgerFileSystem,
  processes: ProcessTable,
): Promise<() => Promise<void>> {
  const text = JSON.stringify(processes.own);
  const release = () => files.remove(path);
  if (await files.createExclusive(path, text)) return release;
  const holder = await readHolder(path, files);
  if (holder.identity !== undefined && processes.isAlive(holder.identity)) throw locked(path, holder.identity);
  const aside = `${path}.stale-${processes.own.pid}`;
  await files.rename(path, aside).catch((cause: unknown) => {
    throw new LedgerRefusal(`${path}: changed while it was taken over (${String(cause)})`, 'locked', 'run again');
  });
  const moved = await readHolder(aside, files);
  if (moved.text !== holder.text) {
    await files.rename(aside, path);
    throw locked(path, moved.identity);
  }
  await files.remove(aside);
  if (await files.createExclusive(path, text)) return release;
  throw locked(path, (await readHolder(path, files)).identity);
}

/** A lock that cannot be read was cut short by a crash and names no living holder. */
async function readHolder(
  path: string,
  files: LedgerFileSystem,
): Promise<{ readonly text: string; readonly identity: ProcessIdentity | undefined }> {
  const bytes = await files.readFile(path);
  const text = bytes === undefined ? '' : new TextDecoder().decode(bytes);
  try {
    return { text, identity: identitySchema.safeParse(JSON.parse(text)).data };
  } catch {
    return { text, identity: undefined };
  }
}

function locked(path: string, holder: ProcessIdentity | undefined): LedgerRefusal {
  const who = holder === undefined ? 'another process' : `process ${holder.pid} on ${holder.host}`;
  return new LedgerRefusal(
    `${path}: ${who} is writing this ledger`,
    'locked',
    `wait for it, choose another --out, or delete ${path} if no such process runs`,
  );
}
