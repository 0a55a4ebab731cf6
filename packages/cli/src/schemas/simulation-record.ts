import { z } from 'zod';
import { certificateSchema } from './certificate.js';
import { evaluationSchema } from './planning.js';

const segmentSchema = z.object({
  deviceId: z.string(),
  from: z.string().describe('First stage of a run of stages on one device'),
  to: z.string().describe('Last stage of that run'),
});

export const simulatedArmSchema = z.object({
  name: z.enum(['standard', 'standard-batched', 'v1-greedy', 'v2']),
  prefill: z.array(segmentSchema),
  decode: z.array(segmentSchema),
  waveSize: z.number().int().describe('Samples drawn together'),
  microBatches: z.number().int(),
  meanPowerW: z.number(),
  energyChange: z.number().describe('Energy relative to standard, minus one'),
  latencyChange: z.number().describe('Time relative to standard, minus one'),
  temperatures: z
    .array(z.object({ thermalDomain: z.string(), temperatureK: z.number().nullable() }))
    .describe('null where the thermal resistance is unknown or no temperature is steady'),
  brokenLimits: z.array(z.string()).describe('Limits the plan breaks; real hardware would refuse or slow down'),
  predicted: evaluationSchema,
});
export type SimulatedArmRecord = z.infer<typeof simulatedArmSchema>;

const familySchema = z.object({
  family: z.string(),
  checkpoint: z.string(),
  parameters: z.number().int(),
  weightFormat: z.string(),
  bitsPerParameter: z.number(),
  weightByte: z.number(),
  arms: z.array(simulatedArmSchema).describe('Standard, standard batched, v1 greedy, and v2 when a plan was found'),
  noPlan: z
    .array(z.string())
    .nullable()
    .describe('Limits broken by the nearest plan when v2 has none; null when it has'),
  certificate: certificateSchema.describe(
    'Of v2, for the objective asked for; without a plan, exact proves that there is none',
  ),
  evaluations: z.number().int(),
  frontSize: z.number().int(),
  splitsLayers: z.boolean().describe('Whether v2 puts layers of one phase on several devices'),
});
export type FamilyRecord = z.infer<typeof familySchema>;

const comparisonSchema = z
  .object({
    energyChange: z.number().describe('Mean over families of v2 relative to standard, minus one'),
    latencyChange: z.number(),
    ipwRatio: z.number().describe('Mean of power ratios, standard over v2: intelligence per watt at equal accuracy'),
    meanPowerW: z.number().describe('Mean over families of the mean power of v2'),
    families: z.array(z.string()),
    leftOut: z.array(z.string()).describe('Families that v2 or standard cannot run within all limits'),
  })
  .nullable()
  .describe('null when every family was left out');
export type ComparisonRecord = z.infer<typeof comparisonSchema>;

const gridPointSchema = z.object({ settings: z.record(z.string(), z.string()), comparison: comparisonSchema });

const sweepSchema = z.object({
  evaluations: z.number().int().describe('Plans each search of the sweep looked at'),
  base: comparisonSchema,
  points: z
    .array(z.object({ axis: z.string(), title: z.string(), setting: z.string(), comparison: comparisonSchema }))
    .describe('One open assumption changed at a time'),
  grid: z.array(gridPointSchema).describe('All combinations of the assumptions that matter most'),
  needed: z
    .array(
      z.object({
        axis: z.string(),
        setting: z.string(),
        combinations: z.number().int(),
        reachEnergy: z.number().int(),
        reachLatency: z.number().int(),
        reachBoth: z.number().int(),
        reachIpw: z.number().int(),
        reachAll: z.number().int(),
      }),
    )
    .describe('How many combinations with each setting save at least what the paper claims'),
  nearest: z.array(gridPointSchema).describe('Combinations nearest to the paper’s energy and latency, closest first'),
});

export const simulateRecordSchema = z.object({
  schema: z.literal('qeil.simulate/1'),
  kind: z.literal('simulation').describe('Computed from published facts and priors; nothing was measured'),
  version: z.string(),
  machine: z.object({
    id: z.string(),
    name: z.string(),
    notes: z.array(z.string()),
    devices: z.array(
      z.object({ id: z.string(), pool: z.string(), powerDomain: z.string(), thermalDomain: z.string() }),
    ),
  }),
  request: z.object({
    promptTokens: z.number().int(),
    newTokens: z.number().int(),
    samples: z.number().int(),
    meanSamples: z.number(),
    sharedPromptKv: z.boolean(),
  }),
  objective: z.enum(['knee', 'energy', 'latency']),
  bounds: z.object({ energyJ: z.number().nullable(), latencyS: z.number().nullable(), powerW: z.number().nullable() }),
  seed: z.number().int(),
  assumptions: z.array(z.string()),
  values: z
    .array(
      z.object({
        path: z.string(),
        value: z.number().nullable().describe('null is no limit'),
        kind: z.enum(['sourced', 'measured', 'derived', 'unknown', 'prior']),
        basis: z.string(),
      }),
    )
    .describe('Every number of the machine and where it comes from'),
  families: z.array(familySchema),
  paper: z
    .object({
      source: z.string(),
      energyChange: z.number(),
      latencyChange: z.number(),
      ipwRatio: z.number(),
      meanPowerW: z.number(),
    })
    .nullable()
    .describe('What the paper claims of its own runs, to stand beside; no number of ours'),
  sweep: sweepSchema.nullable(),
});
export type SimulateRecord = z.infer<typeof simulateRecordSchema>;

const missingSchema = z.object({ path: z.string(), what: z.string(), note: z.string().nullable() });

export const simulateListRecordSchema = z.object({
  schema: z.literal('qeil.simulate-list/1'),
  machines: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      devices: z.array(z.string()),
      missing: z.array(missingSchema).describe('Unknown numbers; all must be known, or filled with priors'),
      missingWithPriors: z.array(missingSchema).describe('Unknown numbers that no prior fills'),
      scenario: z
        .string()
        .nullable()
        .describe('What a machine that stands for an experiment is assumed to be; simulating it needs no --priors'),
      notes: z.array(z.string()),
    }),
  ),
  families: z.array(
    z.object({
      id: z.string(),
      checkpoint: z.string(),
      parameters: z.number().int(),
      weightFormat: z.string(),
      bitsPerParameter: z.number(),
      source: z.string(),
    }),
  ),
});
export type SimulateListRecord = z.infer<typeof simulateListRecordSchema>;
