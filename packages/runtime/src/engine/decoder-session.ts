import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { QeilError } from '../errors/qeil-error.js';
import type { Decoder, PromptState, WaveDecoding } from './decoder.js';
import { floatsOf } from './half.js';
import { type CacheTensor, type CacheType, gatherRows, tensorOfBytes } from './kv-rows.js';

/** What the configuration says the model looks like; its inputs are checked against it. */
export interface ExpectedShape {
  readonly layers: number;
  readonly kvHeads: number;
  readonly headSize: number;
}

/** Cache and logits after a pass over `rows` sequences of equal length. */
interface PassResult {
  readonly cache: readonly CacheTensor[];
  /** Logits of the last position, row after row. */
  readonly logits: Float32Array<ArrayBuffer>;
  readonly vocabulary: number;
}

function unsupported(path: string, why: string): QeilError {
  return new QeilError(`${path} ${why}`, {
    kind: 'model-unsupported',
    remedy: 'Export the model with past key values, as `optimum` does for text-generation-with-past.',
  });
}

/**
 * One model in one ONNX Runtime session, run as a decoder with a cache: `present.*` of a pass becomes `past_key_values.*` of the
 * next without a copy on this side. All rows of a pass are equally long, so there is no padding and the mask is all ones.
 */
export class DecoderSession implements Decoder {
  private readonly cacheInputs: readonly string[];
  private readonly cacheOutputs: readonly string[];
  readonly cacheType: CacheType;
  private readonly wantsPositions: boolean;
  private readonly wantsMask: boolean;
  private readonly fetches: readonly string[];
  // Grown on demand and then reused by every step.
  private ones = new BigInt64Array(0);
  private ids = new BigInt64Array(0);
  private positions = new BigInt64Array(0);

  constructor(
    private readonly session: InferenceSession,
    path: string,
    private readonly expected: ExpectedShape,
  ) {
    const inputs = new Map(session.inputMetadata.map((input) => [input.name, input]));
    const parts = Array.from({ length: expected.layers }, (_, layer) => [`${layer}.key`, `${layer}.value`]).flat();
    this.cacheInputs = parts.map((part) => `past_key_values.${part}`);
    this.cacheOutputs = parts.map((part) => `present.${part}`);
    this.fetches = ['logits', ...this.cacheOutputs];
    this.wantsPositions = inputs.has('position_ids');
    this.wantsMask = inputs.has('attention_mask');
    for (const name of ['input_ids', ...this.cacheInputs]) {
      if (!inputs.has(name)) throw unsupported(path, `has no input "${name}"`);
    }
    for (const name of this.fetches) {
      if (!session.outputNames.includes(name)) throw unsupported(path, `has no output "${name}"`);
    }
    const known = new Set(['input_ids', 'position_ids', 'attention_mask', ...this.cacheInputs]);
    const strange = session.inputNames.find((name) => !known.has(name));
    if (strange !== undefined) throw unsupported(path, `wants an input "${strange}" this engine does not know`);
    const first = inputs.get(this.cacheInputs[0] ?? '');
    if (!first?.isTensor || (first.type !== 'float32' && first.type !== 'float16')) {
      throw unsupported(path, 'keeps its cache in a number type other than float32 or float16');
    }
    const [, heads, , size] = first.shape;
    if (
      (typeof heads === 'number' && heads !== expected.kvHeads) ||
      (typeof size === 'number' && size !== expected.headSize)
    ) {
      throw new QeilError(
        `${path} has ${String(heads)} key/value heads of size ${String(size)}, its config.json says ${expected.kvHeads} of ${expected.headSize}`,
        { kind: 'model-invalid', remedy: 'Take both files from the same model.' },
      );
    }
    this.cacheType = first.type;
  }

  /** Bytes of cache one position of one row occupies. */
  get positionByte(): number {
    const elementByte = this.cacheType === 'float32' ? 4 : 2;
    return 2 * this.expected.layers * this.expected.kvHeads * this.expected.headSize * elementByte;
  }

  /** Read a prompt from its start. */
  async prefill(tokenIds: readonly number[]): Promise<PromptState> {
    const dims = [1, this.expected.kvHeads, 0, this.expected.headSize];
    const empty = this.cacheInputs.map(() => tensorOfBytes(this.cacheType, new Uint8Array(0), dims));
    const result = await this.pass(tokenIds, 1, 0, empty);
    return { tokenIds, cache: result.cache, logits: result.logits };
  }

  /** Continue a prompt; every row has the whole prompt's cache. */
  wave(prompt: PromptState, rows: number): WaveDecoding {
    let cache = cacheForRows(prompt, rows);
    let length = prompt.tokenIds.length;
    let stepCacheByte = 0;
    return {
      step: async (tokenIds) => {
        const result = await this.pass(tokenIds, tokenIds.length, length, cache);
        cache = result.cache;
        length += 1;
        stepCacheByte = tokenIds.length * (length + 1) * this.positionByte;
        return result;
      },
      // Less than what ONNX Runtime copies in a single step, so it pays from the next step on.
      keep: (staying) => {
        cache = cache.map((tensor) => gatherRows(tensor, staying));
      },
      get stepCacheByte() {
        return stepCacheByte;
      },
    };
  }

  private async pass(
    tokenIds: readonly number[],
    rows: number,
    past: number,
    cache: readonly CacheTensor[],
  ): Promise<PassResult> {
    const columns = tokenIds.length / rows;
    this.reserve(rows, columns, past);
    for (let index = 0; index < tokenIds.length; index += 1) {
      this.ids[index] = BigInt(tokenIds[index] ?? 0);
      this.positions[index] = BigInt(past + (index % columns));
    }
    const whole = (data: BigInt64Array, width: number): Tensor =>
      new Tensor('int64', data.subarray(0, rows * width), [rows, width]);
    const feeds: Record<string, Tensor> = { input_ids: whole(this.ids, columns) };
    if (this.wantsPositions) feeds.position_ids = whole(this.positions, columns);
    if (this.wantsMask) feeds.attention_mask = whole(this.ones, past + columns);
    this.cacheInputs.forEach((name, index) => {
      const tensor = cache[index];
      if (tensor !== undefined) feeds[name] = tensor;
    });
    const outputs = await this.session.run(feeds, this.fetches);
    const logits = this.output(outputs, 'logits');
    const vocabulary = logits.dims[2] ?? 0;
    return {
      cache: this.cacheOutputs.map((name) => this.output(outputs, name)),
      logits: lastPosition(floatsOf(logits.data), rows, columns, vocabulary),
      vocabulary,
    };
  }

  private output(outputs: InferenceSession.OnnxValueMapType, name: string): Tensor {
    const value = outputs[name];
    if (value instanceof Tensor) return value;
    throw new TypeError(`the model returned no tensor "${name}"`);
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

/** Drop all positions but the last of each row. */
export function lastPosition(
  logits: Float32Array<ArrayBuffer>,
  rows: number,
  columns: number,
  vocabulary: number,
): Float32Array<ArrayBuffer> {
  if (columns === 1) return logits;
  // An export that already returns only the last position.
  if (logits.length === rows * vocabulary) return logits;
  const last = new Float32Array(rows * vocabulary);
  for (let row = 0; row < rows; row += 1) {
    const start = (row * columns + columns - 1) * vocabulary;
    last.set(logits.subarray(start, start + vocabulary), row * vocabulary);
  }
  return last;
}

/** A prompt's cache for several rows. One row uses the prompt's own tensors. */
function cacheForRows(prompt: PromptState, rows: number): readonly CacheTensor[] {
  if (rows === 1) return prompt.cache;
  const zeros = new Array<number>(rows).fill(0);
  return prompt.cache.map((tensor) => gatherRows(tensor, zeros));
}
