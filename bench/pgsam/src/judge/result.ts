import type { InstanceClass } from '../instances/instance.js';
import type { Quartiles } from './statistics.js';

/** One arm on one instance at one budget, over all seeds. */
export interface Cell {
  readonly arm: string;
  readonly budget: number;
  /** Hypervolume over that of the reference front, three objectives, per seed. */
  readonly hypervolume: readonly number[];
  /** The same for energy and latency alone. */
  readonly hypervolume2: readonly number[];
  readonly igdPlus: Quartiles;
  readonly epsilon: Quartiles;
  readonly frontSize: Quartiles;
  /** Evaluations to 99 % of the reference's hypervolume, per seed; null where the budget did not suffice or was not looked at. */
  readonly evaluationsTo99: readonly (number | null)[];
  /** Evaluations really spent, median. */
  readonly evaluations: number;
  /** Milliseconds of one run, median; noisy. */
  readonly wallMs: number;
}

/** Energy and latency that half of the runs reach, from the fastest to the cheapest. */
export interface Attainment {
  readonly arm: string;
  readonly points: readonly (readonly [energyJ: number, latencyS: number])[];
}

export interface InstanceResult {
  readonly name: string;
  readonly class: InstanceClass;
  readonly stages: number;
  readonly devices: number;
  readonly reference: {
    /** `exact`: every plan was visited. `best known`: the best of every run of every arm at every budget. */
    readonly kind: 'exact' | 'best known';
    readonly size3: number;
    readonly size2: number;
  };
  /** Spearman's ρ over the reference front; null where one objective does not vary. */
  readonly correlation: {
    readonly energyLatency: number | null;
    readonly energyIdle: number | null;
    readonly latencyIdle: number | null;
  };
  readonly cells: readonly Cell[];
  readonly attainment: readonly Attainment[];
}
