import { open, rename, rm } from 'node:fs/promises';
import { QeilError } from '@qeil/runtime/errors';

/**
 * Replace a file in one step: a reader sees the old content or the new, never half, also after a power cut.
 * @throws {QeilError} `save-failed`
 */
export async function writeAtomically(path: string, content: string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    const file = await open(temporary, 'w');
    try {
      await file.writeFile(content, 'utf8');
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new QeilError(`${path} could not be saved: ${reason}`, {
      kind: 'save-failed',
      remedy: 'free some space or name a directory you may write to with --out',
      cause,
    });
  }
}
