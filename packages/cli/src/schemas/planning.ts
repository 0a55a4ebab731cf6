import { z } from 'zod';
import { certificateSchema, planCertificateSchema } from './certificate.js';

/** What one plan is predicted to cost, per question. */
export const evaluationSchema = z.object({
  energyJ: z.number().describe('Expected energy of one question (J)'),
  latencyS: z.number().describe('Expected duration of one question (s)'),
  underUtilisation: z.number().describe('Share of powered-up arithmetic not used, 0 to 1'),
  violation: z.number().describe('Sum of relative excesses over all constraints; 0 exactly when feasible'),
  breakdown: z
    .object({
      switching: z.number(),
      traffic: z.number(),
      active: z.number(),
      sleep: z.number(),
      leakage: z.number(),
      links: z.number(),
      board: z.number(),
    })
    .describe('Terms of the energy equation (J); they sum to energyJ'),
  thermal: z.array(
    z.object({
      temperatureK: z.number().nullable().describe('Settled temperature; null when none is stable'),
      phi: z.number(),
      loopGain: z.number(),
    }),
  ),
  memoryPressure: z.array(z.number()).describe('Per memory pool: demand over usable'),
  seconds: z.object({ prefill: z.number(), kvMove: z.number(), decode: z.number() }),
  waves: z.number().describe('Expected waves per question'),
});
export type EvaluationRecord = z.infer<typeof evaluationSchema>;

const placement = z.object({ deviceId: z.string(), pointName: z.string() });

/** A plan with names instead of indices. */
export const planSchema = z.object({
  name: z.enum(['standard', 'standard-batched', 'v1-greedy', 'v2', 'hand-written']),
  prefill: placement,
  decode: placement,
  split: z
    .object({
      pieces: z.array(
        z.object({ firstLayer: z.number().int(), endLayer: z.number().int(), prefill: placement, decode: placement }),
      ),
      microBatches: z.number().int(),
    })
    .optional()
    .describe('Layers by device, when the model runs in pieces; endLayer is one past the last'),
  waveSize: z.number().int().describe('Samples drawn together'),
  keepPrompt: z.boolean().describe('Whether the prompt is prefilled once per question'),
  certificate: planCertificateSchema,
  predicted: evaluationSchema,
});
export type PlanRecord = z.infer<typeof planSchema>;

export const frontEntrySchema = z.object({
  prefillDevices: z.array(z.string()).describe('Devices of the prefill stages, in order, repeats dropped'),
  decodeDevices: z.array(z.string()),
  points: z.record(z.string(), z.string()).describe('Operating point of each used device'),
  waveSize: z.number().int(),
  microBatches: z.number().int(),
  energyJ: z.number(),
  latencyS: z.number(),
  underUtilisation: z.number(),
  certificate: certificateSchema.describe('How much better another plan can be in energy and time at once'),
  chosen: z.boolean(),
  knee: z.boolean(),
});
export type FrontEntryRecord = z.infer<typeof frontEntrySchema>;

/** What the planner knew of the task: how long prompts and samples are, and how many samples a question takes. */
export const profileSchema = z.object({
  promptTokens: z.number(),
  meanSampleTokens: z.number(),
  neededSamples: z.array(z.number()).describe('Probability that a question needs exactly n samples, n = 1 to k'),
  rule: z.string(),
  selection: z.string(),
  source: z.enum(['shipped', 'learnt', 'assumed']),
  detail: z.string(),
});
export type ProfileRecord = z.infer<typeof profileSchema>;

/** What a request asked for and what was decided, with the alternatives. */
export const planningSchema = z.object({
  profile: profileSchema,
  objective: z.enum(['knee', 'energy', 'latency']).describe('What chose the plan from the front'),
  chosen: planSchema,
  certificate: certificateSchema.describe('Of the chosen plan, for the objective asked for'),
  oneDeviceIsBest: z.boolean().describe('Whether the chosen plan uses a single device'),
  front: z.array(frontEntrySchema),
  baselines: z.array(planSchema),
  evaluations: z.number().int(),
  elapsedS: z.number(),
});
export type PlanningRecord = z.infer<typeof planningSchema>;
