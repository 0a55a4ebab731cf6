import { z } from 'zod';
import { energySourceSchema } from './arm.js';

/** How one question went: its answer, how sure that is, why sampling stopped and what it cost. */
export const questionRecordSchema = z.object({
  arm: z.string(),
  questionId: z.string(),
  answer: z.string().nullable(),
  gold: z.string().nullable(),
  correct: z.boolean().nullable(),
  probability: z
    .number()
    .nullable()
    .describe(
      'Calibrated probability that the answer is right; null when nothing is known of the reliability of votes',
    ),
  tie: z.boolean().describe('Another answer weighed the same'),
  rule: z.string().describe('The rule asked for'),
  stoppedBy: z.string().describe('What ended sampling: a rule, `budget` of samples, `joules`, or `failed`'),
  stopReason: z.string(),
  samples: z.number().int(),
  waves: z.number().int(),
  tokens: z.number().int(),
  energyJ: z.number().nullable(),
  energySource: energySourceSchema,
  wallS: z.number(),
  error: z.string().nullable(),
});
export type QuestionRecord = z.infer<typeof questionRecordSchema>;

/** Stated probabilities of one arm against what came true. */
export const armCalibrationSchema = z.object({
  arm: z.string(),
  n: z.number().int().describe('Questions with a probability and a reference answer'),
  brier: z
    .number()
    .describe('Mean squared distance of probability and outcome; 0.25 is what always saying one half gets'),
  ece: z.number().describe('Expected calibration error over ten bins of equal width'),
  bins: z.array(
    z.object({
      low: z.number(),
      high: z.number(),
      n: z.number().int(),
      meanProbability: z.number(),
      shareCorrect: z.number(),
    }),
  ),
});
export type ArmCalibration = z.infer<typeof armCalibrationSchema>;
