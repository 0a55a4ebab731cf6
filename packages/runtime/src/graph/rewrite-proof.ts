import { z } from 'zod';
import type { AttentionProof } from './prove-attention.js';
import type { WholeProof } from './prove-rewrite.js';

/** What is known of a rewritten model. The whole is tried only where attention alone is right. */
export interface RewriteProof {
  readonly attention: AttentionProof;
  readonly whole?: WholeProof;
}

const difference = z.number().nonnegative();

const attentionSchema = z.object({
  attentionDifference: difference,
  largestOutput: difference,
  attentionHolds: z.boolean(),
}) satisfies z.ZodType<AttentionProof>;

const wholeSchema = z.object({
  lengths: z.array(z.number()),
  batches: z.array(z.number()),
  largestDifference: difference,
  largestLogit: difference,
  ownDifference: difference,
  lastBitDifference: difference,
  allowed: difference,
  rowDifference: difference,
  rewrittenRowDifference: difference,
  holds: z.boolean(),
  finished: z.boolean(),
}) satisfies z.ZodType<WholeProof>;

/** A proof as it is kept. */
export const rewriteProofSchema = z.object({ attention: attentionSchema, whole: wholeSchema.exactOptional() });
