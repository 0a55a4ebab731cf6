import { ELEMENT_BYTE, elementCount, emptyTensor, type HostTensor } from './host-tensor.js';
import { memoryAt, type OrtApi } from './ort-api.js';
import { check, taken } from './ort-status.js';
import { ELEMENT_CODE, elementTypeOf, readDims, readValueInfos } from './ort-value-info.js';
import type { DriverSession, Fetches, ValueInfo } from './session-driver.js';

/** What the sessions of one process share. */
export interface OrtEnvironment {
  readonly api: OrtApi;
  readonly environment: bigint;
  readonly allocator: bigint;
  readonly memoryInfo: bigint;
}

/**
 * Passes shorter than this run on the JavaScript thread: handing one to another thread and back costs about 40 µs (measured with
 * koffi 3.3.4 on a Zen 4 server), and a pass that is over within a millisecond needs no other way to be ended.
 */
const BRIEF_PASS_MS = 1;

/** A session on the C API: inputs and outputs are bound where they lie, and a long pass leaves the event loop free. */
export class CApiSession implements DriverSession {
  readonly writesInPlace = true;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  private readonly binding: bigint;
  private readonly runOptions: bigint;
  private lastPassMs = Number.POSITIVE_INFINITY;
  private lastElements = 0;
  private running: Promise<unknown> | undefined;
  // What the pass reads and writes: memory that is collected in mid-run ends the process.
  private bound: HostTensor[] = [];

  constructor(
    private readonly shared: OrtEnvironment,
    private readonly session: bigint,
  ) {
    const { api, allocator } = shared;
    this.inputs = readValueInfos(api, session, allocator, 'input');
    this.outputs = readValueInfos(api, session, allocator, 'output');
    this.binding = taken(api, (out) => api.createIoBinding(session, out));
    this.runOptions = taken(api, (out) => api.createRunOptions(out));
  }

  async run(feeds: ReadonlyMap<string, HostTensor>, fetches: Fetches): Promise<ReadonlyMap<string, HostTensor>> {
    const { api } = this.shared;
    if (this.running !== undefined) throw new Error('a session was asked for two passes at once');
    const names = [...fetches.keys()];
    try {
      let elements = 0;
      for (const [name, tensor] of feeds) {
        elements += elementCount(tensor.dims);
        this.bind(tensor, (value) => api.bindInput(this.binding, name, value));
      }
      for (const [name, tensor] of fetches) {
        if (tensor === undefined) {
          check(api, api.bindOutputToDevice(this.binding, name, this.shared.memoryInfo));
        } else {
          elements += elementCount(tensor.dims);
          this.bind(tensor, (value) => api.bindOutput(this.binding, name, value));
        }
      }
      await this.pass(elements);
      return this.results(names, fetches);
    } finally {
      api.clearBoundInputs(this.binding);
      api.clearBoundOutputs(this.binding);
      this.bound = [];
    }
  }

  terminate(): boolean {
    const { api } = this.shared;
    // The flag would end the next pass when none runs now.
    if (this.running !== undefined) check(api, api.runOptionsSetTerminate(this.runOptions));
    return true;
  }

  async release(): Promise<void> {
    const { api } = this.shared;
    await this.running?.catch(() => {});
    api.releaseIoBinding(this.binding);
    api.releaseRunOptions(this.runOptions);
    api.releaseSession(this.session);
  }

  private async pass(elements: number): Promise<void> {
    const { api } = this.shared;
    const startMs = performance.now();
    // A pass over much more data than the last one is not expected to be as brief.
    const brief = this.lastPassMs < BRIEF_PASS_MS && elements <= 2 * this.lastElements;
    try {
      if (brief) {
        check(api, api.runWithBinding(this.session, this.runOptions, this.binding));
        // The event loop gets its turn all the same: a cancellation may be waiting.
        await new Promise((resolve) => setImmediate(resolve));
      } else {
        this.running = new Promise<void>((resolve, reject) => {
          api.runWithBinding.async(this.session, this.runOptions, this.binding, (error, status) => {
            try {
              if (error !== null) throw error;
              check(api, status);
              resolve();
            } catch (failure) {
              reject(failure);
            }
          });
        });
        await this.running;
      }
      this.lastPassMs = performance.now() - startMs;
      this.lastElements = elements;
    } finally {
      this.running = undefined;
      check(api, api.runOptionsUnsetTerminate(this.runOptions));
    }
  }

  private bind(tensor: HostTensor, call: (value: bigint) => bigint | null): void {
    const { api } = this.shared;
    const value = this.valueOver(tensor);
    this.bound.push(tensor);
    try {
      // The binding keeps its own reference.
      check(api, call(value));
    } finally {
      api.releaseValue(value);
    }
  }

  private valueOver({ type, dims, bytes }: HostTensor): bigint {
    const { api, memoryInfo } = this.shared;
    if (!Object.hasOwn(ELEMENT_CODE, type) || bytes.byteLength !== elementCount(dims) * ELEMENT_BYTE[type]) {
      throw new RangeError(`${bytes.byteLength} bytes are no ${type} tensor of ${dims.join(' × ')}`);
    }
    const shape = new BigInt64Array(new ArrayBuffer(8 * Math.max(dims.length, 1)));
    dims.forEach((size, index) => {
      shape[index] = BigInt(size);
    });
    // An empty array has no address of its own, and ONNX Runtime wants one.
    const data = bytes.byteLength === 0 ? NOTHING : bytes;
    return taken(api, (out) =>
      api.createTensorWithDataAsOrtValue(
        memoryInfo,
        data,
        bytes.byteLength,
        shape,
        dims.length,
        ELEMENT_CODE[type],
        out,
      ),
    );
  }

  private results(names: readonly string[], fetches: Fetches): ReadonlyMap<string, HostTensor> {
    const results = new Map<string, HostTensor>();
    if (names.every((name) => fetches.get(name) !== undefined)) {
      for (const [name, tensor] of fetches) if (tensor !== undefined) results.set(name, tensor);
      return results;
    }
    const { api, allocator } = this.shared;
    const count: [number | null] = [null];
    const list = taken<bigint>(api, (out) => api.getBoundOutputValues(this.binding, allocator, out, count));
    const values = Array.from(new BigUint64Array(memoryAt(list, 8 * names.length).slice(0)));
    check(api, api.allocatorFree(allocator, list));
    names.forEach((name, index) => {
      const value = values[index];
      if (value === undefined || value === 0n) throw new Error(`the model returned no "${name}"`);
      results.set(name, fetches.get(name) ?? copyOf(api, name, value));
      api.releaseValue(value);
    });
    return results;
  }
}

const NOTHING = new Uint8Array(new ArrayBuffer(64));

/** An output that ONNX Runtime allocated, in memory of our own. */
function copyOf(api: OrtApi, name: string, value: bigint): HostTensor {
  const shape = taken<bigint>(api, (out) => api.getTensorTypeAndShape(value, out));
  try {
    const type = elementTypeOf(taken<number>(api, (out) => api.getTensorElementType(shape, out)));
    if (type === undefined) throw new TypeError(`the model returned no tensor "${name}" of a known type`);
    const dims = readDims(api, shape);
    const byteLength = elementCount(dims) * ELEMENT_BYTE[type];
    // A tensor without elements has no address.
    if (byteLength === 0) return emptyTensor(type, dims);
    const place = taken<bigint>(api, (out) => api.getTensorMutableData(value, out));
    return { type, dims, bytes: new Uint8Array(memoryAt(place, byteLength).slice(0)) };
  } finally {
    api.releaseTensorTypeAndShapeInfo(shape);
  }
}
