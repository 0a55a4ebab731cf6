import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { QeilError } from '../errors/qeil-error.js';
import type { WeightFormat } from './bundle.js';

/** Where a model is: its directory, and the one file asked for when a file was named. */
export interface ModelLocation {
  readonly directory: string;
  readonly onnxPath?: string;
}

/** A weight file found in a model directory. */
export interface WeightFile {
  readonly format: WeightFormat;
  readonly path: string;
}

async function kindOf(path: string): Promise<'directory' | 'file' | undefined> {
  const info = await stat(path).catch(() => undefined);
  if (info === undefined) return undefined;
  return info.isDirectory() ? 'directory' : 'file';
}

/** Find a model by path, or by name in the search directories. @throws {QeilError} `file-missing` naming where it looked. */
export async function findModel(pathOrName: string, searchDirectories: readonly string[]): Promise<ModelLocation> {
  const places = [resolve(pathOrName), ...searchDirectories.map((directory) => resolve(directory, pathOrName))];
  for (const place of places) {
    const kind = await kindOf(place);
    if (kind === 'directory') return { directory: place };
    if (kind === 'file') {
      const parent = dirname(place);
      const directory = basename(parent) === 'onnx' ? dirname(parent) : parent;
      return { directory, onnxPath: place };
    }
  }
  throw new QeilError(`no model "${pathOrName}"; looked at ${places.join(', ')}`, {
    kind: 'file-missing',
    remedy:
      'Give the path of a model directory (config.json, tokenizer.json, onnx/model.onnx), or one of the shipped names.',
  });
}

/** The weight format a file's name states; a name without a known suffix is full precision. */
export function weightFormatOf(fileName: string): WeightFormat | undefined {
  const stem = fileName.replace(/\.onnx$/, '');
  if (/_fp16$/.test(stem)) return 'fp16';
  if (/_(int8|quantized)$/.test(stem)) return 'int8';
  if (/_q4$/.test(stem)) return 'q4';
  // Other suffixes of that convention (q4f16, bnb4, uint8) are formats this engine has no name for.
  if (/_(q4f16|bnb4|uint8)$/.test(stem)) return undefined;
  return 'fp32';
}

/** Preference when nobody chose: exact first. */
const PREFERENCE: readonly WeightFormat[] = ['fp32', 'fp16', 'int8', 'q4'];

/** The weight files of a model directory, in `onnx/` or at its top, best preference first. */
export async function findWeightFiles(directory: string): Promise<readonly WeightFile[]> {
  const found: WeightFile[] = [];
  for (const place of [join(directory, 'onnx'), directory]) {
    const names = await readdir(place).catch(() => []);
    for (const name of names.sort()) {
      const format = name.endsWith('.onnx') ? weightFormatOf(name) : undefined;
      if (format !== undefined) found.push({ format, path: join(place, name) });
    }
  }
  // Stable: within a format, `onnx/` before the top, `model*.onnx` before other names.
  const rank = (file: WeightFile): number =>
    PREFERENCE.indexOf(file.format) * 2 + (basename(file.path).startsWith('model') ? 0 : 1);
  return found.sort((left, right) => rank(left) - rank(right));
}
