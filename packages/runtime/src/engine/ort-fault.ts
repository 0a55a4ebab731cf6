import type { FaultKind } from '../errors/fault-kind.js';

/** ONNX Runtime has no error classes, only sentences. Seen with onnxruntime-node 1.30.0; the first match counts. */
const SENTENCES: readonly (readonly [pattern: RegExp, kind: FaultKind])[] = [
  [/Failed to allocate memory|BFCArena|std::bad_alloc|out of memory|Array buffer allocation failed/i, 'out-of-memory'],
  [/No Op registered|Unsupported model IR version|is under development|not a registered function/, 'model-unsupported'],
  [
    /backend not found|Failed to load shared library|Failed to get a WebGPU adapter|No supported adapters/,
    'device-unavailable',
  ],
  [/execution provider is not supported|OrtSessionOptionsAppendExecutionProvider/i, 'device-unavailable'],
  [/File doesn't exist|External data path does not exist/, 'file-missing'],
  [/protobuf parsing failed|Model data pointer is null|This is an invalid model|Invalid model\b/i, 'model-invalid'],
  [/Load model from .* failed|Deserialize tensor|External data path validation failed/, 'model-invalid'],
  [/out of data bounds|Unexpected input data type|Invalid rank for input|Got invalid dimensions/, 'model-invalid'],
];

/** The kind of fault an ONNX Runtime message stands for; `internal` when it is none of those known. */
export function faultOfOrtMessage(message: string): FaultKind {
  return SENTENCES.find(([pattern]) => pattern.test(message))?.[1] ?? 'internal';
}
