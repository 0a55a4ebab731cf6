import { z } from 'zod';
import type { Calibration } from './calibration.js';

const positive = z.number().positive();
const nonnegative = z.number().nonnegative();

const learntSchema = z.object({ factor: positive, evidenceS: nonnegative });

const modelSchema = z.object({
  modelDigest: z.string().min(1),
  byteRate: positive.exactOptional(),
  prefillFlopRate: positive,
  decodeFlopRate: positive,
  prefillOverheadS: nonnegative,
  decodeOverheadS: nonnegative,
  decodeRowS: nonnegative,
  learnt: z.object({ prefill: learntSchema.exactOptional(), decode: learntSchema.exactOptional() }).exactOptional(),
  cpuPerBusy: nonnegative,
  decodePoints: z.array(z.object({ rows: positive, measuredS: positive, predictedS: positive })),
});

const pointSchema = z.object({
  deviceId: z.string().min(1),
  pointName: z.string().min(1),
  flopRate: positive,
  byteRate: positive,
  workingSetByteRate: positive,
  spread: z.object({ flopRate: nonnegative, byteRate: nonnegative, workingSetByteRate: nonnegative }).exactOptional(),
  callOverheadS: nonnegative.exactOptional(),
  model: modelSchema.exactOptional(),
});

const powerSchema = z.object({
  sleepW: nonnegative,
  activeW: nonnegative,
  perCpuW: nonnegative,
  joulePerByte: nonnegative,
  source: z.enum(['measured', 'prior']),
  detail: z.string(),
});

/** A calibration as it lies in a file. */
export const calibrationSchema: z.ZodType<Calibration> = z.object({
  schema: z.literal('qeil.calibration/1'),
  fingerprint: z.string().min(1),
  createdAt: z.string().min(1),
  elapsedS: nonnegative,
  points: z.array(pointSchema),
  crossing: z.object({ latencyS: positive }).nullable().exactOptional(),
  togetherByteRate: z.record(z.string(), positive).exactOptional(),
  power: z.record(z.string(), powerSchema),
});
