import { mkdir } from 'node:fs/promises';
import { QeilError } from '@qeil/runtime/errors';

/**
 * @throws {QeilError} `save-failed` when the directory cannot be made
 */
export async function makeDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new QeilError(`the output directory ${directory} cannot be made: ${reason}`, {
      kind: 'save-failed',
      remedy: 'name a directory you may write to with --out',
      cause,
    });
  }
}
