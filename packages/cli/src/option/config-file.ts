import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { QeilError } from '@qeil/runtime/errors';

/**
 * A JSON object of option values. Keys are checked by the caller, who knows the command.
 * @throws {QeilError} `usage` when the file is missing, unreadable, not JSON or not an object
 */
export async function readConfigFile(path: string, workingDirectory: string): Promise<Record<string, unknown>> {
  const remedy = 'a config file is one JSON object whose keys equal the flags, for example {"samples": 16}';
  let content: string;
  try {
    content = await readFile(resolve(workingDirectory, path), 'utf8');
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? String(cause);
    throw new QeilError(`config file ${path} cannot be read (${reason})`, { kind: 'usage', remedy, cause });
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(content);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new QeilError(`config file ${path} is not JSON: ${reason}`, { kind: 'usage', remedy, cause });
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new QeilError(`config file ${path} does not hold a JSON object`, { kind: 'usage', remedy });
  }
  return { ...parsed };
}
