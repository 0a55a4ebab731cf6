import { CounterTotal, PACKAGE_POWER_LIMIT_W } from './counter-total.js';
import type { RaplDomain } from './rapl-domains.js';
import type { EnergyMeter, EnergyReading, EnergyWindow } from './reading.js';

export interface CounterMeterOptions {
  readonly domains: readonly RaplDomain[];
  /** Monotonic seconds. */
  readonly now: () => number;
}

/** Looks per shortest possible wrap. */
const LOOKS_PER_WRAP = 4;

/** Energy of windows from RAPL package counters, looked at often enough that no wrap goes unseen. */
export class CounterMeter implements EnergyMeter {
  readonly source = 'counter';
  readonly detail: string;
  readonly #totals: readonly CounterTotal[];
  readonly #now: () => number;
  readonly #lookEveryS: number;
  #openWindows = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor({ domains, now }: CounterMeterOptions) {
    this.#totals = domains.map((domain) => new CounterTotal(domain));
    this.#now = now;
    const shortestRangeJ = Math.min(...domains.map(({ rangeMicrojoule }) => rangeMicrojoule / 1e6));
    this.#lookEveryS = Math.min(10, shortestRangeJ / PACKAGE_POWER_LIMIT_W / LOOKS_PER_WRAP);
    const names = domains.map(({ name }) => name).join(' + ');
    this.detail = `RAPL ${names}: everything the processor package spent, other programs included; DRAM and board not included`;
  }

  open(): EnergyWindow {
    const startS = this.#look();
    const start = this.#totals.map(({ totalJ, faults }) => ({ totalJ, faults: faults.length }));
    let reading: EnergyReading | undefined;
    this.#count(1);
    return {
      close: () => {
        if (reading !== undefined) return reading;
        const wallS = this.#look() - startS;
        this.#count(-1);
        reading = this.#read(start, wallS);
        return reading;
      },
    };
  }

  #read(start: readonly { readonly totalJ: number; readonly faults: number }[], wallS: number): EnergyReading {
    const faults: string[] = [];
    let energyJ = 0;
    this.#totals.forEach((total, index) => {
      const before = start[index];
      if (before === undefined) return;
      const spentJ = total.totalJ - before.totalJ;
      faults.push(...total.faults.slice(before.faults));
      if (spentJ === 0) faults.push(`${total.domain.name} did not move in ${wallS.toFixed(3)} s`);
      energyJ += spentJ;
    });
    if (faults.length === 0) return { energyJ, source: 'counter', detail: this.detail, wallS };
    return { energyJ: null, source: 'none', detail: `unknown: ${faults.join('; ')}`, wallS };
  }

  #look(): number {
    const timeS = this.#now();
    for (const total of this.#totals) total.observe(timeS);
    return timeS;
  }

  /** Looking goes on while a window is open, and never keeps the process alive. */
  #count(change: number): void {
    this.#openWindows += change;
    if (this.#openWindows > 0 && this.#timer === undefined) {
      this.#timer = setInterval(() => this.#look(), this.#lookEveryS * 1000).unref();
    } else if (this.#openWindows === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
  }
}
