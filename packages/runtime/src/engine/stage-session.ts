import { QeilError } from '../errors/qeil-error.js';
import { emptyTensor, type HostTensor, integers } from './driver/host-tensor.js';
import type { DriverSession } from './driver/session-driver.js';
import { floatsOf } from './half.js';
import type { CacheType } from './kv-rows.js';
import type { ExpectedShape, ModelPart } from './model-part.js';
import { RowsCache } from './rows-cache.js';

/** What goes into a pass: token ids row after row, or hidden states `[rows, columns, width]`. */
export type PassInput = readonly number[] | HostTensor;

function unsupported(path: string, why: string): QeilError {
  return new QeilError(`${path} ${why}`, {
    kind: 'model-unsupported',
    remedy: 'Export the model with past key values, as `optimum` does for text-generation-with-past.',
  });
}

/**
 * One part of a model in one session, run with a cache. All rows of a pass are equally long, so there is no padding and the mask is
 * all ones.
 */
export class StageSession {
  readonly cacheType: CacheType;
  private readonly wantsPositions: boolean;
  private readonly wantsMask: boolean;
  /** A later part may take a shape from the token ids; it never reads the ids. */
  private readonly wantsShape: boolean;
  // Grown on demand and then reused by every step.
  private ones = new BigInt64Array(0);
  private ids = new BigInt64Array(0);
  private positions = new BigInt64Array(0);

  constructor(
    private readonly session: DriverSession,
    path: string,
    readonly part: ModelPart,
    private readonly expected: ExpectedShape,
  ) {
    const inputs = new Map(session.inputs.map((input) => [input.name, input]));
    const outputs = new Set(session.outputs.map(({ name }) => name));
    this.wantsPositions = inputs.has('position_ids');
    this.wantsMask = inputs.has('attention_mask');
    this.wantsShape = part.input.kind === 'hidden' && inputs.has('input_ids');
    for (const name of [part.input.name, ...part.cacheInputs]) {
      if (!inputs.has(name)) throw unsupported(path, `has no input "${name}"`);
    }
    for (const name of [part.output.name, ...part.cacheOutputs]) {
      if (!outputs.has(name)) throw unsupported(path, `has no output "${name}"`);
    }
    const known = new Set(['input_ids', 'position_ids', 'attention_mask', part.input.name, ...part.cacheInputs]);
    const strange = session.inputs.find(({ name }) => !known.has(name));
    if (strange !== undefined) throw unsupported(path, `wants an input "${strange.name}" this engine does not know`);
    const first = inputs.get(part.cacheInputs[0] ?? '');
    const type = first === undefined ? 'float32' : first.type;
    if (type !== 'float32' && type !== 'float16') {
      throw unsupported(path, 'keeps its cache in a number type other than float32 or float16');
    }
    const [, heads, , size] = first?.dims ?? [];
    if (
      (typeof heads === 'number' && heads !== expected.kvHeads) ||
      (typeof size === 'number' && size !== expected.headSize)
    ) {
      throw new QeilError(
        `${path} has ${String(heads)} key/value heads of size ${String(size)}, its config.json says ${expected.kvHeads} of ${expected.headSize}`,
        { kind: 'model-invalid', remedy: 'Take both files from the same model.' },
      );
    }
    this.cacheType = type;
  }

  /** Bytes of cache one position of one row occupies in this part. */
  get positionByte(): number {
    const elementByte = this.cacheType === 'float32' ? 4 : 2;
    return this.part.cacheInputs.length * this.expected.kvHeads * this.expected.headSize * elementByte;
  }

  /** A cache with no positions yet. */
  emptyCache(rows: number): RowsCache {
    const dims = [rows, this.expected.kvHeads, 0, this.expected.headSize];
    return new RowsCache(
      this.part.cacheInputs.map(() => emptyTensor(this.cacheType, dims)),
      0,
    );
  }

  /**
   * One pass over `rows` rows; the cache grows by what was fed.
   *
   * @returns logits `[rows, positions, vocabulary]`, or hidden states `[rows, columns, width]`
   */
  async pass(input: PassInput, rows: number, cache: RowsCache): Promise<HostTensor> {
    const { part } = this;
    const hidden = 'dims' in input ? input : undefined;
    const columns = 'dims' in input ? (input.dims[1] ?? 0) : input.length / rows;
    const past = cache.length;
    this.reserve(rows, columns, past);
    const feeds = new Map<string, HostTensor>();
    if (hidden === undefined) feeds.set(part.input.name, this.tokens(input as readonly number[], rows, columns));
    else feeds.set(part.input.name, hidden);
    if (this.wantsShape) feeds.set('input_ids', whole(this.ids, rows, columns));
    if (this.wantsPositions) feeds.set('position_ids', this.positionIds(rows, columns, past));
    if (this.wantsMask) feeds.set('attention_mask', whole(this.ones, rows, past + columns));
    part.cacheInputs.forEach((name, index) => {
      const tensor = cache.tensors[index];
      if (tensor !== undefined) feeds.set(name, tensor);
    });
    const inPlace = this.session.writesInPlace;
    const targets = inPlace ? cache.targets(columns) : [];
    const fetches = new Map<string, HostTensor | undefined>([[part.output.name, undefined]]);
    part.cacheOutputs.forEach((name, index) => {
      fetches.set(name, targets[index]);
    });
    const outputs = await this.session.run(feeds, fetches);
    cache.advance(
      part.cacheOutputs.map((name) => outputOf(outputs, name)),
      columns,
      inPlace,
    );
    return outputOf(outputs, part.output.name);
  }

  /** End the pass that runs now, where the driver can. */
  terminate(): boolean {
    return this.session.terminate();
  }

  private tokens(tokenIds: readonly number[], rows: number, columns: number): HostTensor {
    for (let index = 0; index < tokenIds.length; index += 1) this.ids[index] = BigInt(tokenIds[index] ?? 0);
    return whole(this.ids, rows, columns);
  }

  private positionIds(rows: number, columns: number, past: number): HostTensor {
    for (let index = 0; index < rows * columns; index += 1) this.positions[index] = BigInt(past + (index % columns));
    return whole(this.positions, rows, columns);
  }

  private reserve(rows: number, columns: number, past: number): void {
    if (this.ids.length < rows * columns) {
      this.ids = new BigInt64Array(rows * columns);
      this.positions = new BigInt64Array(rows * columns);
    }
    // With room to grow: the mask gets longer every step.
    const maskLength = rows * (past + columns);
    if (this.ones.length < maskLength) this.ones = new BigInt64Array(2 * maskLength).fill(1n);
  }
}

function whole(data: BigInt64Array<ArrayBuffer>, rows: number, columns: number): HostTensor {
  return integers(data.subarray(0, rows * columns), [rows, columns]);
}

function outputOf(outputs: ReadonlyMap<string, HostTensor>, name: string): HostTensor {
  const tensor = outputs.get(name);
  if (tensor === undefined) throw new TypeError(`the model returned no tensor "${name}"`);
  return tensor;
}

/** Logits of the last position of each row, row after row, and the length of a row. */
export function lastLogits(output: HostTensor): { logits: Float32Array<ArrayBuffer>; vocabulary: number } {
  const [rows = 0, columns = 0, vocabulary = 0] = output.dims;
  const logits = floatsOf(output);
  if (columns === 1) return { logits, vocabulary };
  const last = new Float32Array(rows * vocabulary);
  for (let row = 0; row < rows; row += 1) {
    const start = (row * columns + columns - 1) * vocabulary;
    last.set(logits.subarray(start, start + vocabulary), row * vocabulary);
  }
  return { logits: last, vocabulary };
}
