import { z } from 'zod';
import type { Check } from '../cascade/check.js';
import { reliabilityRecordSchema } from '../cascade/reliability/reliability-record.js';
import { STOPPING_RULE_NAMES } from '../cascade/stopping-rule.js';
import { DEFAULT_ALPHA, DEFAULT_CONFIDENCE } from '../cascade/stopping-rules.js';
import type { Machine } from '../devices/device.js';
import type { EnergyMeter } from '../energy/reading.js';
import type { SamplingOptions } from '../engine/sampling-options.js';
import type { EvaluationArm } from '../evaluation/arm.js';
import type { CascadeOptions } from '../evaluation/cascade-options.js';
import { expertName } from '../evaluation/escalate.js';
import type { ModelBundle } from '../model-bundle/bundle.js';

const placementSchema = z.object({ deviceId: z.string(), pointName: z.string() });

const armProvenanceSchema = z.object({
  name: z.string(),
  budget: z.number(),
  rule: z.enum(STOPPING_RULE_NAMES),
  selection: z.enum(['majority', 'arde']),
  prefill: placementSchema,
  decode: placementSchema,
  /** Present when the model runs in pieces. */
  split: z
    .object({
      pieces: z.array(
        z.object({ firstLayer: z.number(), endLayer: z.number(), prefill: placementSchema, decode: placementSchema }),
      ),
      microBatches: z.number(),
    })
    .exactOptional(),
  waveSize: z.number(),
  keepPrompt: z.boolean(),
});

/** Everything the results of a run depend on. A run may be resumed only under the same provenance. */
export const runProvenanceSchema = z.object({
  /** Version of each part: `qeil`, `onnxruntime`, `node`. */
  versions: z.record(z.string(), z.string()),
  modelName: z.string(),
  modelDigest: z.string(),
  weightFormat: z.enum(['fp32', 'fp16', 'int8', 'q4']),
  dataSetDigest: z.string(),
  seed: z.number(),
  arms: z.array(armProvenanceSchema),
  checks: z.array(z.string()),
  /** How far the cascade may go; absent when nothing was set. */
  cascade: z
    .object({
      valueJ: z.number().nullable(),
      maxJ: z.number().nullable(),
      pruneKeep: z.number().nullable(),
      selfVerify: z.boolean(),
      escalateTo: z.string().nullable(),
    })
    .optional(),
  /** What was known of votes and checks when the run began; absent when nothing was. Decisions follow from it. */
  reliability: z.object({ detail: z.string(), record: reliabilityRecordSchema }).optional(),
  /** Of the rules that ask for a probability. */
  confidence: z.number(),
  /** Of the `anytime` rule; absent unless an arm has it. */
  alpha: z.number().optional(),
  sampling: z.object({
    temperature: z.number(),
    topK: z.number(),
    topP: z.number(),
    minP: z.number(),
    repetitionPenalty: z.number(),
    maxNewTokens: z.number(),
    stop: z.array(z.string()),
  }),
  machineFingerprint: z.string(),
  energySource: z.enum(['counter', 'polled', 'shared', 'modelled', 'none']),
});

export type RunProvenance = z.infer<typeof runProvenanceSchema>;

export interface ProvenanceOptions {
  readonly versions: Readonly<Record<string, string>>;
  readonly bundle: ModelBundle;
  readonly dataSetDigest: string;
  readonly seed: number;
  readonly arms: readonly EvaluationArm[];
  readonly checks: readonly Check[];
  readonly cascade?: CascadeOptions;
  /** Default 0.95. */
  readonly confidence?: number;
  readonly sampling: SamplingOptions;
  readonly machine: Pick<Machine, 'fingerprint'>;
  readonly meter: Pick<EnergyMeter, 'source'>;
}

/** Gather the provenance of a run. Of a plan only what is executed counts, not what was predicted. */
export function runProvenance(options: ProvenanceOptions): RunProvenance {
  const { bundle, sampling } = options;
  return {
    versions: { ...options.versions },
    modelName: bundle.name,
    modelDigest: bundle.digest,
    weightFormat: bundle.weightFormat,
    dataSetDigest: options.dataSetDigest,
    seed: options.seed,
    arms: options.arms.map(({ name, budget, rule, selection, plan }) => ({
      name,
      budget,
      rule,
      selection,
      prefill: { ...plan.prefill },
      decode: { ...plan.decode },
      ...(plan.split === undefined
        ? {}
        : { split: { ...plan.split, pieces: plan.split.pieces.map((piece) => ({ ...piece })) } }),
      waveSize: plan.waveSize,
      keepPrompt: plan.keepPrompt,
    })),
    checks: options.checks.map(({ name }) => name),
    ...cascadeProvenance(options.cascade),
    ...reliabilityProvenance(options.cascade),
    confidence: options.confidence ?? DEFAULT_CONFIDENCE,
    ...(options.arms.some(({ rule }) => rule === 'anytime') && { alpha: options.cascade?.alpha ?? DEFAULT_ALPHA }),
    sampling: { ...sampling, stop: [...sampling.stop] },
    machineFingerprint: options.machine.fingerprint,
    energySource: options.meter.source,
  };
}

function reliabilityProvenance({ reliability }: CascadeOptions = {}): Pick<RunProvenance, 'reliability'> {
  if (reliability === undefined) return {};
  return { reliability: { detail: reliability.detail, record: reliability.record } };
}

/** Nothing for a cascade that was left as it is, so that ledgers of earlier versions can be gone on with. */
function cascadeProvenance(cascade: CascadeOptions = {}): Pick<RunProvenance, 'cascade'> {
  const { economy = {}, pruneKeep, selfVerify = false, escalation } = cascade;
  const settings = {
    valueJ: economy.valueJ ?? null,
    maxJ: economy.maxJ ?? null,
    pruneKeep: pruneKeep ?? null,
    selfVerify,
    escalateTo: escalation === undefined ? null : expertName(escalation),
  };
  const isPlain = Object.values(settings).every((value) => value === null || value === false);
  return isPlain ? {} : { cascade: settings };
}

/** One place where two provenances differ, e.g. `arms[1].waveSize`. */
export interface ProvenanceDifference {
  readonly field: string;
  readonly recorded: string;
  readonly wanted: string;
}

/** Where two provenances differ; empty when they agree. */
export function provenanceDifferences(recorded: RunProvenance, wanted: RunProvenance): ProvenanceDifference[] {
  const left = leaves(recorded, '');
  const right = leaves(wanted, '');
  return [...new Set([...left.keys(), ...right.keys()])]
    .filter((field) => left.get(field) !== right.get(field))
    .map((field) => ({ field, recorded: left.get(field) ?? 'nothing', wanted: right.get(field) ?? 'nothing' }));
}

function leaves(value: unknown, path: string): Map<string, string> {
  if (typeof value !== 'object' || value === null) return new Map([[path, JSON.stringify(value) ?? 'undefined']]);
  const entries = Array.isArray(value)
    ? [...value.entries(), ['length', value.length] as const]
    : Object.entries(value);
  return new Map(
    entries.flatMap(([key, inner]) => {
      const step = typeof key === 'number' ? `[${key}]` : path === '' ? key : `.${key}`;
      return [...leaves(inner, path + step)];
    }),
  );
}
