/** How the next token is drawn. */
export interface SamplingOptions {
  /** ≥ 0; 0 is greedy. */
  readonly temperature: number;
  /** Keep the k most likely tokens; 0 keeps all. */
  readonly topK: number;
  /** Keep the smallest set whose probability reaches this; in (0, 1]. */
  readonly topP: number;
  /** Drop tokens less likely than this share of the most likely one; in [0, 1). */
  readonly minP: number;
  /** > 0; 1 changes nothing. */
  readonly repetitionPenalty: number;
  readonly maxNewTokens: number;
  /** Text that ends a sample; not part of the candidate. */
  readonly stop: readonly string[];
}
