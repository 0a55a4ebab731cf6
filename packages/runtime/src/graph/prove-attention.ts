import { seededRandom } from '@qeil/model';
import { elementCount, type HostTensor, integers, tensorOfBytes } from '../engine/driver/host-tensor.js';
import type { DriverSession } from '../engine/driver/session-driver.js';
import { floatsOf, halfOfNumber } from '../engine/half.js';
import { type AttentionPair, type AttentionSite, fedName } from './attention-pair.js';
import { distance } from './distance.js';
import { ELEMENT } from './onnx-schema.js';
import { type PassSizes, sharedPromptFeeds } from './shared-prompt-feeds.js';

/** How far the rewritten attention is from the exported one on the same random queries, keys and values. */
export interface AttentionProof {
  /** Largest absolute difference of an output over all layers and passes. */
  readonly attentionDifference: number;
  readonly largestOutput: number;
  readonly attentionHolds: boolean;
}

export interface AttentionProofOptions {
  readonly pair: AttentionPair;
  readonly exported: DriverSession;
  readonly rewritten: DriverSession;
  /** Query heads. */
  readonly heads: number;
  readonly lengths: readonly number[];
}

/** Rows and their suffix positions in use. More rows would say no more: they go through the same products. */
const STEPS = [
  { rows: 1, suffixUsed: 0 },
  { rows: 3, suffixUsed: 5 },
] as const;
/** Suffix positions reserved: those not in use hold numbers that must not be seen. */
const SUFFIX = 32;
/** Random numbers to take runs of, beginning anywhere; a prime, so that runs in a row do not meet. */
const POOL = 65_537;
/** Rounding allowed, as a share of the largest output: sums of the cache's type in another order. */
const ROUNDING: Readonly<Record<'float32' | 'float16', number>> = { float32: 1e-5, float16: 5e-3 };

/**
 * Compare the two attentions of a pair: prompts read whole, then one token after prompt and suffix, for every layer, with no weights
 * between. This proves the rewrite itself; what the rest of the graph makes of a last bit is not its doing.
 */
export async function proveAttention(options: AttentionProofOptions): Promise<AttentionProof> {
  const { pair, heads, lengths } = options;
  const type = pair.cacheElement === ELEMENT.float16 ? 'float16' : 'float32';
  const { kvHeads, headSize } = pair;
  const random = seededRandom(20240608);
  // Multiples of 1/512 in [−1, 1]: exact in either type.
  const values = Array.from({ length: POOL }, () => (random.integer(1025) - 512) / 512);
  const pool = type === 'float32' ? Float32Array.from(values) : Uint16Array.from(values, halfOfNumber);
  const tensor = (dims: readonly number[]): HostTensor => {
    const start = random.integer(POOL);
    const data = type === 'float32' ? new Float32Array(elementCount(dims)) : new Uint16Array(elementCount(dims));
    for (let index = 0; index < data.length; index += 1) data[index] = pool[(start + index) % POOL] ?? 0;
    return tensorOfBytes(type, new Uint8Array(data.buffer), dims);
  };
  let attentionDifference = 0;
  let largestOutput = 0;
  const pass = async (sizes: PassSizes): Promise<void> => {
    const { rows, fresh, prompt, promptUsed, suffix, suffixUsed } = sizes;
    const past = promptUsed + suffixUsed;
    const common = new Map<string, HostTensor>();
    const exported = new Map<string, HostTensor>();
    const rewritten = new Map(sharedPromptFeeds(sizes, kvHeads, headSize));
    common.set(pair.inputIds, integers(new BigInt64Array(rows * fresh), [rows, fresh]));
    if (pair.attentionMask !== undefined) {
      const width = past + fresh;
      common.set(pair.attentionMask, integers(new BigInt64Array(rows * width).fill(1n), [rows, width]));
    }
    if (pair.positionIds !== undefined) {
      const positions = BigInt64Array.from({ length: rows * fresh }, (_, index) => BigInt(past + (index % fresh)));
      common.set(pair.positionIds, integers(positions, [rows, fresh]));
    }
    for (const site of pair.layers) {
      common.set(fedName(site.queries), tensor([rows, heads, fresh, headSize]));
      common.set(fedName(site.key), tensor([rows, kvHeads, fresh, headSize]));
      common.set(fedName(site.value), tensor([rows, kvHeads, fresh, headSize]));
      for (const cache of [site.keyCache, site.valueCache]) {
        const shared = tensor([1, kvHeads, prompt, headSize]);
        const own = tensor([kvHeads, rows, suffix, headSize]);
        rewritten.set(cache.prompt, shared);
        rewritten.set(cache.suffix, own);
        exported.set(cache.prompt, joinedCache(shared, own, sizes));
      }
    }
    const outputs = new Map(pair.layers.map(({ output }) => [output, undefined]));
    const expected = await options.exported.run(fed(options.exported, [common, exported]), outputs);
    const actual = await options.rewritten.run(fed(options.rewritten, [common, rewritten]), outputs);
    for (const site of pair.layers) {
      const values = outputOf(expected, site);
      attentionDifference = Math.max(attentionDifference, distance(values, outputOf(actual, site)));
      for (const value of values) largestOutput = Math.max(largestOutput, Math.abs(value));
    }
  };
  for (const length of lengths) {
    await pass({ rows: 1, fresh: length, prompt: 1, promptUsed: 0, suffix: 1, suffixUsed: 0 });
    for (const step of STEPS) {
      await pass({ ...step, fresh: 1, prompt: length, promptUsed: length, suffix: SUFFIX });
    }
  }
  const attentionHolds = lengths.length > 0 && attentionDifference <= ROUNDING[type] * largestOutput;
  return { attentionDifference, largestOutput, attentionHolds };
}

/** Those of the tensors that a session takes. */
function fed(session: DriverSession, sources: readonly ReadonlyMap<string, HostTensor>[]): Map<string, HostTensor> {
  const feeds = new Map<string, HostTensor>();
  for (const { name } of session.inputs) {
    const tensor = sources.map((source) => source.get(name)).find((found) => found !== undefined);
    if (tensor !== undefined) feeds.set(name, tensor);
  }
  return feeds;
}

function outputOf(outputs: ReadonlyMap<string, HostTensor>, { output }: AttentionSite): Float32Array {
  const tensor = outputs.get(output);
  if (tensor === undefined) throw new TypeError(`the graph returned no tensor "${output}"`);
  return floatsOf(tensor);
}

/** The cache as the exported graph takes it: for every row the used part of the prompt, then that of the row's suffix. */
function joinedCache(shared: HostTensor, own: HostTensor, sizes: PassSizes): HostTensor {
  const [, heads = 0, prompt = 0, size = 0] = shared.dims;
  const { rows, promptUsed, suffix, suffixUsed } = sizes;
  const positionByte = shared.bytes.byteLength / (heads * prompt);
  const parts: Uint8Array[] = [];
  for (let row = 0; row < rows; row += 1) {
    for (let head = 0; head < heads; head += 1) {
      const fromPrompt = head * prompt * positionByte;
      const fromSuffix = (head * rows + row) * suffix * positionByte;
      parts.push(shared.bytes.subarray(fromPrompt, fromPrompt + promptUsed * positionByte));
      parts.push(own.bytes.subarray(fromSuffix, fromSuffix + suffixUsed * positionByte));
    }
  }
  const joined = Buffer.concat(parts);
  const bytes = new Uint8Array(joined.byteLength);
  bytes.set(joined);
  return tensorOfBytes(shared.type, bytes, [rows, heads, promptUsed + suffixUsed, size]);
}
