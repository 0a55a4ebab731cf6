import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { onnxRuntimeVersion } from '../devices/runtime-versions.js';
import { attentionPair } from '../graph/attention-pair.js';
import { UnknownStructure } from '../graph/find-layers.js';
import { digestOfBytes, type OnnxModel, readOnnxModel } from '../graph/onnx-model.js';
import { proofDirectory, readProof, writeProof } from '../graph/proof-cache.js';
import { type AttentionProof, proveAttention } from '../graph/prove-attention.js';
import { proofLengths, proveRewrite } from '../graph/prove-rewrite.js';
import type { RewriteProof } from '../graph/rewrite-proof.js';
import { type SharedPromptModel, sharePrompt } from '../graph/shared-prompt.js';
import type { Decoder } from './decoder.js';
import { DecoderSession } from './decoder-session.js';
import { openDriver } from './driver/open-driver.js';
import type { DriverSession, GraphSource } from './driver/session-driver.js';
import { type KvStrategy, strategyOf } from './kv-strategy.js';
import type { LoadCommand } from './protocol.js';
import { SharedPromptSession } from './shared-prompt-session.js';
import { spinUsFor } from './spin.js';

export interface ChosenDecoder {
  readonly decoder: Decoder;
  readonly strategy: KvStrategy;
}

/** The exported and the rewritten graph are loaded side by side for a proof, with room for what they compute. */
const PROOF_COPIES = 2.5;

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
  const asExported = (session: DriverSession, why: string): ChosenDecoder => ({
    decoder: new DecoderSession(session, command.onnxPath, command),
    strategy: { name: 'plain', why: why.slice(0, 500) },
  });
  if (!command.sharePrompt) return asExported(await open(command.onnxPath), 'asked for');
  // Nobody measured there whether it pays.
  if (provider !== 'cpu') {
    return asExported(await open(command.onnxPath), `rewritten graphs were measured on the CPU, not on ${provider}`);
  }
  const rewritten = await rewrite(command);
  if (typeof rewritten === 'string') return asExported(await open(command.onnxPath), rewritten);
  const directory = cacheDirectory === undefined ? undefined : proofDirectory(cacheDirectory);
  const key = {
    modelDigest: command.digest,
    modelName: basename(command.directory),
    file: basename(command.onnxPath),
    graphDigest: digestOfBytes(rewritten.model.bytes),
    provider,
    driver: command.driver,
    ortVersion: onnxRuntimeVersion(),
  };
  const known = directory === undefined ? undefined : await readProof(directory, key);
  const openShared = () => open({ bytes: rewritten.model.bytes, directory: rewritten.model.directory });
  const strategy = known && strategyOf(known, provider);
  if (strategy?.name === 'shared-prompt') {
    return { decoder: new SharedPromptSession(await openShared(), rewritten.model), strategy };
  }
  // What is wrong with the model as it is, is reported in its own words.
  const original = await open(command.onnxPath);
  if (strategy !== undefined) return asExported(original, strategy.why);
  const needByte = PROOF_COPIES * command.weightByte;
  if (process.availableMemory() < needByte - command.weightByte) {
    const room = `${Math.ceil(needByte / 2 ** 20)} MiB`;
    return asExported(original, `the rewritten graph is not proved, and a proof would take ${room} of memory`);
  }
  try {
    const attention = await attentionProof(command, rewritten.source, open);
    const keep = async (proof: RewriteProof): Promise<KvStrategy> => {
      // A proof that cannot be kept is made again next time; that is all.
      if (directory !== undefined) await writeProof(directory, key, proof).catch(() => undefined);
      return strategyOf(proof, provider);
    };
    if (!attention.attentionHolds) return asExported(original, (await keep({ attention })).why);
    const session = await openShared();
    const decoder = new SharedPromptSession(session, rewritten.model);
    const plain = new DecoderSession(original, command.onnxPath, command);
    const whole = await proveRewrite({
      original: plain,
      rewritten: decoder,
      roundsActivations: rewritten.model.roundsActivations,
      vocabulary,
      maxPositions,
    });
    const found = await keep({ attention, whole });
    const shares = found.name === 'shared-prompt';
    await (shares ? original : session).release();
    return shares ? { decoder, strategy: found } : asExported(original, found.why);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return asExported(original, `the rewritten graph does not run on ${provider}: ${message}`);
  }
}

async function attentionProof(
  { heads, maxPositions }: LoadCommand,
  source: OnnxModel,
  open: (source: GraphSource) => Promise<DriverSession>,
): Promise<AttentionProof> {
  const pair = attentionPair(source);
  const { directory } = pair;
  const exported = await open({ bytes: pair.exported, directory });
  const rewritten = await open({ bytes: pair.rewritten, directory });
  try {
    return await proveAttention({ pair, exported, rewritten, heads, lengths: proofLengths(maxPositions) });
  } finally {
    await Promise.all([exported.release(), rewritten.release()]);
  }
}

/** The rewritten model, or why there is none. */
async function rewrite(command: LoadCommand): Promise<{ source: OnnxModel; model: SharedPromptModel } | string> {
  if (await hasWindow(command)) return 'the model attends to a window of positions only';
  try {
    const source = await readOnnxModel(command.onnxPath);
    const model = sharePrompt(source);
    const { kvHeads, headSize, caches } = model;
    const fits = kvHeads === command.kvHeads && headSize === command.headSize && caches.length === 2 * command.layers;
    return fits ? { source, model } : 'the graph and config.json disagree about the shape of the cache';
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
