import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { onnxRuntimeVersion } from '../devices/runtime-versions.js';
import { UnknownStructure } from '../graph/find-layers.js';
import { digestOfBytes, readOnnxModel } from '../graph/onnx-model.js';
import { readProof, writeProof } from '../graph/proof-cache.js';
import { proveRewrite, type RewriteProof } from '../graph/prove-rewrite.js';
import { type SharedPromptModel, sharePrompt } from '../graph/shared-prompt.js';
import type { Decoder } from './decoder.js';
import { DecoderSession } from './decoder-session.js';
import { openDriver } from './driver/open-driver.js';
import type { DriverSession, GraphSource } from './driver/session-driver.js';
import type { LoadCommand } from './protocol.js';
import { SharedPromptSession } from './shared-prompt-session.js';
import { spinUsFor } from './spin.js';

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

/**
 * Load a model with the best KV strategy that is proved for it on this device's provider.
 *
 * The strategy depends on model, provider and ONNX Runtime only, never on timing: the same run draws the same samples tomorrow.
 */
export async function chooseDecoder(command: LoadCommand): Promise<ChosenDecoder> {
  const { provider, threads, vocabulary, maxPositions, cacheDirectory } = command;
  const driver = await openDriver(command.driver);
  const open = (source: GraphSource): Promise<DriverSession> =>
    driver.open(source, { provider, threads, spinUs: spinUsFor(threads) });
  const openPlain = async () => new DecoderSession(await open(command.onnxPath), command.onnxPath, command);
  const asExported = (decoder: Decoder, why: string): ChosenDecoder => ({
    decoder,
    strategy: { name: 'plain', why: why.slice(0, 300) },
  });
  if (!command.sharePrompt) return asExported(await openPlain(), 'asked for');
  // Nobody measured there whether it pays.
  if (provider !== 'cpu')
    return asExported(await openPlain(), `rewritten graphs were measured on the CPU, not on ${provider}`);
  const rewritten = await rewrite(command);
  if (typeof rewritten === 'string') return asExported(await openPlain(), rewritten);
  const directory = cacheDirectory === undefined ? undefined : join(cacheDirectory, 'graph-proofs');
  const key = {
    modelDigest: command.digest,
    graphDigest: digestOfBytes(rewritten.bytes),
    provider,
    driver: command.driver,
    ortVersion: onnxRuntimeVersion(),
  };
  const known = directory === undefined ? undefined : await readProof(directory, key);
  const openShared = async () => {
    const session = await open({ bytes: rewritten.bytes, directory: rewritten.directory });
    return { session, decoder: new SharedPromptSession(session, rewritten) };
  };
  const shared = (decoder: Decoder, proof: RewriteProof): ChosenDecoder => ({
    decoder,
    strategy: { name: 'shared-prompt', why: describeProof(proof, provider) },
  });
  if (known?.holds) return shared((await openShared()).decoder, known);
  // What is wrong with the model as it is, is reported in its own words.
  const original = await open(command.onnxPath);
  const plain = new DecoderSession(original, command.onnxPath, command);
  if (known !== undefined) return asExported(plain, describeProof(known, provider));
  try {
    const { session, decoder } = await openShared();
    const proof = await proveRewrite({ original: plain, rewritten: decoder, vocabulary, maxPositions });
    // A proof that cannot be kept is made again next time; that is all.
    if (directory !== undefined) await writeProof(directory, key, proof).catch(() => undefined);
    await (proof.holds ? original : session).release();
    return proof.holds ? shared(decoder, proof) : asExported(plain, describeProof(proof, provider));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return asExported(plain, `the rewritten graph does not run on ${provider}: ${message}`);
  }
}

/** A proof in a sentence. */
function describeProof(proof: RewriteProof, provider: string): string {
  const { largestDifference, largestLogit, ownDifference, lengths, batches, holds } = proof;
  const where = `prompts of ${lengths.join(', ')} tokens and ${batches.join(', ')} rows on ${provider}`;
  const size = `${largestDifference.toExponential(1)} where logits reach ${largestLogit.toPrecision(3)}`;
  const own = `the exported graph differs from itself by ${ownDifference.toExponential(1)} between batch sizes`;
  return holds
    ? `proved against the exported graph with ${where}: largest difference ${size}; ${own}`
    : `not equal to the exported graph with ${where}: difference ${size}; ${own}`;
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
