import type { Device, DeviceAbsence, Machine } from '@qeil/runtime';
import { z } from 'zod';

const provider = z.enum(['cpu', 'webgpu', 'cuda', 'dml', 'coreml']);

export const deviceSchema = z.object({
  id: z.string().describe('Stable on one machine'),
  name: z.string(),
  provider: provider.describe('ONNX Runtime execution provider'),
  cpus: z.array(z.number().int()).exactOptional().describe('Logical CPUs of a CPU cluster'),
  points: z.array(z.object({ name: z.string(), threads: z.number().int() })).describe('Settings the device can run at'),
  memoryPool: z.string(),
}) satisfies z.ZodType<Device, unknown>;

/** How keys and values are kept. */
export const kvStrategySchema = z.object({
  name: z
    .enum(['shared-prompt', 'plain'])
    .describe("shared-prompt: one copy of the prompt's keys and values for all rows of a wave; plain: a copy per row"),
  why: z.string(),
});

export const absenceSchema = z.object({
  provider,
  reason: z.string(),
  remedy: z.string().exactOptional(),
}) satisfies z.ZodType<DeviceAbsence, unknown>;

export const machineSchema = z.object({
  devices: z.array(deviceSchema),
  absences: z.array(absenceSchema).describe('What was looked for and not found, and why'),
  memoryPools: z.array(z.object({ id: z.string(), totalByte: z.number(), availableByte: z.number() })),
  cpuModel: z.string(),
  logicalCpus: z.number().int(),
  fingerprint: z.string().describe('Digest of hardware, driver and runtime versions'),
}) satisfies z.ZodType<Machine, unknown>;
