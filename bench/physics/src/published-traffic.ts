import { readArchitectures, streamedShare } from './architecture.js';
import { readWorkloads } from './h100-workloads.js';
import type { PublishedPoint } from './published-point.js';
import { stepWork } from './step-work.js';

/** Tokens a row generates in the Orin's measurements, after a prompt of `context`. */
const GENERATED = 256;

/**
 * Bytes of one step as far as the source tells (B): the weights, and the KV of what is known to be cached. A server's prompts are
 * published nowhere, so only half the mean answer counts there; where no context is given, only weights do. Undefined where rows or
 * weights are unknown.
 */
export function publishedTraffic(point: PublishedPoint): number | undefined {
  const { batch: rows, context, weight_bytes_streamed_per_token: weightByte } = point;
  if (rows === null || weightByte === null) return undefined;
  const model = readArchitectures().get(point.model);
  if (model === undefined) return weightByte;
  const answer = readWorkloads().workloads.get(point.id)?.meanOutputTokens;
  const cached = context === null ? (answer ?? 0) / 2 : context + GENERATED / 2;
  const streamedByte = context === null ? weightByte : weightByte * streamedShare(model);
  return stepWork(model, { rows, context: cached, weightByte: streamedByte, promptsPerStep: 0, promptTokens: 0 }).byte;
}
