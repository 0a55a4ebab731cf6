import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { type RewriteProof, rewriteProofSchema } from './rewrite-proof.js';

/** What a proof is about: weights, rewritten graph, and what computes it. A proof for one provider says nothing about another. */
export interface ProofKey {
  readonly modelDigest: string;
  /** Names for people; the digests tell what is meant. */
  readonly modelName: string;
  readonly file: string;
  /** SHA-256 of the rewritten protobuf. */
  readonly graphDigest: string;
  readonly provider: string;
  readonly driver: string;
  readonly ortVersion: string;
}

const keptSchema = z.object({
  schema: z.literal('qeil.graph-proof/2'),
  key: z.object({
    modelDigest: z.string(),
    modelName: z.string(),
    file: z.string(),
    graphDigest: z.string(),
    provider: z.string(),
    driver: z.string(),
    ortVersion: z.string(),
  }),
  proof: rewriteProofSchema,
});
/** A proof and what it is about. */
export interface KeptProof {
  readonly key: ProofKey;
  readonly proof: RewriteProof;
}

/** Folder of the proofs in qeil's cache directory. */
export function proofDirectory(cacheDirectory: string): string {
  return join(cacheDirectory, 'graph-proofs');
}

function pathOf(directory: string, key: ProofKey): string {
  const text = [key.modelDigest, key.graphDigest, key.provider, key.driver, key.ortVersion, process.arch].join('\n');
  return join(directory, `${createHash('sha256').update(text).digest('hex')}.json`);
}

async function readKept(path: string): Promise<KeptProof | undefined> {
  try {
    return keptSchema.safeParse(JSON.parse(await readFile(path, 'utf8'))).data;
  } catch {
    return undefined; // nothing there, or no JSON: it is proved again
  }
}

/** A proof made earlier; undefined when there is none or its file is no proof. Never throws. */
export async function readProof(directory: string, key: ProofKey): Promise<RewriteProof | undefined> {
  return (await readKept(pathOf(directory, key)))?.proof;
}

/** All proofs made with this version of ONNX Runtime, by model and file. Never throws. */
export async function listProofs(directory: string, ortVersion: string): Promise<readonly KeptProof[]> {
  const names = await readdir(directory).catch(() => []);
  const kept = await Promise.all(
    names.filter((name) => name.endsWith('.json')).map((name) => readKept(join(directory, name))),
  );
  const title = ({ key }: KeptProof): string =>
    [key.modelName, key.file, key.provider, key.driver, key.graphDigest].join('\n');
  return kept
    .filter((each) => each !== undefined)
    .filter(({ key }) => key.ortVersion === ortVersion)
    .sort((left, right) => (title(left) < title(right) ? -1 : 1));
}

/** Keep a proof. The file appears whole or not at all. @throws what the file system says */
export async function writeProof(directory: string, key: ProofKey, proof: RewriteProof): Promise<void> {
  const path = pathOf(directory, key);
  await mkdir(dirname(path), { recursive: true });
  const beside = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    const { modelDigest, modelName, file, graphDigest, provider, driver, ortVersion } = key;
    const about = { modelDigest, modelName, file, graphDigest, provider, driver, ortVersion };
    await writeFile(beside, `${JSON.stringify({ schema: 'qeil.graph-proof/2', key: about, proof })}\n`, { flag: 'wx' });
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
