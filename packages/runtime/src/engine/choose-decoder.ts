import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import { z } from 'zod';
import { onnxRuntimeVersion } from '../devices/runtime-versions.js';
import { qeilDirectories } from '../directories/qeil-directories.js';
import { UnknownStructure } from '../graph/find-layers.js';
import { digestOfBytes, readOnnxModel } from '../graph/onnx-model.js';
import { readProof, writeProof } from '../graph/proof-cache.js';
import { proveRewrite, type RewriteProof } from '../graph/prove-rewrite.js';
import { type SharedPromptModel, sharePrompt } from '../graph/shared-prompt.js';
import { externalDataOptions } from '../graph/split-stages.js';
import type { Decoder } from './decoder.js';
import { DecoderSession } from './decoder-session.js';
import type { LoadCommand } from './protocol.js';
import { SharedPromptSession } from './shared-prompt-session.js';

/** How a device keeps keys and values, and why so. */
export interface KvStrategy {
  /** `shared-prompt`: one copy of the prompt for all rows of a wave. `plain`: the graph as it was exported, a copy per row. */
  readonly name: 'shared-prompt' | 'plain';
  readonly why: string;
}

export interface ChosenDecoder {
  readonly decoder: Decoder;
  readonly strategy: KvStrategy;
}

/** Session options: explicit threads, a short spin (the default burns tens of ms of CPU after every burst), errors only. */
function sessionOptions(command: LoadCommand, directory?: string): InferenceSession.SessionOptions {
  return {
    executionProviders: [command.provider],
    intraOpNumThreads: command.threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
    extra: {
      session: {
        intra_op: { spin_duration_us: '100' },
        ...(directory === undefined ? {} : externalDataOptions(directory).session),
      },
    },
  };
}

/**
 * Load a model with the best KV strategy that is proved for it on this device's provider.
 *
 * The strategy depends on model, provider and ONNX Runtime only, never on timing: the same run draws the same samples tomorrow.
 * A proof made once is kept under the cache directory; then only the rewritten model is loaded.
 */
export async function chooseDecoder(command: LoadCommand): Promise<ChosenDecoder> {
  const rewritten = await rewrite(command);
  if (typeof rewritten === 'string') return plain(command, rewritten);
  const directory = join(qeilDirectories().cache, 'graph-proofs');
  const key = {
    modelDigest: command.digest,
    graphDigest: digestOfBytes(rewritten.bytes),
    provider: command.provider,
    ortVersion: onnxRuntimeVersion(),
  };
  const known = await readProof(directory, key);
  if (known !== undefined && !known.holds) return plain(command, describeProof(known, command.provider));
  // The model as it is comes first: what is wrong with it is reported in its own words.
  const original = known === undefined ? await openPlain(command) : undefined;
  try {
    const session = await InferenceSession.create(rewritten.bytes, sessionOptions(command, rewritten.directory));
    const decoder = new SharedPromptSession(session, rewritten);
    if (original === undefined) return { decoder, strategy: shared(known, command.provider) };
    const proof = await proveRewrite({
      original: original.decoder,
      rewritten: decoder,
      vocabulary: command.vocabulary,
      maxPositions: command.maxPositions,
      rounded: rewritten.quantised || rewritten.cacheType === 'float16',
    });
    // A proof that cannot be kept is made again next time; that is all.
    await writeProof(directory, key, proof).catch(() => undefined);
    if (!proof.holds) {
      await session.release();
      return { decoder: original.decoder, strategy: { name: 'plain', why: describeProof(proof, command.provider) } };
    }
    await original.session.release();
    return { decoder, strategy: shared(proof, command.provider) };
  } catch (error) {
    const why = `the rewritten graph does not run on ${command.provider}: ${error instanceof Error ? error.message : String(error)}`;
    return original === undefined
      ? plain(command, why)
      : { decoder: original.decoder, strategy: { name: 'plain', why: why.slice(0, 300) } };
  }
}

async function openPlain(command: LoadCommand) {
  const session = await InferenceSession.create(command.onnxPath, sessionOptions(command));
  return { session, decoder: new DecoderSession(session, command.onnxPath, command) };
}

async function plain(command: LoadCommand, why: string): Promise<ChosenDecoder> {
  const { decoder } = await openPlain(command);
  return { decoder, strategy: { name: 'plain', why: why.slice(0, 300) } };
}

function shared(proof: RewriteProof | undefined, provider: string): KvStrategy {
  return { name: 'shared-prompt', why: proof === undefined ? '' : describeProof(proof, provider) };
}

/** A proof in a sentence. */
export function describeProof(proof: RewriteProof, provider: string): string {
  const { largestDifference, largestLogit, tolerance, lengths, batches, holds } = proof;
  const where = `prompts of ${lengths.join(', ')} tokens and ${batches.join(', ')} rows on ${provider}`;
  const size = `${largestDifference.toExponential(1)} where logits reach ${largestLogit.toPrecision(3)}`;
  return holds
    ? `proved against the exported graph with ${where}: largest difference ${size}`
    : `not equal to the exported graph with ${where}: difference ${size}, allowed is ${tolerance} of that`;
}

/** The rewritten model, or why there is none. */
async function rewrite(command: LoadCommand): Promise<SharedPromptModel | string> {
  if (await hasWindow(command)) return 'the model attends to a window of positions only';
  try {
    const model = sharePrompt(await readOnnxModel(command.onnxPath));
    const { kvHeads, headSize, caches } = model;
    const fits = kvHeads === command.kvHeads && headSize === command.headSize && caches.length === 2 * command.layers;
    return fits ? model : 'the graph and config.json disagree about the shape of the cache';
  } catch (error) {
    if (error instanceof UnknownStructure) return error.message;
    // Whatever is wrong with the file, ONNX Runtime says so when it loads it.
    return error instanceof Error ? error.message : String(error);
  }
}

const windowSchema = z.looseObject({
  sliding_window: z.number().nullish(),
  use_sliding_window: z.boolean().nullish(),
});

/** Does attention end at a window shorter than the positions? Proofs of short prompts would not show it. */
async function hasWindow({ directory, maxPositions }: LoadCommand): Promise<boolean> {
  const text = await readFile(join(directory, 'config.json'), 'utf8').catch(() => '{}');
  const config = windowSchema.parse(JSON.parse(text));
  return (config.sliding_window ?? maxPositions) < maxPositions && config.use_sliding_window !== false;
}
