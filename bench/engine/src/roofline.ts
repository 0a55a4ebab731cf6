import { availableParallelism } from 'node:os';
import { ELEMENT, MODEL_PROTO } from '@qeil/runtime/onnx';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { BenchModel } from './bench-model.js';

/** What this machine can do at most, measured with the same library and threads as the decode steps. */
export interface Machine {
  /** Product of two square matrices, weights packed beforehand (FLOP/s). */
  readonly flopRate: number;
  /** Reading weights of the model's own size once per pass (B/s): caches count where the model fits them. */
  readonly byteRate: number;
  readonly threads: number;
}

const GEMM_SIZE = 1024;
const DEPTH = 1024;
const REPETITIONS = 25;
const FLOP_PER_PRODUCT = 2;

function matMulGraph(rows: number, columns: number, values: Float32Array): Uint8Array {
  const matrix = (name: string) => ({
    name,
    type: {
      tensor_type: { elem_type: ELEMENT.float32, shape: { dim: [{ dim_param: 'm' }, { dim_param: `${name}n` }] } },
    },
  });
  const raw = new Uint8Array(values.buffer);
  return MODEL_PROTO.encode({
    ir_version: 8,
    opset_import: [{ domain: '', version: 17 }],
    graph: {
      name: 'product',
      node: [{ input: ['A', 'B'], output: ['Y'], op_type: 'MatMul' }],
      initializer: [{ name: 'B', dims: [rows, columns], data_type: ELEMENT.float32, raw_data: raw }],
      input: [matrix('A')],
      output: [matrix('Y')],
    },
  }).finish();
}

/** Not zeros: untouched pages of zeros are all one page of memory. */
const filled = (length: number): Float32Array => new Float32Array(length).fill(0.5);

/** Least seconds of a product with constant weights: a limit is what can be reached, not what other programs leave of it. */
async function leastSecondsOf(left: number, rows: number, columns: number): Promise<number> {
  const session = await InferenceSession.create(matMulGraph(rows, columns, filled(rows * columns)), {
    intraOpNumThreads: availableParallelism(),
    interOpNumThreads: 1,
    extra: { session: { intra_op: { spin_duration_us: '200' } } },
  });
  const A = new Tensor('float32', filled(left * rows), [left, rows]);
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < REPETITIONS; round += 1) {
    const startMs = performance.now();
    await session.run({ A });
    least = Math.min(least, (performance.now() - startMs) / 1000);
  }
  await session.release();
  return least;
}

export async function measureMachine(model: BenchModel): Promise<Machine> {
  const gemmS = await leastSecondsOf(GEMM_SIZE, GEMM_SIZE, GEMM_SIZE);
  const columns = Math.round(model.weightByte / Float32Array.BYTES_PER_ELEMENT / DEPTH);
  const readS = await leastSecondsOf(1, DEPTH, columns);
  return {
    flopRate: (FLOP_PER_PRODUCT * GEMM_SIZE ** 3) / gemmS,
    byteRate: (Float32Array.BYTES_PER_ELEMENT * DEPTH * columns) / readS,
    threads: availableParallelism(),
  };
}

/** The least one decode step can take (s), and which limit that is. */
export interface Roof {
  readonly stepS: number;
  readonly limit: 'memory' | 'arithmetic';
}

/**
 * Roofline of a decode step over `rows` rows of `positions` cached positions: max(bytes ÷ B/s, flops ÷ FLOP/s).
 *
 * Bytes are the weights once and every row's keys and values; flops two per weight and row and two per cached number, query head and
 * row. With the prompt's cache shared, its positions are read once instead of once per row.
 */
export function roofOf(
  { productWeights, weightByte, layers, kvHeads, headSize, queriesPerKey }: BenchModel,
  { flopRate, byteRate }: Machine,
  rows: number,
  cached: { readonly own: number; readonly shared: number },
): Roof {
  const positionNumbers = 2 * layers * kvHeads * headSize;
  const byte = weightByte + (rows * cached.own + cached.shared) * positionNumbers * Float32Array.BYTES_PER_ELEMENT;
  const flop =
    FLOP_PER_PRODUCT * rows * (productWeights + queriesPerKey * (cached.own + cached.shared) * positionNumbers);
  const [memoryS, arithmeticS] = [byte / byteRate, flop / flopRate];
  return { stepS: Math.max(memoryS, arithmeticS), limit: memoryS >= arithmeticS ? 'memory' : 'arithmetic' };
}
