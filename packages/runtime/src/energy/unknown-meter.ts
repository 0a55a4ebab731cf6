import type { EnergyMeter, EnergyWindow } from './reading.js';

/** A meter for a machine without counter and without calibration: it measures time and knows no joules. */
export class UnknownMeter implements EnergyMeter {
  readonly source = 'none';

  constructor(
    readonly detail: string,
    readonly now: () => number,
  ) {}

  open(): EnergyWindow {
    const startS = this.now();
    let wallS: number | undefined;
    return {
      close: () => {
        wallS ??= this.now() - startS;
        return { energyJ: null, source: 'none', detail: this.detail, wallS };
      },
    };
  }
}
