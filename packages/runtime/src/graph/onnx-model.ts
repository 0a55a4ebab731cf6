import { createHash } from 'node:crypto';
import { type FileHandle, open, realpath, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { QeilError } from '../errors/qeil-error.js';
import { ProtobufFile } from '../model-bundle/protobuf-walk.js';
import {
  GRAPH_PROTO,
  type GraphProto,
  type Int64,
  MODEL_PROTO,
  type ModelProto,
  TENSOR_PROTO,
  type TensorProto,
} from './onnx-schema.js';

/** A graph in memory whose large weights stay in their files. */
export interface OnnxModel {
  readonly model: ModelProto;
  readonly graph: GraphProto;
  /** The folder external data are relative to; ONNX Runtime needs it to load the model from bytes. */
  readonly directory: string;
}

/** Weights from this size on stay in the file (B); smaller ones are constants that a rewrite may need to read. */
const REFERENCE_BYTE = 1024;
const FIELD = { graph: 7, initializer: 5, rawData: 9 } as const;
const EXTERNAL = 1;

export function numberOf(value: Int64 | undefined): number {
  return typeof value === 'number' ? value : (value?.toNumber() ?? 0);
}

/**
 * Read an ONNX file without its weights: inline weights become external data that point into the same file, external data stay
 * what they are. A model of gigabytes costs its graph.
 *
 * @throws {QeilError} `model-invalid` where the file is no ONNX protobuf; `file-unreadable`
 */
export async function readOnnxModel(path: string): Promise<OnnxModel> {
  try {
    // Through links: a model hub's cache links to a file in another folder, and ONNX Runtime wants data beside the model.
    const real = await realpath(path);
    const { size } = await stat(real);
    const handle = await open(real);
    try {
      return await readFrom(handle, size, path, real);
    } finally {
      await handle.close();
    }
  } catch (error) {
    const broken = error instanceof RangeError || (error instanceof Error && error.name === 'ProtocolError');
    throw new QeilError(`${path} cannot be read as an ONNX graph`, {
      kind: broken ? 'model-invalid' : 'file-unreadable',
      remedy: broken ? 'Download it again; compare its size with the published one.' : 'Check that you may read it.',
      cause: error,
    });
  }
}

async function readFrom(handle: FileHandle, size: number, path: string, real: string): Promise<OnnxModel> {
  const file = new ProtobufFile(handle, size);
  const initializer: TensorProto[] = [];
  const modelParts: Uint8Array[] = [];
  const graphParts: Uint8Array[] = [];
  let external = false;
  let position = 0;
  for await (const top of file.fields(0, size)) {
    if (top.field !== FIELD.graph) modelParts.push(await bytes(handle, position, top.end));
    else {
      let inside = top.start;
      for await (const part of file.fields(top.start, top.end)) {
        if (part.field === FIELD.initializer) {
          const tensor = await readTensor(file, handle, part.start, part.end, basename(real));
          external ||= tensor.referenced === 'elsewhere';
          initializer.push(tensor.tensor);
        } else graphParts.push(await bytes(handle, inside, part.end));
        inside = part.end;
      }
    }
    position = top.end;
  }
  const model = MODEL_PROTO.decode(Buffer.concat(modelParts)) as object as ModelProto;
  const graph = GRAPH_PROTO.decode(Buffer.concat(graphParts)) as object as GraphProto;
  graph.initializer = initializer;
  model.graph = graph;
  // Genuine external data are found beside the name the model was given by.
  return { model, graph, directory: dirname(external ? path : real) };
}

async function readTensor(
  file: ProtobufFile,
  handle: FileHandle,
  start: number,
  end: number,
  location: string,
): Promise<{ tensor: TensorProto; referenced: 'here' | 'elsewhere' | undefined }> {
  const parts: Uint8Array[] = [];
  let position = start;
  let offset: number | undefined;
  let length = 0;
  for await (const field of file.fields(start, end)) {
    if (field.field === FIELD.rawData && field.end - field.start >= REFERENCE_BYTE) {
      offset = field.start;
      length = field.end - field.start;
    } else parts.push(await bytes(handle, position, field.end));
    position = field.end;
  }
  const tensor = TENSOR_PROTO.decode(Buffer.concat(parts)) as object as TensorProto;
  if (offset === undefined) return { tensor, referenced: tensor.data_location === EXTERNAL ? 'elsewhere' : undefined };
  tensor.data_location = EXTERNAL;
  tensor.external_data = [
    { key: 'location', value: location },
    { key: 'offset', value: String(offset) },
    { key: 'length', value: String(length) },
  ];
  return { tensor, referenced: 'here' };
}

async function bytes(handle: FileHandle, start: number, end: number): Promise<Uint8Array> {
  const buffer = Buffer.alloc(end - start);
  const { bytesRead } = await handle.read(buffer, 0, buffer.length, start);
  if (bytesRead < buffer.length) throw new RangeError(`the file ends before byte ${end}`);
  return buffer;
}

/** The same model with another graph. */
export function withGraph(source: OnnxModel, graph: GraphProto): OnnxModel {
  return { model: { ...source.model, graph }, graph, directory: source.directory };
}

/** The model as a protobuf, weights by reference. */
export function encodeOnnxModel({ model }: OnnxModel): Uint8Array {
  return MODEL_PROTO.encode(model).finish();
}

/** SHA-256 of the protobuf, lower-case hex: names a rewrite in caches. Weights are known by file, offset and length only. */
export function digestOfBytes(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
