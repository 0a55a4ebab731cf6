import type { EnergySource } from '../energy/reading.js';
import type { Sample } from '../engine/wave.js';
import type { CheckResult } from './check.js';

/** A sample with what is known about it: its answer, its checks, its price. */
export interface Candidate extends Sample {
  /** Canonical final answer; undefined when none could be read. */
  readonly answer: string | undefined;
  readonly checks: readonly CheckResult[];
  /** Lowest mean log-probability over any window of tokens. */
  readonly lowestWindowLogProbability: number | undefined;
  /** This sample's share of its wave's energy (J): decode by its tokens, prefill in equal parts. */
  readonly energyJ: number | null;
  readonly energySource: EnergySource;
  readonly planName: string;
}
