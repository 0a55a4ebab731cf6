import { InferenceSession, Tensor } from 'onnxruntime-node';
import { answerRequest } from '../child-process/answer-request.js';
import { type ConstantMatrix, matMulGraph } from '../devices/tiny-graph.js';
import { type BenchmarkAnswer, type BenchmarkRequest, benchmarkRequestSchema } from './benchmark-messages.js';
import { median, relativeSpread } from './quantile.js';

/** Edge of the square product: 0.27 GFLOP and 3 MB, large enough for the peak rate, small enough for a slow board. */
const GEMM_SIZE = 512;
/** Rows of a streamed matrix: the inner dimension of typical small models. */
const GEMV_DEPTH = 1024;
const LEAST_REPETITIONS = 3;
const WARM_UPS = 2;
/** A float and what it is multiplied with: one multiplication and one addition. */
const FLOP_PER_PRODUCT = 2;

/** One product, prepared; every call runs it once. */
type Product = () => Promise<void>;

/** Prepares products on one provider. GPUs keep the matrix in the graph, or its way over the bus would be measured. */
function productMaker({ provider, threads }: BenchmarkRequest) {
  const options: InferenceSession.SessionOptions = {
    executionProviders: [provider],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
    // Threads that spin on after a burst would steal time from the next measurement.
    extra: { session: { intra_op: { spin_duration_us: '200' } } },
  };
  let shared: Promise<InferenceSession> | undefined;
  return async (m: number, k: number, n: number): Promise<Product> => {
    const a = new Tensor('float32', filled(m * k), [m, k]);
    const matrix: ConstantMatrix = { rows: k, columns: n, values: filled(k * n) };
    if (provider !== 'cpu') {
      const session = await InferenceSession.create(matMulGraph(matrix), options);
      return async () => void (await session.run({ A: a }));
    }
    shared ??= InferenceSession.create(matMulGraph(), options);
    const session = await shared;
    const feeds = { A: a, B: new Tensor('float32', matrix.values, [k, n]) };
    return async () => void (await session.run(feeds));
  };
}

/** Not zeros: untouched pages of zeros are all one page of memory, and it is cached. */
function filled(length: number): Float32Array {
  const values = new Float32Array(length);
  for (let index = 0; index < length; index += 1) values[index] = ((index * 7) % 17) / 16 - 0.5;
  return values;
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

await answerRequest(async (message): Promise<BenchmarkAnswer> => {
  const request = benchmarkRequestSchema.parse(message);
  const makeProduct = productMaker(request);
  const sliceS = request.timeS / 4;
  const rate = async (amount: number, product: Product) => {
    const rates = (await repeat(product, sliceS)).map((seconds) => amount / seconds);
    return { median: median(rates), spread: relativeSpread(rates) };
  };
  const stream = async (byte: number) => {
    const columns = Math.max(1, Math.round(byte / Float32Array.BYTES_PER_ELEMENT / GEMV_DEPTH));
    const product = await makeProduct(1, GEMV_DEPTH, columns);
    return rate(columns * GEMV_DEPTH * Float32Array.BYTES_PER_ELEMENT, product);
  };
  const flop = FLOP_PER_PRODUCT * GEMM_SIZE ** 3;
  return {
    flopRate: await rate(flop, await makeProduct(GEMM_SIZE, GEMM_SIZE, GEMM_SIZE)),
    byteRate: await stream(request.streamByte),
    workingSetByteRate: await stream(request.workingSetByte),
    callOverheadS: median(await repeat(await makeProduct(1, 1, 1), Math.min(sliceS, 0.1))),
  };
});
