/** One question of a data set. */
export interface Question {
  readonly id: string;
  readonly question: string;
  /** Canonical reference answer; absent when the data set has none. */
  readonly gold?: string;
  readonly split?: string;
}
