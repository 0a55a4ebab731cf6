/** The answer chosen among the candidates of one question. */
export interface Decision {
  readonly answer: string | undefined;
  /** How it was chosen, in words. */
  readonly reason: string;
  /** True when another answer had the same weight and the tie was broken. */
  readonly tie: boolean;
  /** Distinct answers, heaviest first. */
  readonly ranking: readonly { readonly answer: string; readonly votes: number; readonly weight: number }[];
}
