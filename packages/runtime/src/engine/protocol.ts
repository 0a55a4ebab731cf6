import { z } from 'zod';
import { FAULT_KINDS } from '../errors/fault-kind.js';
import { DRIVER_NAMES } from './driver/session-driver.js';
import { pieceSchema, stageCommandSchemas, stageReplySchemas, tensorSchema } from './stage-protocol.js';

/** Messages between the engine and a device process. Both sides check what they receive. */

const count = z.number().int().nonnegative();
const tokenIds = z.array(count);
const commandId = count;

export const samplingSchema = z.strictObject({
  temperature: z.number().nonnegative(),
  topK: count,
  topP: z.number().positive().max(1),
  minP: z.number().nonnegative().lt(1),
  repetitionPenalty: z.number().positive(),
  maxNewTokens: z.number().int().positive(),
  stop: z.array(z.string().min(1)),
});

/** A prefilled prompt as it crosses processes: its cache, tensor by tensor in input order, and the logits after its last token. */
const promptSchema = z.strictObject({
  tokenIds,
  cache: z.array(tensorSchema),
  logits: z.instanceof(Float32Array<ArrayBuffer>),
});
export type WirePrompt = z.infer<typeof promptSchema>;

const activitySchema = z.strictObject({
  phase: z.enum(['prefill', 'decode']),
  busyS: z.number().nonnegative(),
  cpuS: z.number().nonnegative(),
  passes: count,
  tokens: count,
  trafficByte: z.number().nonnegative(),
});
export type WireActivity = z.infer<typeof activitySchema>;

const loadSchema = z.strictObject({
  type: z.literal('load'),
  commandId,
  directory: z.string(),
  onnxPath: z.string(),
  /** Of the weights; proofs of rewritten graphs are kept by it. */
  digest: z.string(),
  /** False: run the graph as it was exported. */
  sharePrompt: z.boolean(),
  /** Where proofs are kept; nowhere when absent. */
  cacheDirectory: z.string().optional(),
  driver: z.enum(DRIVER_NAMES),
  provider: z.enum(['cpu', 'webgpu', 'cuda', 'dml', 'coreml']),
  threads: z.number().int().positive(),
  layers: z.number().int().positive(),
  /** Query heads. */
  heads: z.number().int().positive(),
  kvHeads: z.number().int().positive(),
  headSize: z.number().int().positive(),
  vocabulary: z.number().int().positive(),
  weightByte: z.number().nonnegative(),
  maxPositions: z.number().int().positive(),
  stopTokenIds: tokenIds,
  /** Cut the model before these layers and load only some of the pieces. */
  split: z.strictObject({ cuts: z.array(count), pieces: z.array(pieceSchema).min(1) }).optional(),
});
export type LoadCommand = z.infer<typeof loadSchema>;

const prefillSchema = z.strictObject({
  type: z.literal('prefill'),
  commandId,
  promptTokenIds: tokenIds.min(1),
});
export type PrefillCommand = z.infer<typeof prefillSchema>;

const waveSchema = z.strictObject({
  type: z.literal('wave'),
  commandId,
  questionId: z.string(),
  promptTokenIds: tokenIds.min(1),
  /** A prompt prefilled elsewhere. */
  prompt: promptSchema.optional(),
  keepPrompt: z.boolean(),
  /** `forced`: these tokens are fed instead of drawn ones, to learn how likely the model finds them. */
  samples: z.array(z.strictObject({ sampleIndex: count, seed: count, forced: tokenIds.min(1).optional() })).min(1),
  sampling: samplingSchema,
  /** A trace ends early once the mean log-probability of its last `window` tokens is under `bar`. */
  pruneBelow: z.strictObject({ window: z.number().int().positive(), bar: z.number().max(0) }).optional(),
  stream: z.boolean(),
});
export type WaveCommand = z.infer<typeof waveSchema>;

/** Begin a wave in a process that holds pieces; `draws` where the last of them is. */
const openSchema = waveSchema.omit({ prompt: true }).extend({ type: z.literal('open'), draws: z.boolean() });
export type OpenCommand = z.infer<typeof openSchema>;

export const parentMessageSchema = z.discriminatedUnion('type', [
  loadSchema,
  prefillSchema,
  waveSchema,
  openSchema,
  ...Object.values(stageCommandSchemas),
  z.strictObject({ type: z.literal('forget'), commandId, questionId: z.string() }),
  z.strictObject({ type: z.literal('cancel'), commandId }),
]);
export type ParentMessage = z.infer<typeof parentMessageSchema>;

const tokensSchema = z.strictObject({
  type: z.literal('tokens'),
  commandId,
  events: z.array(z.strictObject({ sampleIndex: count, tokenId: count, text: z.string() })),
});
export type TokensMessage = z.infer<typeof tokensSchema>;

/** What one piece did in one phase of a wave. */
const stageActivitySchema = z.strictObject({
  piece: count,
  phase: z.enum(['prefill', 'decode']),
  passes: count,
  tokens: count,
  busyS: z.number().nonnegative(),
  cpuS: z.number().nonnegative(),
});
export type WireStageActivity = z.infer<typeof stageActivitySchema>;

const wireSampleSchema = z.strictObject({
  sampleIndex: count,
  tokenIds,
  text: z.string(),
  finishReason: z.enum(['stop', 'length', 'cancelled', 'pruned']),
  logProbabilities: z.array(z.number()),
});
export type WireSample = z.infer<typeof wireSampleSchema>;

const replySchemas = {
  loaded: z.strictObject({
    type: z.literal('loaded'),
    commandId,
    loadS: z.number(),
    telemetryDisabled: z.boolean(),
    /** Logical CPUs the process may run on, as the system reports it; null where it does not say. */
    allowedCpus: z.string().nullable(),
    /** How keys and values are kept, and why. */
    kv: z.strictObject({ name: z.enum(['shared-prompt', 'plain']), why: z.string() }),
  }),
  prefilled: z.strictObject({
    type: z.literal('prefilled'),
    commandId,
    prompt: promptSchema,
    activity: z.array(activitySchema),
  }),
  drawn: z.strictObject({
    type: z.literal('drawn'),
    commandId,
    samples: z.array(wireSampleSchema),
    activity: z.array(activitySchema),
  }),
  forgotten: z.strictObject({ type: z.literal('forgotten'), commandId }),
  ...stageReplySchemas,
  collected: z.strictObject({
    type: z.literal('collected'),
    commandId,
    samples: z.array(wireSampleSchema),
    activity: z.array(activitySchema),
    stages: z.array(stageActivitySchema),
  }),
};
export type Reply = { [K in keyof typeof replySchemas]: z.infer<(typeof replySchemas)[K]> };

export const childMessageSchema = z.discriminatedUnion('type', [
  tokensSchema,
  z.strictObject({ type: z.literal('fault'), commandId, kind: z.enum(FAULT_KINDS), message: z.string() }),
  ...Object.values(replySchemas),
]);
export type ChildMessage = z.infer<typeof childMessageSchema>;
