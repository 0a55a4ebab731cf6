import type { PowerCoefficients } from '../calibration/calibration.js';
import { modelledEnergyJ } from './modelled-energy.js';
import type { EnergyMeter, EnergyReading, EnergyWindow } from './reading.js';

export interface ModelledMeterOptions {
  /** Coefficients per device id, from a calibration. */
  readonly power: Readonly<Record<string, PowerCoefficients>>;
  /** Monotonic seconds. */
  readonly now: () => number;
}

/** Energy of windows from measured time and CPU time and labelled coefficients. An estimate, and it says so. */
export class ModelledMeter implements EnergyMeter {
  readonly source = 'modelled';
  readonly detail: string;
  readonly #power: Readonly<Record<string, PowerCoefficients>>;
  readonly #now: () => number;

  constructor({ power, now }: ModelledMeterOptions) {
    this.#power = power;
    this.#now = now;
    this.detail = Object.entries(power)
      .map(([deviceId, { source, detail }]) => `${deviceId} (${source}): ${detail}`)
      .join('; ');
  }

  open(): EnergyWindow {
    const startS = this.#now();
    let reading: EnergyReading | undefined;
    return {
      close: (activity) => {
        if (reading !== undefined) return reading;
        const wallS = this.#now() - startS;
        const stranger = activity.find(({ deviceId }) => this.#power[deviceId] === undefined);
        reading =
          stranger === undefined
            ? { energyJ: modelledEnergyJ(this.#power, wallS, activity), source: 'modelled', detail: this.detail, wallS }
            : {
                energyJ: null,
                source: 'none',
                detail: `unknown: no power coefficients for ${stranger.deviceId}`,
                wallS,
              };
        return reading;
      },
    };
  }
}
