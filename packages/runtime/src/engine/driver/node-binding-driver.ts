import { InferenceSession, Tensor } from 'onnxruntime-node';
import { ELEMENT_BYTE, type ElementType, type HostTensor } from './host-tensor.js';
import {
  type DriverSession,
  type DriverSessionOptions,
  type Fetches,
  type GraphSource,
  type SessionDriver,
  type ValueInfo,
  WEIGHTS_FOLDER_KEY,
} from './session-driver.js';

const isElementType = (type: string): type is ElementType => Object.hasOwn(ELEMENT_BYTE, type);

function tensorOf({ type, dims, bytes: { buffer, byteOffset, byteLength } }: HostTensor): Tensor {
  const count = byteLength / ELEMENT_BYTE[type];
  switch (type) {
    case 'float32':
      return new Tensor('float32', new Float32Array(buffer, byteOffset, count), dims);
    case 'float16': {
      // Engines that have Float16Array make the binding insist on it.
      const half = Reflect.get(globalThis, 'Float16Array') ?? Uint16Array;
      return new Tensor('float16', new half(buffer, byteOffset, count), dims);
    }
    case 'int64':
      return new Tensor('int64', new BigInt64Array(buffer, byteOffset, count), dims);
    case 'int32':
      return new Tensor('int32', new Int32Array(buffer, byteOffset, count), dims);
    case 'bool':
      return new Tensor('bool', new Uint8Array(buffer, byteOffset, count), dims);
  }
}

function hostOf(name: string, value: unknown): HostTensor {
  if (!(value instanceof Tensor) || !isElementType(value.type)) {
    throw new TypeError(`the model returned no tensor "${name}" of a known type`);
  }
  const { data } = value;
  if (!ArrayBuffer.isView(data) || !(data.buffer instanceof ArrayBuffer)) {
    throw new TypeError(`the model returned a tensor "${name}" without numbers`);
  }
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { type: value.type, dims: value.dims, bytes };
}

function infoOf(metadata: InferenceSession.ValueMetadata): ValueInfo {
  if (!metadata.isTensor) return { name: metadata.name, type: undefined, dims: [] };
  return {
    name: metadata.name,
    type: isElementType(metadata.type) ? metadata.type : undefined,
    dims: metadata.shape,
  };
}

class BindingSession implements DriverSession {
  readonly writesInPlace = false;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];

  constructor(private readonly session: InferenceSession) {
    this.inputs = session.inputMetadata.map(infoOf);
    this.outputs = session.outputMetadata.map(infoOf);
  }

  async run(feeds: ReadonlyMap<string, HostTensor>, fetches: Fetches): Promise<ReadonlyMap<string, HostTensor>> {
    // A preallocated fetch would be written and then copied all the same, so none is passed on.
    const named = Object.fromEntries([...feeds].map(([name, tensor]) => [name, tensorOf(tensor)]));
    const results = await this.session.run(named, [...fetches.keys()]);
    return new Map([...fetches.keys()].map((name) => [name, hostOf(name, results[name])]));
  }

  terminate(): boolean {
    return false; // the binding ignores the flag
  }

  release(): Promise<void> {
    return this.session.release();
  }
}

/**
 * onnxruntime-node as it comes: every platform and provider, but each pass blocks the JavaScript thread, copies every output into a
 * fresh buffer and cannot be ended early.
 */
export const nodeBindingDriver: SessionDriver = {
  name: 'node-binding',
  async open(source: GraphSource, { provider, threads, spinUs }: DriverSessionOptions): Promise<DriverSession> {
    const options: InferenceSession.SessionOptions = {
      executionProviders: [provider],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
      logSeverityLevel: 3,
      extra: {
        session: {
          intra_op: { spin_duration_us: String(spinUs) },
          ...(typeof source === 'string' ? {} : { [WEIGHTS_FOLDER_KEY]: source.directory }),
        },
      },
    };
    const session =
      typeof source === 'string'
        ? await InferenceSession.create(source, options)
        : await InferenceSession.create(source.bytes, options);
    return new BindingSession(session);
  },
};
