import { InferenceSession, Tensor } from 'onnxruntime-node';
import { answerRequest } from '../child-process/answer-request.js';
import { matMulGraph } from '../devices/tiny-graph.js';
import { type Benchmark, type BenchmarkRequest, benchmarkRequestSchema } from './benchmark-messages.js';
import { median, relativeSpread } from './quantile.js';

/** Edge of the square product: 0.27 GFLOP and 3 MB, large enough for the peak rate, small enough for a slow board. */
const GEMM_SIZE = 512;
/** Rows of a streamed matrix: the inner dimension of typical small models. */
const GEMV_DEPTH = 1024;
const LEAST_REPETITIONS = 3;
const WARM_UPS = 1;
/** Each element of a product is one multiplication and one addition. */
const FLOP_PER_ELEMENT = 2;

interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/** One product, prepared; every call runs it once. */
type Product = () => Promise<void>;

/** Not zeros: untouched pages of zeros are all one page of memory, and it is cached. Filled by doubling, as fast as memory copies. */
function matrix(rows: number, columns: number): Matrix {
  const values = new Float32Array(rows * columns);
  values[0] = 0.5;
  values[1] = -0.25;
  for (let filled = 2; filled < values.length; filled *= 2) {
    values.copyWithin(filled, 0, Math.min(filled, values.length - filled));
  }
  return { rows, columns, values };
}

/** Prepares products on one provider with one thread count. GPUs keep the matrix in the graph, or its way over the bus would count. */
function productMaker(provider: string, threads: number) {
  const options: InferenceSession.SessionOptions = {
    executionProviders: [provider],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
    // Threads that spin on after a burst would steal time from the next measurement.
    extra: { session: { intra_op: { spin_duration_us: '200' } } },
  };
  let shared: Promise<InferenceSession> | undefined;
  return async (rows: number, weights: Matrix): Promise<Product> => {
    const { values } = matrix(rows, weights.rows);
    const A = new Tensor('float32', values, [rows, weights.rows]);
    if (provider !== 'cpu') {
      const session = await InferenceSession.create(matMulGraph(weights), options);
      return async () => void (await session.run({ A }));
    }
    shared ??= InferenceSession.create(matMulGraph(), options);
    const session = await shared;
    const B = new Tensor('float32', weights.values, [weights.rows, weights.columns]);
    return async () => void (await session.run({ A, B }));
  };
}

/** Seconds of each repetition, for about `timeS`. */
async function repeat(product: Product, timeS: number): Promise<readonly number[]> {
  for (let round = 0; round < WARM_UPS; round += 1) await product();
  const seconds: number[] = [];
  const until = performance.now() + timeS * 1000;
  while (seconds.length < LEAST_REPETITIONS || performance.now() < until) {
    const start = performance.now();
    await product();
    seconds.push((performance.now() - start) / 1000);
  }
  return seconds;
}

/** A matrix of about so many bytes, to be read once per product. */
function streamed(byte: number): Matrix {
  return matrix(GEMV_DEPTH, Math.max(1, Math.round(byte / Float32Array.BYTES_PER_ELEMENT / GEMV_DEPTH)));
}

async function measure(request: BenchmarkRequest): Promise<readonly Benchmark[]> {
  const sliceS = request.timeS / 3;
  const square = matrix(GEMM_SIZE, GEMM_SIZE);
  const large = streamed(request.streamByte);
  const model = streamed(request.workingSetByte);
  const benchmarks: Benchmark[] = [];
  for (const threads of request.threads) {
    const makeProduct = productMaker(request.provider, threads);
    const rate = async (amount: number, rows: number, weights: Matrix) => {
      const rates = (await repeat(await makeProduct(rows, weights), sliceS)).map((seconds) => amount / seconds);
      return { median: median(rates), spread: relativeSpread(rates) };
    };
    benchmarks.push({
      flopRate: await rate(FLOP_PER_ELEMENT * GEMM_SIZE ** 3, GEMM_SIZE, square),
      byteRate: await rate(large.values.byteLength, 1, large),
      workingSetByteRate: await rate(model.values.byteLength, 1, model),
      callOverheadS: median(await repeat(await makeProduct(1, matrix(1, 2)), 0.02)),
    });
  }
  return benchmarks;
}

await answerRequest(async (message) => measure(benchmarkRequestSchema.parse(message)));
