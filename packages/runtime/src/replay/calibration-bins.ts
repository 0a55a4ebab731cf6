const BINS = 10;

/** Stated probabilities in one tenth of their range, and how often they came true. */
export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly answers: number;
  readonly meanProbability: number | null;
  readonly right: number | null;
}

export interface Calibration {
  /** Share of all answers that came with a probability. */
  readonly stated: number;
  /** Expected calibration error over ten bins; see `expectedCalibrationError` of `@qeil/model`. */
  readonly expectedCalibrationError: number;
  readonly brierScore: number;
  readonly bins: readonly CalibrationBin[];
}

/** Sums that calibration needs, so that millions of forecasts need not be kept. */
export class CalibrationBins {
  readonly #count = new Float64Array(BINS);
  readonly #probability = new Float64Array(BINS);
  readonly #right = new Float64Array(BINS);
  #squares = 0;

  add(probability: number, right: boolean): void {
    const bin = Math.min(BINS - 1, Math.floor(probability * BINS));
    this.#count[bin] = (this.#count[bin] ?? 0) + 1;
    this.#probability[bin] = (this.#probability[bin] ?? 0) + probability;
    this.#right[bin] = (this.#right[bin] ?? 0) + Number(right);
    this.#squares += (probability - Number(right)) ** 2;
  }

  /** @param answers - all there were, stated or not */
  result(answers: number): Calibration | null {
    const stated = this.#count.reduce((sum, count) => sum + count, 0);
    if (stated === 0) return null;
    const excess = this.#count.reduce((sum, _, bin) => {
      return sum + Math.abs((this.#probability[bin] ?? 0) - (this.#right[bin] ?? 0));
    }, 0);
    return {
      stated: stated / answers,
      expectedCalibrationError: excess / stated,
      brierScore: this.#squares / stated,
      bins: [...this.#count].map((count, bin) => ({
        from: bin / BINS,
        to: (bin + 1) / BINS,
        answers: count,
        meanProbability: count === 0 ? null : (this.#probability[bin] ?? 0) / count,
        right: count === 0 ? null : (this.#right[bin] ?? 0) / count,
      })),
    };
  }
}
