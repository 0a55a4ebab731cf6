import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { QeilError } from '../errors/qeil-error.js';
import { refuseLfsPointer } from './file-kind.js';

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** The text of a file of a model, or undefined when it is not there. */
export async function readOptionalText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new QeilError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      kind: 'file-unreadable',
      remedy: 'Check that it is a regular file and that you may read it.',
      cause: error,
    });
  }
}

/** A JSON file of a model against its schema, or undefined when it is not there. */
export async function readOptionalJson<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const text = await readOptionalText(path);
  if (text === undefined) return undefined;
  refuseLfsPointer(path, text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new QeilError(`${path} is not valid JSON: ${error instanceof Error ? error.message : String(error)}`, {
      kind: 'model-invalid',
      remedy: 'Download the model again.',
      cause: error,
    });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new QeilError(`${path} does not describe a model: ${z.prettifyError(parsed.error)}`, {
    kind: 'model-invalid',
    remedy: 'Compare it with the file the model was published with.',
  });
}

/** A JSON file a model cannot do without. */
export async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  const value = await readOptionalJson(path, schema);
  if (value !== undefined) return value;
  throw new QeilError(`${path} is missing`, {
    kind: 'file-missing',
    remedy:
      'A model directory holds config.json, tokenizer.json, tokenizer_config.json and an ONNX file, as Hugging Face ships it.',
  });
}
