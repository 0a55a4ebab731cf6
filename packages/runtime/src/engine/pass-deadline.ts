import type { ModelBundle, WeightFormat } from '../model-bundle/bundle.js';

const BYTE_PER_WEIGHT: Readonly<Record<WeightFormat, number>> = { fp32: 4, fp16: 2, int8: 1, q4: 0.5 };

/** Slower than this is not believed of any device: a hundredth of one core of a laptop (FLOP/s). */
const SLOWEST_FLOP_RATE = 1e9;

/**
 * How long a forward pass over so many tokens may take before it counts as hung (s):
 *
 *   base + 2 · weights · tokens / slowest rate
 *
 * @param tokens - tokens fed through in one pass, all rows together
 */
export function passDeadlineS(bundle: ModelBundle, tokens: number, baseS: number): number {
  const weights = bundle.weightByte / BYTE_PER_WEIGHT[bundle.weightFormat];
  return baseS + (2 * weights * tokens) / SLOWEST_FLOP_RATE;
}
