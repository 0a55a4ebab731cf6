import { z } from 'zod';
import { DRIVER_NAMES } from './session-driver.js';

const positive = z.number().int().positive();

/** What a probe child is asked: run a model's golden vectors with one driver. */
export const driverProbeRequestSchema = z.strictObject({
  driver: z.enum(DRIVER_NAMES),
  onnxPath: z.string(),
  layers: positive,
  kvHeads: positive,
  headSize: positive,
  vocabulary: positive,
  /** Prompt lengths to run. */
  lengths: z.array(positive).min(1),
});
export type DriverProbeRequest = z.infer<typeof driverProbeRequestSchema>;

export const driverProbeAnswerSchema = z.union([
  z.strictObject({ error: z.string() }),
  z.strictObject({
    /** SHA-256 of logits and cache after each prompt and of the logits of a decode step on three rows after it. */
    digests: z.array(z.string()),
    /** Median decode step on eight rows after the longest prompt (s). */
    stepS: z.number().positive(),
  }),
]);
export type DriverProbeAnswer = z.infer<typeof driverProbeAnswerSchema>;
