import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { errorCode } from '../errors/error-code.js';
import { QeilError } from '../errors/qeil-error.js';

/**
 * A JSON file that may lie beside a model's weights and says what was learnt of the model; undefined when it is not there.
 *
 * @throws {QeilError} `model-invalid`, with the remedy given, when it is there and broken; `file-unreadable`
 */
export async function readLearntFile<Content>(
  path: string,
  schema: z.ZodType<Content>,
  remedy: string,
): Promise<Content | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') return undefined;
    throw new QeilError(`${path}: cannot be read`, { kind: 'file-unreadable', remedy: 'check its permissions', cause });
  }
  const broken = (problem: string, cause?: unknown) =>
    new QeilError(`${path}: ${problem}`, { kind: 'model-invalid', remedy, cause });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw broken('is not JSON', cause);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw broken(`${issue?.path.join('.') || 'the file'}: ${issue?.message ?? 'breaks the schema'}`);
}
