import type { EnergyMeter, EnergyReading, EnergySource } from '../../src/energy/reading.js';

export interface FakeMeterOptions {
  /** Source of each window in turn; the last one repeats. Default `modelled`. */
  readonly sources?: readonly EnergySource[];
}

/** A meter that charges 0.5 J per prompt prefilled and 0.01 J per token decoded, and knows nothing when the source is `none`. */
export class FakeMeter implements EnergyMeter {
  readonly source: EnergySource;
  readonly detail = 'fake';
  readonly readings: EnergyReading[] = [];
  opened = 0;
  closed = 0;
  readonly #sources: readonly EnergySource[];

  constructor({ sources = ['modelled'] }: FakeMeterOptions = {}) {
    this.#sources = sources;
    this.source = sources[0] ?? 'modelled';
  }

  open() {
    const source = this.#sources[Math.min(this.opened, this.#sources.length - 1)] ?? 'modelled';
    this.opened += 1;
    return {
      close: (activity: Parameters<ReturnType<EnergyMeter['open']>['close']>[0]): EnergyReading => {
        this.closed += 1;
        const energyJ = activity.reduce(
          (sum, { phase, passes, tokens }) => sum + (phase === 'prefill' ? 0.5 * passes : 0.01 * tokens),
          0,
        );
        const reading: EnergyReading = {
          energyJ: source === 'none' ? null : energyJ,
          source,
          detail: `fake ${source}`,
          wallS: activity.reduce((sum, { busyS }) => sum + busyS, 0),
        };
        this.readings.push(reading);
        return reading;
      },
    };
  }
}
