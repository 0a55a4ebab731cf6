import type { RaplDomain } from './rapl-domains.js';

/**
 * No package draws more (W). The largest server processors are rated at 500 W; a step of the counter that implies more is not
 * energy but a reset, and a silence longer than range / this may hide a whole turn of the counter.
 */
export const PACKAGE_POWER_LIMIT_W = 1000;

/** Joules of one domain since the first look, and what went wrong on the way. */
export class CounterTotal {
  #totalJ = 0;
  #faults: string[] = [];
  #looked = false;
  #last: { readonly timeS: number; readonly microjoule: number } | undefined;

  constructor(readonly domain: RaplDomain) {}

  /** J since the first look; meaningless across a fault. */
  get totalJ(): number {
    return this.#totalJ;
  }

  /** One sentence per step that could not be trusted. */
  get faults(): readonly string[] {
    return this.#faults;
  }

  /**
   * Look at the counter.
   *
   * A value below the last one is one wrap, Δ = value − last + range, if the power it implies is possible; else the counter was
   * reset. Between looks further apart than range / {@link PACKAGE_POWER_LIMIT_W} it may have wrapped unseen.
   */
  observe(timeS: number): void {
    const { name, rangeMicrojoule } = this.domain;
    const microjoule = this.domain.read();
    const last = this.#last;
    if (microjoule === undefined) {
      this.#fail(`${name} could not be read`);
      this.#last = undefined;
      this.#looked = true;
      return;
    }
    this.#last = { timeS, microjoule };
    if (last === undefined) {
      // Nothing to subtract from: fine on the first look, a hole in the record later.
      if (this.#looked) this.#fail(`${name} could not be read before`);
      this.#looked = true;
      return;
    }
    const gapS = timeS - last.timeS;
    const wrapped = microjoule < last.microjoule;
    const stepJ = (microjoule - last.microjoule + (wrapped ? rangeMicrojoule : 0)) / 1e6;
    const wrapS = rangeMicrojoule / 1e6 / PACKAGE_POWER_LIMIT_W;
    if (gapS > wrapS) {
      this.#fail(`${name} was not looked at for ${gapS.toFixed(1)} s; it may wrap within ${wrapS.toFixed(1)} s`);
    } else if (stepJ < 0 || stepJ > PACKAGE_POWER_LIMIT_W * Math.max(gapS, UPDATE_S)) {
      this.#fail(`${name} jumped by ${stepJ.toFixed(1)} J in ${gapS.toFixed(3)} s: it was reset`);
    } else {
      this.#totalJ += stepJ;
    }
  }

  #fail(reason: string): void {
    this.#faults.push(reason);
  }
}

/** RAPL counters move about once a millisecond, so a shorter gap may show a whole step (s). */
const UPDATE_S = 2e-3;
