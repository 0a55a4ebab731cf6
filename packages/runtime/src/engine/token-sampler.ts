import { CandidateHeap } from './candidate-heap.js';
import type { SamplingOptions } from './sampling-options.js';

/** What the sampler needs to know of a row: its own stream of random numbers and the tokens it has seen. */
export interface SamplerRow {
  /** Uniform in [0, 1). Drawn once per token unless greedy, so a sample does not depend on its batch. */
  readonly uniform: () => number;
  /** Distinct tokens of prompt and continuation; only kept when there is a repetition penalty. */
  readonly seen: Set<number>;
}

/** Logits a model should never give: NaN or infinite. */
export class LogitsNotFinite extends Error {
  constructor() {
    super('the model returned logits that are not finite numbers');
    this.name = 'LogitsNotFinite';
  }
}

/**
 * Draws the next token from logits. One instance serves all rows of a process in turn; it allocates nothing per token.
 *
 * In the order of transformers' logits processors: repetition penalty (logit ÷ penalty if > 0, else × penalty), temperature,
 * top-k, top-p (smallest set of the most likely tokens whose share of what top-k left reaches p), min-p (relative to the most
 * likely). Ties go to the lower token id everywhere. Temperature 0 takes the most likely token after the penalty.
 */
export class TokenSampler {
  /** The token of the last draw. */
  tokenId = 0;
  /** Its natural-log probability under the model itself: temperature 1, no penalty, no truncation. */
  logProbability = 0;

  /** Logits, then what became of them: penalised scores, unnormalised probabilities. */
  private scores: Float64Array;
  /** The id of the highest score, the lowest of equals. */
  private best = 0;
  private weightTotal = 0;
  private readonly heap: CandidateHeap;

  /** @param vocabulary - expected length of a row of logits; grows when a model returns more. */
  constructor(vocabulary: number) {
    this.scores = new Float64Array(vocabulary);
    this.heap = new CandidateHeap(vocabulary);
  }

  /**
   * Draw from `logits[offset … offset + length)`; the result is left in `tokenId` and `logProbability`.
   *
   * @throws {LogitsNotFinite}
   */
  draw(logits: Float32Array, offset: number, length: number, options: SamplingOptions, row: SamplerRow): void {
    const { temperature, repetitionPenalty } = options;
    if (this.scores.length < length) this.scores = new Float64Array(length);
    this.takeScores(logits, offset, length);
    // At temperature 1 without a penalty the normaliser's terms are the very weights a draw needs.
    const sharesWeights = temperature === 1 && repetitionPenalty === 1;
    const logNormaliser = sharesWeights ? this.weigh(length, 1) : this.logSumExp(length);
    if (repetitionPenalty !== 1) {
      this.penalise(repetitionPenalty, row.seen, length);
      this.findBest(length);
    }
    if (temperature === 0) this.tokenId = this.best;
    else {
      if (!sharesWeights) this.weigh(length, temperature);
      this.tokenId = this.drawFrom(length, options, row.uniform());
    }
    this.logProbability = (logits[offset + this.tokenId] ?? Number.NaN) - logNormaliser;
    if (repetitionPenalty !== 1) row.seen.add(this.tokenId);
  }

  /**
   * Take a given token as if it had been drawn; the result is left in `tokenId` and `logProbability`.
   *
   * @throws {LogitsNotFinite}
   */
  force(logits: Float32Array, offset: number, length: number, tokenId: number): void {
    if (this.scores.length < length) this.scores = new Float64Array(length);
    this.takeScores(logits, offset, length);
    this.tokenId = tokenId;
    this.logProbability = (logits[offset + tokenId] ?? Number.NaN) - this.logSumExp(length);
  }

  /** Copies the logits into `scores` and finds the best of them. */
  private takeScores(logits: Float32Array, offset: number, length: number): void {
    const { scores } = this;
    let best = 0;
    let highest = Number.NEGATIVE_INFINITY;
    let poison = 0;
    for (let id = 0; id < length; id += 1) {
      const value = logits[offset + id] ?? Number.NaN;
      scores[id] = value;
      poison += value * 0; // NaN as soon as one value is NaN or infinite
      if (value > highest) {
        highest = value;
        best = id;
      }
    }
    if (poison !== 0) throw new LogitsNotFinite();
    this.best = best;
  }

  private logSumExp(length: number): number {
    const { scores } = this;
    const highest = scores[this.best] ?? 0;
    let total = 0;
    for (let id = 0; id < length; id += 1) total += Math.exp((scores[id] ?? 0) - highest);
    return highest + Math.log(total);
  }

  /**
   * Turns scores into unnormalised probabilities and sums them up; the most likely token has 1, so min-p compares directly.
   *
   * @returns the log-sum-exp of the scores where the temperature is 1
   */
  private weigh(length: number, temperature: number): number {
    const { scores } = this;
    const highest = scores[this.best] ?? 0;
    let total = 0;
    for (let id = 0; id < length; id += 1) {
      const weight = Math.exp(((scores[id] ?? 0) - highest) / temperature);
      scores[id] = weight;
      total += weight;
    }
    this.weightTotal = total;
    return highest + Math.log(total);
  }

  private penalise(penalty: number, seen: ReadonlySet<number>, length: number): void {
    for (const id of seen) {
      if (id >= length) continue;
      const score = this.scores[id] ?? 0;
      this.scores[id] = score > 0 ? score / penalty : score * penalty;
    }
  }

  private findBest(length: number): void {
    const { scores } = this;
    let best = 0;
    let highest = scores[0] ?? 0;
    for (let id = 1; id < length; id += 1) {
      const score = scores[id] ?? 0;
      if (score > highest) {
        highest = score;
        best = id;
      }
    }
    this.best = best;
  }

  private drawFrom(length: number, options: SamplingOptions, uniform: number): number {
    const limit = options.topK === 0 ? length : Math.min(options.topK, length);
    if (limit === length && options.topP === 1) return this.pickInOrder(length, options.minP, uniform);
    return this.pickTruncated(length, limit, options, uniform);
  }

  /** No sorting needed: only min-p may cut. */
  private pickInOrder(length: number, minP: number, uniform: number): number {
    const { scores } = this;
    let left = uniform * (minP === 0 ? this.weightTotal : this.totalFrom(minP, length));
    let last = 0;
    for (let id = 0; id < length; id += 1) {
      const weight = scores[id] ?? 0;
      if (weight < minP || weight === 0) continue;
      last = id;
      left -= weight;
      if (left < 0) return id;
    }
    return last; // rounding left a crumb
  }

  private totalFrom(least: number, length: number): number {
    const { scores } = this;
    let total = 0;
    for (let id = 0; id < length; id += 1) {
      const weight = scores[id] ?? 0;
      if (weight >= least) total += weight;
    }
    return total;
  }

  private pickTruncated(length: number, limit: number, options: SamplingOptions, uniform: number): number {
    const { scores, heap } = this;
    heap.fill(scores, length);
    let total = this.weightTotal;
    if (limit < length) {
      // Top-p is a share of what top-k left, so that sum comes first. Popped tokens stay behind the heap, best first.
      total = 0;
      for (let rank = 0; rank < limit; rank += 1) total += scores[heap.pop()] ?? 0;
    }
    let kept = 0;
    let keptTotal = 0;
    while (kept < limit) {
      const id = limit < length ? heap.popped(kept) : heap.pop();
      const weight = scores[id] ?? 0;
      if (kept > 0 && (weight < options.minP || weight === 0)) break;
      keptTotal += weight;
      kept += 1;
      if (options.topP < 1 && keptTotal >= options.topP * total) break;
    }
    let left = uniform * keptTotal;
    for (let rank = 0; rank < kept; rank += 1) {
      left -= scores[heap.popped(rank)] ?? 0;
      if (left < 0) return heap.popped(rank);
    }
    return heap.popped(kept - 1);
  }
}
