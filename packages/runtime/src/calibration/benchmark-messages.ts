import { z } from 'zod';

/** What the benchmark child is asked to measure. */
export const benchmarkRequestSchema = z.object({
  provider: z.string(),
  threads: z.int().positive(),
  /** Bytes of the matrix streamed for the memory bandwidth. */
  streamByte: z.number().positive(),
  /** Bytes of the matrix standing for the model's weights. */
  workingSetByte: z.number().positive(),
  /** Time to spend (s); the least number of repetitions is made even if it takes longer. */
  timeS: z.number().positive(),
});

export type BenchmarkRequest = z.infer<typeof benchmarkRequestSchema>;

const rateSchema = z.object({ median: z.number().positive(), spread: z.number().nonnegative() });

/** What it answers: rates in FLOP/s and B/s. */
export const benchmarkAnswerSchema = z.object({
  flopRate: rateSchema,
  byteRate: rateSchema,
  workingSetByteRate: rateSchema,
  callOverheadS: z.number().positive(),
});

export type BenchmarkAnswer = z.infer<typeof benchmarkAnswerSchema>;
