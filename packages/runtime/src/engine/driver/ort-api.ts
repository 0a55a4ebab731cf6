import koffi from 'koffi';

/** Address of a native object. Null where there is none. */
export type Address = bigint | null;
/** Where a call leaves an address or a number. */
export type Out<T> = [T | null];

/** A native function; `async` runs it on a thread of libuv's pool. */
interface Native<Arguments extends readonly unknown[], Result> {
  (...args: Arguments): Result;
  async(...args: [...Arguments, (error: Error | null, result: Result) => void]): void;
}

/**
 * Version of the function table asked for. The table only ever grows at its end, so a library of any later version gives the same
 * first entries. Every function here is in the table since version 13 or before.
 */
const API_VERSION = 17;

const address = 'void *';
const out = koffi.out(koffi.pointer('void *'));
const size = 'size_t';
const text = process.platform === 'win32' ? 'str16' : 'str';

/**
 * Places in the table of onnxruntime_c_api.h (ONNX Runtime, MIT licence) and the functions' types. Only names of C types and
 * positions are taken from there. The header asserts four of the positions: ReleaseCustomOpDomain 101, ReleaseModelMetadata 118,
 * AddFreeDimensionOverrideByName 124, ReleaseAvailableProviders 126.
 */
const FUNCTIONS = {
  getErrorMessage: [2, 'str', [address]],
  createEnv: [3, address, ['int', 'str', out]],
  disableTelemetryEvents: [6, address, [address]],
  createSession: [7, address, [address, text, address, out]],
  createSessionFromArray: [8, address, [address, address, size, address, out]],
  createSessionOptions: [10, address, [out]],
  setIntraOpNumThreads: [24, address, [address, 'int']],
  setInterOpNumThreads: [25, address, [address, 'int']],
  sessionGetInputCount: [30, address, [address, koffi.out(koffi.pointer(size))]],
  sessionGetOutputCount: [31, address, [address, koffi.out(koffi.pointer(size))]],
  sessionGetInputTypeInfo: [33, address, [address, size, out]],
  sessionGetOutputTypeInfo: [34, address, [address, size, out]],
  sessionGetInputName: [36, address, [address, size, address, out]],
  sessionGetOutputName: [37, address, [address, size, address, out]],
  createRunOptions: [39, address, [out]],
  runOptionsSetTerminate: [46, address, [address]],
  runOptionsUnsetTerminate: [47, address, [address]],
  createTensorWithDataAsOrtValue: [49, address, [address, address, size, address, size, 'int', out]],
  getTensorMutableData: [51, address, [address, out]],
  castTypeInfoToTensorInfo: [55, address, [address, out]],
  getTensorElementType: [60, address, [address, koffi.out(koffi.pointer('int'))]],
  getDimensionsCount: [61, address, [address, koffi.out(koffi.pointer(size))]],
  getDimensions: [62, address, [address, address, size]],
  getSymbolicDimensions: [63, address, [address, address, size]],
  getTensorTypeAndShape: [65, address, [address, out]],
  createCpuMemoryInfo: [69, address, ['int', 'int', out]],
  allocatorFree: [76, address, [address, address]],
  getAllocatorWithDefaultOptions: [78, address, [out]],
  releaseStatus: [93, 'void', [address]],
  releaseMemoryInfo: [94, 'void', [address]],
  releaseSession: [95, 'void', [address]],
  releaseValue: [96, 'void', [address]],
  releaseRunOptions: [97, 'void', [address]],
  releaseTypeInfo: [98, 'void', [address]],
  releaseTensorTypeAndShapeInfo: [99, 'void', [address]],
  releaseSessionOptions: [100, 'void', [address]],
  addSessionConfigEntry: [130, address, [address, 'str', 'str']],
  runWithBinding: [133, address, [address, address, address]],
  createIoBinding: [134, address, [address, out]],
  releaseIoBinding: [135, 'void', [address]],
  bindInput: [136, address, [address, 'str', address]],
  bindOutput: [137, address, [address, 'str', address]],
  bindOutputToDevice: [138, address, [address, 'str', address]],
  getBoundOutputValues: [140, address, [address, address, out, koffi.out(koffi.pointer(size))]],
  clearBoundInputs: [141, 'void', [address]],
  clearBoundOutputs: [142, 'void', [address]],
} as const;

const TABLE_LENGTH = 143;

type Bytes = Uint8Array<ArrayBuffer> | BigInt64Array<ArrayBuffer> | BigUint64Array<ArrayBuffer>;
type Status = Address;

/** The part of the C API this engine uses. What takes a status returns null when all is well. */
export interface OrtApi {
  readonly getErrorMessage: Native<[bigint], string>;
  readonly createEnv: Native<[number, string, Out<bigint>], Status>;
  readonly disableTelemetryEvents: Native<[bigint], Status>;
  readonly createSession: Native<[bigint, string, bigint, Out<bigint>], Status>;
  readonly createSessionFromArray: Native<[bigint, Uint8Array, number, bigint, Out<bigint>], Status>;
  readonly createSessionOptions: Native<[Out<bigint>], Status>;
  readonly setIntraOpNumThreads: Native<[bigint, number], Status>;
  readonly setInterOpNumThreads: Native<[bigint, number], Status>;
  readonly sessionGetInputCount: Native<[bigint, Out<number>], Status>;
  readonly sessionGetOutputCount: Native<[bigint, Out<number>], Status>;
  readonly sessionGetInputTypeInfo: Native<[bigint, number, Out<bigint>], Status>;
  readonly sessionGetOutputTypeInfo: Native<[bigint, number, Out<bigint>], Status>;
  readonly sessionGetInputName: Native<[bigint, number, bigint, Out<bigint>], Status>;
  readonly sessionGetOutputName: Native<[bigint, number, bigint, Out<bigint>], Status>;
  readonly createRunOptions: Native<[Out<bigint>], Status>;
  readonly runOptionsSetTerminate: Native<[bigint], Status>;
  readonly runOptionsUnsetTerminate: Native<[bigint], Status>;
  readonly createTensorWithDataAsOrtValue: Native<
    [bigint, Bytes | bigint, number, Bytes, number, number, Out<bigint>],
    Status
  >;
  readonly getTensorMutableData: Native<[bigint, Out<bigint>], Status>;
  readonly castTypeInfoToTensorInfo: Native<[bigint, Out<bigint>], Status>;
  readonly getTensorElementType: Native<[bigint, Out<number>], Status>;
  readonly getDimensionsCount: Native<[bigint, Out<number>], Status>;
  readonly getDimensions: Native<[bigint, Bytes, number], Status>;
  readonly getSymbolicDimensions: Native<[bigint, Bytes, number], Status>;
  readonly getTensorTypeAndShape: Native<[bigint, Out<bigint>], Status>;
  readonly createCpuMemoryInfo: Native<[number, number, Out<bigint>], Status>;
  readonly allocatorFree: Native<[bigint, bigint], Status>;
  readonly getAllocatorWithDefaultOptions: Native<[Out<bigint>], Status>;
  readonly releaseStatus: Native<[bigint], void>;
  readonly releaseMemoryInfo: Native<[bigint], void>;
  readonly releaseSession: Native<[bigint], void>;
  readonly releaseValue: Native<[bigint], void>;
  readonly releaseRunOptions: Native<[bigint], void>;
  readonly releaseTypeInfo: Native<[bigint], void>;
  readonly releaseTensorTypeAndShapeInfo: Native<[bigint], void>;
  readonly releaseSessionOptions: Native<[bigint], void>;
  readonly addSessionConfigEntry: Native<[bigint, string, string], Status>;
  readonly runWithBinding: Native<[bigint, bigint, bigint], Status>;
  readonly createIoBinding: Native<[bigint, Out<bigint>], Status>;
  readonly releaseIoBinding: Native<[bigint], void>;
  readonly bindInput: Native<[bigint, string, bigint], Status>;
  readonly bindOutput: Native<[bigint, string, bigint], Status>;
  readonly bindOutputToDevice: Native<[bigint, string, bigint], Status>;
  readonly getBoundOutputValues: Native<[bigint, bigint, Out<bigint>, Out<number>], Status>;
  readonly clearBoundInputs: Native<[bigint], void>;
  readonly clearBoundOutputs: Native<[bigint], void>;
  /** Held here because a library object that is collected is unloaded, and the next call ends the process. */
  readonly library: unknown;
}

/**
 * Load ONNX Runtime's shared library and its function table.
 *
 * A wrong call from here on ends the process: only an isolated device process may do this.
 *
 * @throws {Error} when the library cannot be loaded or is older than the table
 */
export function loadOrtApi(path: string): OrtApi {
  const library = koffi.load(path);
  const base: bigint = library.func('void *OrtGetApiBase()')();
  const getApi = koffi.decode(koffi.decode(base, 'void *'), koffi.proto('void *', ['uint32_t']));
  const table: Address = getApi(API_VERSION);
  if (table === null) throw new Error(`${path} has no C API of version ${API_VERSION}`);
  const entries: bigint[] = koffi.decode(table, koffi.array('void *', TABLE_LENGTH));
  const functions = Object.entries(FUNCTIONS).map(([name, [place, result, parameters]]) => [
    name,
    koffi.decode(entries[place], koffi.proto(result, [...parameters])),
  ]);
  return { ...Object.fromEntries(functions), library } as OrtApi;
}

export function textAt(place: bigint): string {
  return koffi.decode.string(place);
}

/** A view of native memory; it is only valid as long as that memory is. */
export function memoryAt(place: bigint, byteLength: number): ArrayBuffer {
  return koffi.view(place, byteLength);
}
