import { z } from 'zod';
import { kvStrategySchema } from './machine.js';

/** Where a result comes from, complete enough to repeat it. */
export const provenanceSchema = z.object({
  versions: z.object({ qeil: z.string(), node: z.string(), onnxruntime: z.string().nullable() }),
  platform: z.string(),
  startedAt: z.string(),
  seed: z.number().int(),
  machine: z.object({
    fingerprint: z.string(),
    cpuModel: z.string(),
    logicalCpus: z.number().int(),
    devices: z.array(z.string()),
    devicesRequested: z.array(z.string()).nullable().describe('null when none were named'),
  }),
  model: z.object({
    name: z.string(),
    digest: z.string(),
    weightFormat: z.enum(['fp32', 'fp16', 'int8', 'q4']),
    weightByte: z.number(),
  }),
  dataSet: z.object({ path: z.string(), digest: z.string(), questions: z.number().int() }).nullable(),
  sampling: z.object({
    temperature: z.number(),
    topK: z.number(),
    topP: z.number(),
    minP: z.number(),
    repetitionPenalty: z.number(),
    maxNewTokens: z.number(),
    stop: z.array(z.string()),
  }),
  calibration: z.object({ createdAt: z.string(), elapsedS: z.number(), fromCache: z.boolean() }).nullable(),
});
/** How each device process of a run kept keys and values. */
export const kvSchema = z
  .array(z.object({ deviceId: z.string(), pointName: z.string(), strategy: kvStrategySchema }))
  .describe('How each device that worked kept keys and values, and why');
export type KvRecord = z.infer<typeof kvSchema>;

export type ProvenanceRecord = z.infer<typeof provenanceSchema>;

/** Roofs and dots of a roofline diagram. */
export const rooflineSchema = z.object({
  roofs: z.array(
    z.object({
      deviceId: z.string(),
      pointName: z.string(),
      flopRate: z.number().describe('FLOP/s'),
      byteRate: z.number().describe('From DRAM (B/s)'),
      workingSetByteRate: z.number().describe("At the model's working-set size (B/s)"),
    }),
  ),
  dots: z.array(
    z.object({
      deviceId: z.string(),
      pointName: z.string(),
      label: z.string(),
      kind: z.enum(['measured', 'predicted']),
      intensity: z.number().describe('FLOP/B'),
      flopRate: z.number().describe('FLOP/s'),
      aboveRoof: z.boolean().describe('True means an error in units or counting'),
    }),
  ),
});
export type RooflineRecord = z.infer<typeof rooflineSchema>;
