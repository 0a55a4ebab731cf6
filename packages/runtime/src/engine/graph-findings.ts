import { onnxRuntimeVersion } from '../devices/runtime-versions.js';
import { listProofs, proofDirectory } from '../graph/proof-cache.js';
import { type KvStrategy, strategyOf } from './kv-strategy.js';

/** What was found of one model's graph on one provider, and how it therefore keeps keys and values there. */
export interface GraphFinding {
  readonly model: string;
  readonly file: string;
  readonly provider: string;
  readonly driver: string;
  readonly strategy: KvStrategy;
}

/** What engines found so far with this version of ONNX Runtime; nothing is loaded. Empty where nothing was run yet. */
export async function graphFindings(cacheDirectory: string): Promise<readonly GraphFinding[]> {
  const proofs = await listProofs(proofDirectory(cacheDirectory), onnxRuntimeVersion());
  return proofs.map(({ key, proof }) => ({
    model: key.modelName,
    file: key.file,
    provider: key.provider,
    driver: key.driver,
    strategy: strategyOf(proof, key.provider),
  }));
}
