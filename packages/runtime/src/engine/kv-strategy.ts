import type { RewriteProof } from '../graph/rewrite-proof.js';

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
export function strategyOf({ attention, whole }: RewriteProof, provider: string): KvStrategy {
  const plain = (why: string): KvStrategy => ({ name: 'plain', why });
  const apart = `${small(attention.attentionDifference)} where outputs reach ${attention.largestOutput.toPrecision(3)}`;
  if (!attention.attentionHolds) return plain(`rewritten attention differs from the exported one by ${apart}`);
  if (whole === undefined) return plain('the proof of the rewritten graph is not complete');
  const { lengths, batches } = whole;
  const where = `prompts of ${lengths.join(', ')} tokens and ${batches.join(', ')} rows on ${provider}`;
  if (!whole.finished) return plain(`the proof of the rewritten graph took too long: ${where}`);
  const size = `${small(whole.largestDifference)} where logits reach ${whole.largestLogit.toPrecision(3)}`;
  const own = `the exported graph moves by ${small(whole.ownDifference)} between batch sizes and by ${small(whole.lastBitDifference)} when last bits of its cache do`;
  if (!whole.holds) {
    const rows = `a row alone and among others differs by ${small(whole.rewrittenRowDifference)}`;
    return plain(`not equal to the exported graph with ${where}: difference ${size}; ${own}; ${rows}`);
  }
  const proved = `proved against the exported graph with ${where}: attention alone differs by ${apart}, logits by ${size}; ${own}`;
  return { name: 'shared-prompt', why: `${proved}. Not slower at any batch size measured` };
}

function small(value: number): string {
  return value.toExponential(1);
}
