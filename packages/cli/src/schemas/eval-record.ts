import { z } from 'zod';
import { armResultSchema } from './arm.js';
import { cascadeSchema } from './cascade.js';
import { planningSchema } from './planning.js';
import { kvSchema, provenanceSchema, rooflineSchema } from './provenance.js';
import { armCalibrationSchema, questionRecordSchema } from './question-record.js';

/** Relative change of one arm against another; negative energy and seconds are savings. */
export const comparisonSchema = z.object({
  arm: z.string(),
  against: z.string(),
  energy: z.number().nullable().describe('(E − E₀)/E₀; null when either is unknown'),
  seconds: z.number().nullable().describe('(t − t₀)/t₀'),
  accuracyPoints: z.number().nullable().describe('Percentage points'),
});
export type ComparisonRecord = z.infer<typeof comparisonSchema>;

const common = {
  provenance: provenanceSchema,
  planning: planningSchema.nullable().describe('null when no plan was searched for'),
  arms: z.array(armResultSchema),
  questions: z.array(questionRecordSchema).describe('By arm, in the order asked; questions every arm finished'),
  calibration: z.array(armCalibrationSchema).describe('Arms that state probabilities on questions with references'),
  activity: z
    .array(
      z.object({
        arm: z.string(),
        deviceId: z.string(),
        pointName: z.string(),
        phase: z.enum(['prefill', 'decode']),
        busyS: z.number(),
        cpuS: z.number(),
        passes: z.number(),
        tokens: z.number(),
        trafficByte: z.number(),
      }),
    )
    .describe(
      'What devices did for each arm by phase, as measured; warm-up left out; of a resumed run only what was done now',
    ),
  kv: kvSchema,
  comparisons: z.array(comparisonSchema),
  energyStatement: z.string().describe('Where the joules come from, in one sentence'),
  roofline: rooflineSchema.nullable(),
  remarks: z.array(z.string()).describe('What a reader must know: order of arms, warm-up, devices that were missing'),
  faults: z.array(
    z.object({ kind: z.string(), deviceId: z.string(), detail: z.string(), questionId: z.string().nullable() }),
  ),
  complete: z.boolean().describe('False when the run was stopped before every question was done'),
  outputDirectory: z.string().nullable(),
};

export const demoRecordSchema = z.object({ schema: z.literal('qeil.demo/1'), ...common });
export const evalRecordSchema = z.object({ schema: z.literal('qeil.eval/1'), cascade: cascadeSchema, ...common });

export type DemoRecord = z.infer<typeof demoRecordSchema>;
export type EvalRecord = z.infer<typeof evalRecordSchema>;
/** What a report is made of. */
export type RunRecord = DemoRecord | EvalRecord;
