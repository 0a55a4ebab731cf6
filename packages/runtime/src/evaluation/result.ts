import type { EnergySource } from '../energy/reading.js';

/** A share with its 95 % interval (Wilson). */
export interface Share {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

/** What one arm did over a data set. Unknown is null. Costs are of the questions that were answered, failed ones left out. */
export interface ArmResult {
  readonly arm: string;
  /** Questions finished, failed ones among them. */
  readonly questions: number;
  readonly failed: number;
  /** Questions asked for and not finished, because the run was stopped. */
  readonly unfinished: number;
  readonly budget: number;
  readonly rule: string;
  readonly selection: string;
  /** Share of questions whose chosen answer is right, failed ones counted as wrong; null without reference answers. */
  readonly accuracy: Share | null;
  /** Share of questions with at least one right candidate among those drawn. */
  readonly coverage: Share | null;
  readonly samplesPerQuestion: number | null;
  readonly tokensPerQuestion: number | null;
  readonly wallS: number;
  readonly secondsPerQuestion: number | null;
  /** What the plan predicted for one question (s, J), to hold against what was measured. */
  readonly plannedSecondsPerQuestion: number;
  readonly plannedEnergyJPerQuestion: number;
  readonly energyJ: number | null;
  readonly energyJPerQuestion: number | null;
  /** The least direct source used; a mix is stated in the detail. */
  readonly energySource: EnergySource;
  readonly energyDetail: string;
  readonly meanPowerW: number | null;
  /** Intelligence per watt: accuracy in percent per mean watt. */
  readonly ipw: number | null;
  readonly joulesPerCorrect: number | null;
  readonly restarts: number;
  /** Questions by what ended their sampling. */
  readonly stopReasons: Readonly<Record<string, number>>;
}
