import { z } from 'zod';

const calibrationSchema = z
  .object({
    stated: z.number().describe('Share of answers that came with a probability'),
    expectedCalibrationError: z.number(),
    brierScore: z.number(),
    bins: z.array(
      z.object({
        from: z.number(),
        to: z.number(),
        answers: z.number().int(),
        meanProbability: z.number().nullable(),
        right: z.number().nullable().describe('Share that was right'),
      }),
    ),
  })
  .describe('Reliability diagram of the stated probabilities');

const replayedRuleSchema = z.object({
  rule: z.string(),
  promise: z.string(),
  accuracy: z.number().describe('Share of answers that are right, mean over orders and questions'),
  accuracyErrorQuestions: z.number().describe('Standard error from the choice of questions'),
  accuracyErrorOrders: z.number().describe('Standard error from the choice of orders'),
  meanSamples: z.number(),
  meanSamplesErrorOrders: z.number(),
  meanCost: z.number().nullable().describe('Per question, in costUnit'),
  samplesSaved: z.number().describe('Share of the samples of the full vote that are not drawn'),
  costSaved: z.number().nullable().describe('Share of its cost; below samplesSaved where hard questions are long ones'),
  accuracyPoints: z.number().describe('Percentage points more than the full vote'),
  lost: z.number().describe('Share of answers that are wrong where the full vote is right'),
  won: z.number().describe('The other way round'),
  drawn: z.array(z.number()).describe('Share of questions that end after 1, 2, … k samples'),
  calibration: calibrationSchema.nullable(),
});

export const replayRecordSchema = z.object({
  schema: z.literal('qeil.replay/1'),
  file: z.string(),
  kind: z.enum(['samples', 'ledger']),
  questions: z.number().int().describe('Judged; with --split those held back'),
  budget: z.number().int().describe('Samples of the full vote'),
  waveSize: z.number().int(),
  orders: z.number().int(),
  seed: z.number().int(),
  selection: z.enum(['majority', 'arde']),
  costUnit: z.enum(['tokens', 'chars']).nullable().describe('null where the recording has no costs'),
  prior: z
    .object({ source: z.string(), questions: z.number().int(), worthSamples: z.number() })
    .nullable()
    .describe('What the rule value learnt from, and what a right answer is worth to it in samples'),
  rules: z.array(replayedRuleSchema),
  curve: z.array(
    z.object({
      rule: z.string(),
      setting: z.number().describe('Samples, confidence or worth'),
      accuracy: z.number(),
      meanSamples: z.number(),
      meanCost: z.number().nullable(),
    }),
  ),
  plot: z.string().nullable().describe('File drawn'),
  remarks: z.array(z.string()),
});
export type ReplayRecord = z.infer<typeof replayRecordSchema>;
