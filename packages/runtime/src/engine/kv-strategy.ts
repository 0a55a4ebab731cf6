import type { RewriteProof } from '../graph/prove-rewrite.js';

/** How a device keeps keys and values, and why so. */
export interface KvStrategy {
  /** `shared-prompt`: one copy of the prompt for all rows of a wave. `plain`: the graph as it was exported, a copy per row. */
  readonly name: 'shared-prompt' | 'plain';
  readonly why: string;
}

/**
 * The strategy that a proof allows. Where the rewrite is proved it is used for every wave: measured from 1 row and 32 prompt tokens
 * up it is nowhere slower (`docs/decisions/0042`), so there is no size at which to cross over, and no clock has a say in which
 * bits a run draws.
 */
export function strategyOf(proof: RewriteProof, provider: string): KvStrategy {
  const { lengths, batches, holds, finished } = proof;
  const where = `prompts of ${lengths.join(', ')} tokens and ${batches.join(', ')} rows on ${provider}`;
  if (!finished) return { name: 'plain', why: `the proof of the rewritten graph took too long: ${where}` };
  const size = `${proof.largestDifference.toExponential(1)} where logits reach ${proof.largestLogit.toPrecision(3)}`;
  const own = `the exported graph differs from itself by ${proof.ownDifference.toExponential(1)} between batch sizes`;
  if (!holds)
    return { name: 'plain', why: `not equal to the exported graph with ${where}: difference ${size}; ${own}` };
  const proved = `proved against the exported graph with ${where}: largest difference ${size}; ${own}`;
  return { name: 'shared-prompt', why: `${proved}. Not slower at any batch size measured` };
}
