import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { onnxRuntimeVersion } from '../../src/devices/runtime-versions.js';
import { graphFindings } from '../../src/engine/graph-findings.js';
import { strategyOf } from '../../src/engine/kv-strategy.js';
import { type ProofKey, proofDirectory, readProof, writeProof } from '../../src/graph/proof-cache.js';
import type { RewriteProof } from '../../src/graph/rewrite-proof.js';

const KEY: ProofKey = {
  modelDigest: 'a'.repeat(64),
  modelName: 'small',
  file: 'model.onnx',
  graphDigest: 'b'.repeat(64),
  provider: 'cpu',
  driver: 'c-api',
  ortVersion: onnxRuntimeVersion(),
};
const ATTENTION = { attentionDifference: 1e-7, largestOutput: 1, attentionHolds: true };
const WHOLE = {
  lengths: [1, 31],
  batches: [1, 8],
  largestDifference: 1e-5,
  largestLogit: 20,
  ownDifference: 1e-5,
  lastBitDifference: 2e-5,
  allowed: 2e-4,
  rowDifference: 0,
  rewrittenRowDifference: 0,
  holds: true,
  finished: true,
};
const PROOF: RewriteProof = { attention: ATTENTION, whole: WHOLE };

const cacheDirectory = (): string => mkdtempSync(join(tmpdir(), 'qeil-proofs-'));

describe('kept proofs', () => {
  it('are found again by everything they are about', async () => {
    const directory = proofDirectory(cacheDirectory());
    await writeProof(directory, KEY, PROOF);
    expect(await readProof(directory, KEY)).toEqual(PROOF);
    for (const other of [
      { modelDigest: 'c'.repeat(64) },
      { graphDigest: 'c'.repeat(64) },
      { provider: 'webgpu' },
      { driver: 'node-binding' },
      { ortVersion: '0.0.0' },
    ]) {
      expect(await readProof(directory, { ...KEY, ...other })).toBeUndefined();
    }
  });

  it('are told by model, with the strategy they allow; others and broken files are left out', async () => {
    const cache = cacheDirectory();
    const directory = proofDirectory(cache);
    expect(await graphFindings(cache)).toEqual([]);
    await writeProof(
      directory,
      { ...KEY, file: 'model_q4.onnx', modelDigest: 'd'.repeat(64) },
      { ...PROOF, whole: { ...WHOLE, holds: false, largestDifference: 3 } },
    );
    await writeProof(directory, KEY, PROOF);
    await writeProof(directory, { ...KEY, ortVersion: '0.0.0' }, PROOF);
    writeFileSync(join(directory, 'broken.json'), '{"schema":');
    expect(readdirSync(directory)).toHaveLength(4);
    const found = await graphFindings(cache);
    expect(found.map(({ file, strategy }) => [file, strategy.name])).toEqual([
      ['model.onnx', 'shared-prompt'],
      ['model_q4.onnx', 'plain'],
    ]);
    expect(found[1]?.strategy.why).toContain('difference 3.0e+0 where logits reach 20.0');
  });

  it('that do not hold, or have no end, or stop at attention allow nothing', () => {
    for (const proof of [
      { ...PROOF, whole: { ...WHOLE, holds: false, finished: false } },
      { attention: ATTENTION },
      { attention: { ...ATTENTION, attentionDifference: 0.5, attentionHolds: false }, whole: WHOLE },
    ]) {
      expect(strategyOf(proof, 'cpu')).toMatchObject({ name: 'plain' });
    }
    expect(strategyOf(PROOF, 'cpu')).toMatchObject({ name: 'shared-prompt' });
  });
});
