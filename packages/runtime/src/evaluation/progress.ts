import type { DrawnCandidate, QuestionOutcome } from './outcome.js';
import { waveTotals } from './wave-totals.js';

/** Where an arm stands, after each wave and each question. */
export interface ArmProgress {
  readonly arm: string;
  /** Questions finished, of how many. */
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  readonly samples: number;
  readonly tokens: number;
  /** Energy so far (J); null when any of it is unknown. */
  readonly energyJ: number | null;
  /** Time inside waves so far (s). */
  readonly wallS: number;
  readonly meanPowerW: number | null;
  readonly restarts: number;
  /** The question last worked on. */
  readonly questionId: string;
}

/** Sums behind {@link ArmProgress}. */
export class ProgressTally {
  readonly #arm: string;
  readonly #total: number;
  #done = 0;
  #failed = 0;
  #samples = 0;
  #tokens = 0;
  #energyJ: number | null = 0;
  #wallS = 0;
  #restarts = 0;

  constructor(arm: string, total: number) {
    this.#arm = arm;
    this.#total = total;
  }

  finish(outcome: QuestionOutcome): void {
    this.#done += 1;
    this.#restarts += outcome.restarts;
    if (outcome.error !== undefined) {
      this.#failed += 1;
      return;
    }
    this.#samples += outcome.candidates.length;
    this.#tokens += tokensOf(outcome.candidates);
    this.#energyJ = plus(this.#energyJ, outcome.energyJ);
    this.#wallS += outcome.wallS;
  }

  /** @param drawn - candidates of the question in progress, not yet finished */
  progress(questionId: string, drawn: readonly DrawnCandidate[] = []): ArmProgress {
    const wave = drawn.length === 0 ? { energyJ: 0, wallS: 0, restarts: 0 } : waveTotals(drawn);
    const energyJ = plus(this.#energyJ, wave.energyJ);
    const wallS = this.#wallS + wave.wallS;
    return {
      arm: this.#arm,
      done: this.#done,
      total: this.#total,
      failed: this.#failed,
      samples: this.#samples + drawn.length,
      tokens: this.#tokens + tokensOf(drawn.map(({ candidate }) => candidate)),
      energyJ,
      wallS,
      meanPowerW: energyJ === null || wallS <= 0 ? null : energyJ / wallS,
      restarts: this.#restarts + wave.restarts,
      questionId,
    };
  }
}

function tokensOf(candidates: readonly { readonly tokenIds: readonly number[] }[]): number {
  return candidates.reduce((sum, { tokenIds }) => sum + tokenIds.length, 0);
}

function plus(left: number | null, right: number | null): number | null {
  return left === null || right === null ? null : left + right;
}
