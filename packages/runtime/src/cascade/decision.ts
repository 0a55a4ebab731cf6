/** The answer chosen among the candidates of one question. */
export interface Decision {
  readonly answer: string | undefined;
  /** How it was chosen, in words. */
  readonly reason: string;
  /** True when another answer had the same weight and the tie was broken. */
  readonly tie: boolean;
  /** Calibrated probability that the answer is right; null when no reliability is known, or no answer. */
  readonly probability: number | null;
  /** Distinct answers, heaviest first. By a known reliability the weight is the belief before calibration. */
  readonly ranking: readonly { readonly answer: string; readonly votes: number; readonly weight: number }[];
}
