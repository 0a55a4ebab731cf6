import { z } from 'zod';
import { planSchema } from './planning.js';

/** What each stage of a plan took, beside what was predicted, and what follows from it. */
export const stagesSchema = z.object({
  stages: z.array(
    z.object({
      piece: z.number().int().describe('Place in the plan; a model in one piece is piece 0'),
      firstLayer: z.number().int(),
      endLayer: z.number().int().describe('One past the last layer'),
      phase: z.enum(['prefill', 'decode']),
      deviceId: z.string(),
      pointName: z.string(),
      passes: z.number().int(),
      tokens: z.number().int().describe('Tokens fed through, all passes and rows together'),
      predictedS: z.number().describe('Predicted for the passes that ran, at the rows they had (s)'),
      measuredS: z.number(),
      predictedJ: z.number(),
      modelledJ: z.number().describe('By the power coefficients at the measured time: no meter tells stages apart (J)'),
    }),
  ),
  prediction: z
    .object({
      predictedS: z.number(),
      measuredS: z.number(),
      offBy: z.number().describe('|predicted − measured| / measured'),
      replanned: planSchema.nullable().describe('The plan chosen with what was learnt; null when the prediction held'),
      samePlan: z.boolean().describe('Whether planning again chose the same placement and wave size'),
    })
    .nullable()
    .describe('All stages together; null when nothing ran'),
});
export type StagesRecord = z.infer<typeof stagesSchema>;
