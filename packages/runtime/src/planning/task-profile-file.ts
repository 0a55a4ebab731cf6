import { z } from 'zod';
import { STOPPING_RULE_NAMES } from '../cascade/stopping-rule.js';

const positiveInteger = z.number().int().positive();

const taskProfileEntrySchema = z
  .object({
    rule: z.enum(STOPPING_RULE_NAMES),
    selection: z.enum(['majority', 'arde']),
    budget: positiveInteger.max(4096),
    /** Questions the entry was learnt from. */
    questions: positiveInteger,
    promptTokens: positiveInteger,
    /** Histogram of sample lengths. */
    sampleLengths: z
      .array(z.object({ tokens: positiveInteger, count: positiveInteger.max(1_000_000) }))
      .min(1)
      .refine(
        (bins) => bins.reduce((sum, { count }) => sum + count, 0) <= 1_000_000,
        'expected at most 1,000,000 samples',
      ),
    neededSamples: z.array(z.number().min(0).max(1)),
  })
  .refine(
    ({ budget, neededSamples }) => neededSamples.length === budget,
    'expected one entry of neededSamples per sample',
  )
  .refine(
    ({ neededSamples }) => Math.abs(neededSamples.reduce((sum, value) => sum + value, 0) - 1) < 1e-6,
    'expected neededSamples to sum to 1',
  );

/** Content of `qeil-profile.json` in a model's directory. */
export const taskProfileFileSchema = z.object({
  schema: z.literal('qeil.task-profile/1'),
  /** What the profiles were learnt on: data set, weight format, sampling. */
  detail: z.string(),
  profiles: z.array(taskProfileEntrySchema),
});

export type TaskProfileEntry = z.infer<typeof taskProfileEntrySchema>;
export type TaskProfileFile = z.infer<typeof taskProfileFileSchema>;
