import type { ArmResult } from '@qeil/runtime';
import { z } from 'zod';

const shareSchema = z
  .object({ value: z.number(), low: z.number(), high: z.number(), n: z.number().int() })
  .describe('A share with its 95 % interval');

export const energySourceSchema = z
  .enum(['counter', 'polled', 'shared', 'modelled', 'none'])
  .describe('Where the joules come from');

export const armResultSchema = z.object({
  arm: z.string(),
  questions: z.number().int(),
  failed: z.number().int(),
  unfinished: z.number().int().describe('Asked for and not finished, because the run was stopped'),
  budget: z.number().int(),
  rule: z.string(),
  selection: z.string(),
  accuracy: shareSchema.nullable().describe('Share of questions whose chosen answer is right'),
  coverage: shareSchema.nullable().describe('Share of questions with at least one right candidate among those drawn'),
  samplesPerQuestion: z.number().nullable(),
  tokensPerQuestion: z.number().nullable(),
  wallS: z.number().describe('Time inside waves, checks and dear tiers (s)'),
  secondsPerQuestion: z.number().nullable(),
  plannedSecondsPerQuestion: z.number(),
  plannedEnergyJPerQuestion: z.number(),
  energyJ: z.number().nullable(),
  energyJPerQuestion: z.number().nullable(),
  energySource: energySourceSchema,
  energyDetail: z.string(),
  meanPowerW: z.number().nullable(),
  ipw: z.number().nullable().describe('Accuracy in percent per mean watt'),
  joulesPerCorrect: z.number().nullable(),
  restarts: z.number().int(),
  stopReasons: z.record(z.string(), z.number()),
}) satisfies z.ZodType<ArmResult, unknown>;
