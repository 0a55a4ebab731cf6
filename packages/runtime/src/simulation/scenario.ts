import type { PriorName } from '@qeil/model/catalogue';
import type { PlanObjective } from '../planning/choose-plan.js';
import type { SimulationRequest } from './simulation-request.js';
import type { StandardReading } from './standard-reading.js';

/** Everything a comparison of v2 with standard inference depends on and the paper leaves open. */
export interface Scenario {
  readonly request: SimulationRequest;
  readonly objective: PlanObjective;
  readonly standard: StandardReading;
  /** Bound on v2's mean power (W); undefined when there is none. Standard inference has none. */
  readonly maxPowerW: number | undefined;
  readonly priorValues: Readonly<Partial<Record<PriorName, number>>>;
}

/** v2 against standard inference, over families. */
export interface Comparison {
  /** Mean over families of v2's energy relative to standard, minus one. */
  readonly energyChange: number;
  /** The same for time. */
  readonly latencyChange: number;
  /** Mean over families of standard's power over v2's: the ratio of intelligence per watt at equal accuracy. */
  readonly ipwRatio: number;
  /** Mean over families of v2's mean power (W). */
  readonly meanPowerW: number;
  /** Families compared. */
  readonly families: readonly string[];
  /** Families left out because v2 or standard breaks a limit. */
  readonly leftOut: readonly string[];
}

/** Means need a family: undefined when all were left out. */
export type MaybeComparison = Comparison | undefined;
