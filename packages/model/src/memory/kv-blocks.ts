import { type Guard, requireArray, requireInteger, requireNonNegative } from '../_internals/require.js';
import { sumOf } from '../_internals/sum.js';

const remedy = 'give tokens ≥ 0 and the allocator’s block size in tokens';

/**
 * Blocks a cache of `tokens` tokens takes from an allocator that hands out whole blocks: ⌈tokens/block⌉.
 *
 * @param tokens - ≥ 0
 * @param blockTokens - tokens in a block, integer ≥ 1
 * @throws {InvalidValueError} if an argument is outside the domain above
 */
export function kvBlockCount(tokens: number, blockTokens: number): number {
  const guard: Guard = { where: 'kvBlockCount', remedy };
  requireNonNegative(guard, 'tokens', tokens);
  requireInteger(guard, 'blockTokens', blockTokens, 1);
  return Math.ceil(tokens / blockTokens);
}

/**
 * Share of the allotted KV memory that holds no token, because the last block of each sequence is not full.
 *
 *   1 − Σ tokens / (block·Σ⌈tokens/block⌉)
 *
 * About (block − 1)/2 tokens per sequence when lengths fall anywhere in a block. Source: the internal fragmentation of
 * PagedAttention, Kwon et al., SOSP 2023 (arXiv 2309.06180).
 *
 * @param tokens - cached tokens of each sequence, integers ≥ 0, at least one of them > 0
 * @param blockTokens - tokens in a block, integer ≥ 1
 * @returns share in [0, 1)
 * @throws {InvalidValueError} if an argument is outside the domain above
 */
export function kvBlockWaste(tokens: readonly number[], blockTokens: number): number {
  const guard: Guard = { where: 'kvBlockWaste', remedy };
  requireArray(guard, 'tokens', tokens);
  tokens.forEach((count, index) => {
    requireInteger(guard, `tokens[${index}]`, count, 0);
  });
  const held = sumOf(tokens, (count) => count);
  requireInteger(guard, 'sum of tokens', held, 1);
  const blocks = sumOf(tokens, (count) => kvBlockCount(count, blockTokens));
  return 1 - held / (blocks * blockTokens);
}
