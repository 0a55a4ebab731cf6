import { z } from 'zod';

/** What the benchmark child is asked to measure. */
export const benchmarkRequestSchema = z.object({
  provider: z.string(),
  /** Thread counts to measure, one after another. */
  threads: z.array(z.int().positive()).min(1),
  /** Bytes of the matrix streamed for the memory bandwidth. */
  streamByte: z.number().positive(),
  /** Bytes of the matrix standing for the model's weights. */
  workingSetByte: z.number().positive(),
  /** Time to spend per thread count (s); the least number of repetitions is made even if it takes longer. */
  timeS: z.number().positive(),
});

export type BenchmarkRequest = z.infer<typeof benchmarkRequestSchema>;

const rateSchema = z.object({ median: z.number().positive(), spread: z.number().nonnegative() });

/** What was measured at one thread count: rates in FLOP/s and B/s. */
const benchmarkSchema = z.object({
  flopRate: rateSchema,
  byteRate: rateSchema,
  workingSetByteRate: rateSchema,
  callOverheadS: z.number().positive(),
});

export type Benchmark = z.infer<typeof benchmarkSchema>;

/** What the child answers: a benchmark for each thread count, in order. */
export const benchmarkAnswerSchema = z.array(benchmarkSchema);
