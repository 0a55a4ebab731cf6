import { calibrationSchema } from '@qeil/runtime';
import { z } from 'zod';
import { energySourceSchema } from './arm.js';
import { cascadeSchema, tierStepSchema } from './cascade.js';
import { planningSchema, planSchema } from './planning.js';
import { kvSchema, provenanceSchema } from './provenance.js';
import { stagesSchema } from './stages.js';

export const sampleSchema = z.object({
  sampleIndex: z.number().int(),
  seed: z.number(),
  text: z.string(),
  tokens: z.number().int(),
  finishReason: z.enum(['stop', 'length', 'cancelled', 'pruned']),
  meanLogProbability: z.number().nullable().describe('Natural log, per token'),
  answer: z.string().nullable(),
  checks: z.array(
    z.object({ check: z.string(), verdict: z.enum(['accept', 'reject', 'unknown']), detail: z.string() }),
  ),
  energyJ: z.number().nullable(),
  deviceId: z.string(),
});

export const runRecordSchema = z.object({
  schema: z.literal('qeil.run/1'),
  provenance: provenanceSchema,
  prompt: z.string(),
  answer: z.string().nullable(),
  probability: z.number().nullable().describe('Calibrated probability that the answer is right; null when not known'),
  decision: z.object({
    reason: z.string(),
    tie: z.boolean(),
    ranking: z.array(z.object({ answer: z.string(), votes: z.number(), weight: z.number() })),
  }),
  rule: z.string(),
  promise: z.string().describe('What the stopping rule lets the user rely on'),
  stoppedBy: z.string(),
  stopReason: z.string(),
  plan: planSchema,
  planning: planningSchema,
  kv: kvSchema,
  execution: stagesSchema.describe('What the stages of the plan took, beside what was predicted'),
  verification: z
    .object({
      reference: z.object({ deviceId: z.string(), pointName: z.string() }),
      equalTokens: z.number().int(),
      samples: z.number().int(),
      largestLogProbabilityDifference: z.number(),
      firstDifference: z
        .object({
          questionId: z.string(),
          sampleIndex: z.number().int(),
          position: z.number().int().describe('Place of the token in the sample, from 0'),
          referenceTokenId: z.number().int().nullable(),
          planTokenId: z.number().int().nullable(),
          referenceGap: z.number().nullable().describe('Logit of its own token minus that of the other, on one device'),
          planGap: z.number().nullable().describe('The same under the plan'),
        })
        .nullable(),
    })
    .nullable()
    .describe('With --verify: greedy tokens under the plan beside those of one device'),
  budget: z.number().int(),
  samples: z.array(sampleSchema),
  tiers: z.array(tierStepSchema).describe('Verification and the larger model: what they did, or why nothing'),
  cascade: cascadeSchema,
  promptTokens: z.number().int(),
  waves: z.number().int(),
  energyJ: z.number().nullable(),
  energySource: energySourceSchema,
  energyDetail: z.string(),
  wallS: z.number(),
  restarts: z.number().int(),
});
export type SingleRunRecord = z.infer<typeof runRecordSchema>;

export const planCommandRecordSchema = z.object({
  schema: z.literal('qeil.plan/1'),
  provenance: provenanceSchema,
  objective: z.enum(['knee', 'energy', 'latency']),
  bounds: z.object({ energyJ: z.number().nullable(), latencyS: z.number().nullable(), powerW: z.number().nullable() }),
  planning: planningSchema,
  execution: stagesSchema.nullable().describe('With --explain: one wave of the chosen plan, measured; else null'),
});
export type PlanCommandRecord = z.infer<typeof planCommandRecordSchema>;

export const calibrateRecordSchema = z.object({
  schema: z.literal('qeil.calibrate/1'),
  fromCache: z.boolean(),
  invalidated: z.string().nullable().describe('Why an older calibration was not used'),
  model: provenanceSchema.shape.model.nullable(),
  calibration: calibrationSchema,
});
export type CalibrateRecord = z.infer<typeof calibrateRecordSchema>;

export const dryRunRecordSchema = z.object({
  schema: z.literal('qeil.dry-run/1'),
  command: z.string(),
  model: provenanceSchema.shape.model,
  devices: z.array(z.string()),
  steps: z.array(z.string()).describe('What would be done, in order'),
});
export type DryRunRecord = z.infer<typeof dryRunRecordSchema>;
