import { z } from 'zod';
import { energySourceSchema } from './arm.js';
import { tierStepSchema } from './cascade.js';

const explainedCandidateSchema = z.object({
  sampleIndex: z.number().int(),
  answer: z.string().nullable(),
  finishReason: z.string(),
  tokens: z.number().int(),
  meanLogProbability: z.number().nullable(),
  lowestWindowLogProbability: z.number().nullable(),
  voted: z.boolean(),
  voteWeight: z.number().describe('0 when it did not vote'),
  whyNoVote: z.string().nullable(),
  checks: z.array(
    z.object({
      check: z.string(),
      exact: z.boolean(),
      ran: z.boolean(),
      verdict: z.enum(['accept', 'reject', 'unknown']),
      detail: z.string(),
      timeS: z.number().nullable(),
      energyJ: z.number().nullable(),
    }),
  ),
  energyJ: z.number().nullable().describe('Its share of its wave'),
  deviceId: z.string(),
});

export const explainRecordSchema = z.object({
  schema: z.literal('qeil.explain/1'),
  ledger: z.string(),
  model: z.object({ name: z.string(), digest: z.string(), weightFormat: z.string() }),
  dataSetDigest: z.string(),
  seed: z.number(),
  questions: z.array(
    z.object({
      arm: z.string(),
      rule: z.string(),
      selection: z.enum(['majority', 'arde']),
      promise: z.string().nullable().describe('What the rule that ended sampling promises; null when none did'),
      questionId: z.string(),
      answer: z.string().nullable(),
      gold: z.string().nullable(),
      correct: z.boolean().nullable(),
      reason: z.string(),
      probability: z
        .number()
        .nullable()
        .describe('Calibrated probability that the answer is right; null when not known'),
      reliability: z.string().nullable().describe('What the probability was learnt from'),
      tie: z.boolean(),
      ranking: z.array(z.object({ answer: z.string(), votes: z.number(), weight: z.number() })),
      stoppedBy: z.string(),
      stopReason: z.string(),
      budget: z.number().int().nullable(),
      candidates: z.array(explainedCandidateSchema),
      tiers: z.array(tierStepSchema),
      steps: z.array(
        z.object({
          step: z.string(),
          timeS: z.number().nullable(),
          energyJ: z.number().nullable(),
          energySource: energySourceSchema,
        }),
      ),
      energyJ: z.number().nullable(),
      wallS: z.number(),
      error: z.string().nullable(),
    }),
  ),
});
export type ExplainRecord = z.infer<typeof explainRecordSchema>;
export type ExplainedQuestion = ExplainRecord['questions'][number];
