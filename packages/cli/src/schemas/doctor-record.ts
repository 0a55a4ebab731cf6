import { DRIVER_NAMES } from '@qeil/runtime';
import { z } from 'zod';
import { absenceSchema, deviceSchema, kvStrategySchema, machineSchema } from './machine.js';
import { provenanceSchema } from './provenance.js';

export const devicesRecordSchema = z.object({
  schema: z.literal('qeil.devices/1'),
  devices: z.array(deviceSchema),
  absences: z.array(absenceSchema),
});
export type DevicesRecord = z.infer<typeof devicesRecordSchema>;

export const doctorRecordSchema = z.object({
  schema: z.literal('qeil.doctor/1'),
  usable: z.boolean().describe('Whether a model can be run here at all'),
  versions: provenanceSchema.shape.versions,
  platform: z.string(),
  machine: machineSchema,
  meters: z.array(
    z.object({
      name: z.string(),
      path: z.string(),
      readable: z.boolean(),
      reason: z.string().optional(),
      remedy: z.string().optional(),
    }),
  ),
  energySource: z.string().describe('Where joules would come from now, before any calibration'),
  graphs: z
    .array(
      z.object({
        model: z.string(),
        file: z.string(),
        provider: z.string(),
        driver: z.string(),
        strategy: kvStrategySchema,
      }),
    )
    .describe('How models that were run here keep keys and values, and why'),
  models: z.array(
    z.object({
      name: z.string(),
      directory: z.string(),
      driver: z
        .enum(DRIVER_NAMES)
        .nullable()
        .describe('How device processes reach ONNX Runtime for this model on the CPU; null while undecided'),
      driverWhy: z.string(),
    }),
  ),
  directories: z.object({ config: z.string(), cache: z.string(), data: z.string(), state: z.string() }),
});
export type DoctorRecord = z.infer<typeof doctorRecordSchema>;
