import { join, resolve } from 'node:path';
import type { CliContext } from '../command/context.js';
import { usageError } from '../errors/usage-error.js';

/** Where results go: the directory named, or a new one that carries the time. */
export function outputDirectory(
  context: CliContext,
  command: string,
  values: { readonly out: string | undefined; readonly resume: boolean },
): string {
  if (values.out !== undefined) return resolve(context.workingDirectory, values.out);
  if (values.resume) {
    throw usageError('--resume needs --out: the directory of the run to go on with', `qeil ${command} --help`);
  }
  const stamp = new Date(context.now()).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  return join(context.workingDirectory, 'qeil-out', `${command}-${stamp}`);
}
