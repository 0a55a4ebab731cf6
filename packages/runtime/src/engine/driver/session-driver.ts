import type { ExecutionProvider } from '../../devices/device.js';
import type { ElementType, HostTensor } from './host-tensor.js';

/** The ways into ONNX Runtime: its C API through foreign function calls, or onnxruntime-node's own binding. */
export const DRIVER_NAMES = ['c-api', 'node-binding'] as const;
export type DriverName = (typeof DRIVER_NAMES)[number];

export interface DriverSessionOptions {
  readonly provider: ExecutionProvider;
  readonly threads: number;
  /** How long an idle thread of the pool spins for new work before it sleeps (µs). */
  readonly spinUs: number;
}

/** An input or output as the graph declares it; a size is a name where it is free. */
export interface ValueInfo {
  readonly name: string;
  /** Undefined when the value is no tensor of a type this engine knows. */
  readonly type: ElementType | undefined;
  readonly dims: readonly (number | string)[];
}

/** What a run writes: a tensor to write into, or undefined for one that the run makes. */
export type Fetches = ReadonlyMap<string, HostTensor | undefined>;

/** One loaded graph. Runs one pass at a time. */
export interface DriverSession {
  /** Whether a given fetch is written where it lies; if not, giving one is of no use. */
  readonly writesInPlace: boolean;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  /**
   * One forward pass.
   *
   * A driver that can, writes a given fetch in place and returns that same tensor; one that cannot returns a new one. Feeds must not
   * change until the promise settles.
   */
  run(feeds: ReadonlyMap<string, HostTensor>, fetches: Fetches): Promise<ReadonlyMap<string, HostTensor>>;
  /** End the pass that runs now; it rejects. False where the driver cannot, and the pass goes on. */
  terminate(): boolean;
  release(): Promise<void>;
}

/** A graph's file, or its bytes and the folder in which the files of its weights lie. */
export type GraphSource = string | { readonly bytes: Uint8Array; readonly directory: string };

export interface SessionDriver {
  readonly name: DriverName;
  open(source: GraphSource, options: DriverSessionOptions): Promise<DriverSession>;
}

/** Session configuration key, below `session.`, for where the weights of a graph given as bytes lie. */
export const WEIGHTS_FOLDER_KEY = 'model_external_initializers_file_folder_path';
