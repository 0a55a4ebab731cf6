import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { QeilError } from '../errors/qeil-error.js';
import { refuseOtherKinds } from './file-kind.js';
import { ProtobufFile } from './protobuf-walk.js';

// Field numbers of onnx.proto (onnx/onnx, IR version 3 and later).
const MODEL = { irVersion: 1, graph: 7 } as const;
const GRAPH = { initializer: 5 } as const;
const TENSOR = { externalData: 13 } as const;
const ENTRY = { key: 1, value: 2 } as const;

/** An ONNX file that passed the checks which need no loading. */
export interface OnnxFile {
  readonly path: string;
  /** Absolute paths of the external data files its weights lie in, in order of name. */
  readonly externalPaths: readonly string[];
  /** Size of the file and its external data (B). */
  readonly weightByte: number;
}

async function sizeOfRegularFile(path: string, what: string): Promise<number> {
  const info = await stat(path).catch((error: unknown) => {
    throw new QeilError(`${what} ${path} is missing`, {
      kind: 'file-missing',
      remedy: 'Download the model again, with all its files.',
      cause: error,
    });
  });
  if (!info.isFile()) {
    throw new QeilError(`${what} ${path} is ${info.isDirectory() ? 'a directory' : 'not a regular file'}`, {
      kind: 'model-invalid',
      remedy: 'Point at the model directory that holds config.json and the ONNX file.',
    });
  }
  if (info.size === 0) {
    throw new QeilError(`${what} ${path} is empty`, { kind: 'model-invalid', remedy: 'Download the model again.' });
  }
  return info.size;
}

/** Names of the external data files that initialisers point at. @throws {RangeError} where the file is no ONNX protobuf. */
async function externalLocations(file: ProtobufFile): Promise<Set<string>> {
  const locations = new Set<string>();
  let sawVersion = false;
  let sawGraph = false;
  for await (const top of file.fields(0, file.sizeByte)) {
    if (top.field === MODEL.irVersion && top.wireType === 0) sawVersion = true;
    if (top.field !== MODEL.graph || top.wireType !== 2) continue;
    sawGraph = true;
    for await (const tensor of file.fields(top.start, top.end)) {
      if (tensor.field !== GRAPH.initializer || tensor.wireType !== 2) continue;
      for await (const part of file.fields(tensor.start, tensor.end)) {
        if (part.field !== TENSOR.externalData || part.wireType !== 2) continue;
        let key = '';
        let value = '';
        for await (const entry of file.fields(part.start, part.end)) {
          if (entry.field === ENTRY.key) key = await file.text(entry.start, entry.end);
          if (entry.field === ENTRY.value) value = await file.text(entry.start, entry.end);
        }
        if (key === 'location') locations.add(value);
      }
    }
  }
  if (!sawVersion || !sawGraph) throw new RangeError('it has no IR version or no graph');
  return locations;
}

/** Refuse external data outside the model's directory: a model may not read the user's other files. */
async function containedPath(onnxPath: string, location: string): Promise<string> {
  const root = dirname(onnxPath);
  const path = join(root, location);
  // Hugging Face caches keep files as links out of the snapshot, so links are followed only where the ONNX file is one too.
  const realRoot = dirname(await realpath(onnxPath));
  const realFile = await realpath(path).catch(() => path);
  const inside = (from: string, to: string): boolean =>
    !relative(from, to).startsWith('..') && !isAbsolute(relative(from, to));
  if (!isAbsolute(location) && inside(root, path) && (inside(root, realFile) || inside(realRoot, realFile)))
    return path;
  throw new QeilError(`${onnxPath} keeps weights in "${location}", outside its own directory`, {
    kind: 'model-invalid',
    remedy: 'Do not use this file: a model has no reason to read elsewhere. Get it from its publisher.',
  });
}

/**
 * What can be known about an ONNX file without loading it: that it is there, is ONNX and is whole.
 *
 * @throws {QeilError} `file-missing`, `model-invalid`
 */
export async function inspectOnnxFile(path: string): Promise<OnnxFile> {
  let weightByte = await sizeOfRegularFile(path, 'the model file');
  const handle = await open(path).catch((error: unknown) => {
    throw new QeilError(`the model file ${path} cannot be read`, {
      kind: 'file-unreadable',
      remedy: 'Check that you may read it.',
      cause: error,
    });
  });
  let locations: Set<string>;
  try {
    const head = Buffer.alloc(Math.min(256, weightByte));
    await handle.read(head, 0, head.length, 0);
    refuseOtherKinds(path, head);
    locations = await externalLocations(new ProtobufFile(handle, weightByte));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new QeilError(`${path} is not a whole ONNX file: ${error.message}`, {
      kind: 'model-invalid',
      remedy: 'Download it again; compare its size with the published one.',
      cause: error,
    });
  } finally {
    await handle.close();
  }
  const externalPaths: string[] = [];
  for (const location of [...locations].sort()) {
    const externalPath = await containedPath(path, location);
    weightByte += await sizeOfRegularFile(externalPath, `the external data file of ${path},`);
    externalPaths.push(externalPath);
  }
  return { path, externalPaths, weightByte };
}

/** SHA-256 over the ONNX file and then its external data files in order of name, lower-case hex. */
export async function digestOnnxFile(file: OnnxFile): Promise<string> {
  const hash = createHash('sha256');
  for (const path of [file.path, ...file.externalPaths]) {
    await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), async (chunks) => {
      for await (const chunk of chunks) hash.update(chunk);
    });
  }
  return hash.digest('hex');
}
