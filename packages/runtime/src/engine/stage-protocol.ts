import { z } from 'zod';

/** Messages to and from a device process that holds pieces of a model instead of all of it. */

const count = z.number().int().nonnegative();
const commandId = count;

/** Numbers on their way between processes. */
export const tensorSchema = z.strictObject({
  type: z.enum(['float32', 'float16']),
  dims: z.array(count),
  bytes: z.instanceof(Uint8Array<ArrayBuffer>),
});
export type WireTensor = z.infer<typeof tensorSchema>;

/** One piece to load: its place in the plan and its layers. */
export const pieceSchema = z.strictObject({
  piece: count,
  firstLayer: count,
  endLayer: count,
  weightByte: z.number().nonnegative(),
});
export type WirePiece = z.infer<typeof pieceSchema>;

/** Row after row: token ids for the first piece, hidden states for the others. */
const inputSchema = z.union([z.array(count), tensorSchema]);

export const stageCommandSchemas = {
  /** Read a prompt, or the hidden states the piece before made of it; the cache is kept for the question. */
  read: z.strictObject({
    type: z.literal('read'),
    commandId,
    questionId: z.string(),
    piece: count,
    input: inputSchema,
  }),
  /** Hand over a question's cache of one piece, and keep none. */
  take: z.strictObject({ type: z.literal('take'), commandId, questionId: z.string(), piece: count }),
  give: z.strictObject({
    type: z.literal('give'),
    commandId,
    questionId: z.string(),
    piece: count,
    cache: z.array(tensorSchema),
  }),
  /** Logits after the prompt, for a head that decodes elsewhere than it read. */
  giveLogits: z.strictObject({
    type: z.literal('giveLogits'),
    commandId,
    questionId: z.string(),
    logits: z.instanceof(Float32Array<ArrayBuffer>),
  }),
  /** Draw the first token of a micro-batch's samples from the prompt's logits. */
  draw: z.strictObject({ type: z.literal('draw'), commandId, batch: count, samples: z.array(count).min(1) }),
  /** One decode pass of a micro-batch through one piece; `keep` names the rows of the last pass that are still there. */
  step: z.strictObject({
    type: z.literal('step'),
    commandId,
    piece: count,
    batch: count,
    keep: z.array(count).min(1),
    input: inputSchema,
  }),
  /** End the wave: samples, where they were drawn, and what it cost. */
  collect: z.strictObject({ type: z.literal('collect'), commandId }),
};

const eventSchema = z.strictObject({ sampleIndex: count, tokenId: count, text: z.string() });

/** What the head drew for the rows that were fed. */
const drawnRowsSchema = z.strictObject({
  /** Rows that go on, as places among those fed, and the token each goes on with. */
  keep: z.array(count),
  tokenIds: z.array(count),
  events: z.array(eventSchema),
});
export type DrawnRows = z.infer<typeof drawnRowsSchema>;

export const stageReplySchemas = {
  opened: z.strictObject({ type: z.literal('opened'), commandId }),
  read: z.strictObject({
    type: z.literal('read'),
    commandId,
    hidden: tensorSchema.optional(),
    logits: z.instanceof(Float32Array<ArrayBuffer>).optional(),
  }),
  taken: z.strictObject({ type: z.literal('taken'), commandId, cache: z.array(tensorSchema) }),
  given: z.strictObject({ type: z.literal('given'), commandId }),
  stepped: z.strictObject({
    type: z.literal('stepped'),
    commandId,
    hidden: tensorSchema.optional(),
    drawn: drawnRowsSchema.optional(),
  }),
};
