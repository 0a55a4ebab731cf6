import type { EnergySource } from '../energy/reading.js';

/** A share with its 95 % interval. */
export interface Share {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

/** What one arm did over a data set. Unknown is null. */
export interface ArmResult {
  readonly arm: string;
  readonly questions: number;
  readonly failed: number;
  readonly budget: number;
  readonly rule: string;
  readonly selection: string;
  /** Share of questions whose chosen answer is right; null without reference answers. */
  readonly accuracy: Share | null;
  /** Share of questions with at least one right candidate among those drawn. */
  readonly coverage: Share | null;
  readonly samplesPerQuestion: number;
  readonly tokensPerQuestion: number;
  readonly wallS: number;
  readonly secondsPerQuestion: number;
  readonly energyJ: number | null;
  readonly energySource: EnergySource;
  readonly energyDetail: string;
  readonly meanPowerW: number | null;
  /** Intelligence per watt: accuracy in percent per mean watt. */
  readonly ipw: number | null;
  readonly joulesPerCorrect: number | null;
  readonly restarts: number;
  readonly stopReasons: Readonly<Record<string, number>>;
}
