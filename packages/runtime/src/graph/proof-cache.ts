import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { RewriteProof } from './prove-rewrite.js';

/** What a proof is about: weights, rewritten graph, and what computes it. A proof for one provider says nothing about another. */
export interface ProofKey {
  readonly modelDigest: string;
  /** SHA-256 of the rewritten protobuf. */
  readonly graphDigest: string;
  readonly provider: string;
  readonly driver: string;
  readonly ortVersion: string;
}

const schema: z.ZodType<RewriteProof> = z.object({
  lengths: z.array(z.number()),
  batches: z.array(z.number()),
  largestDifference: z.number().nonnegative(),
  largestLogit: z.number().nonnegative(),
  ownDifference: z.number().nonnegative(),
  allowed: z.number().nonnegative(),
  holds: z.boolean(),
});

function pathOf(directory: string, key: ProofKey): string {
  const text = [key.modelDigest, key.graphDigest, key.provider, key.driver, key.ortVersion, process.arch].join('\n');
  return join(directory, `${createHash('sha256').update(text).digest('hex')}.json`);
}

/** A proof made earlier; undefined when there is none or its file is no proof. Never throws. */
export async function readProof(directory: string, key: ProofKey): Promise<RewriteProof | undefined> {
  try {
    return schema.safeParse(JSON.parse(await readFile(pathOf(directory, key), 'utf8'))).data;
  } catch {
    return undefined; // nothing there, or no JSON: it is proved again
  }
}

/** Keep a proof. The file appears whole or not at all. @throws what the file system says */
export async function writeProof(directory: string, key: ProofKey, proof: RewriteProof): Promise<void> {
  const path = pathOf(directory, key);
  await mkdir(dirname(path), { recursive: true });
  const beside = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await writeFile(beside, `${JSON.stringify(proof)}\n`, { flag: 'wx' });
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
