import type { Verdict } from '../cascade/check.js';
import type { EnergySource } from '../energy/reading.js';

/** What a dear tier did for a question, or why it did nothing. */
export interface TierStep {
  /** `self`: the same model verified a candidate. `escalation`: a larger model answered. */
  readonly tier: 'self' | 'escalation';
  /** Of the check or the larger model. */
  readonly name: string;
  readonly ran: boolean;
  /** Why it ran, or why not. */
  readonly why: string;
  /** Expected gain in P(correct) beforehand. */
  readonly gain: number;
  /** Expected energy beforehand (J); null when nothing was known. */
  readonly priceJ: number | null;
  readonly timeS: number | null;
  readonly energyJ: number | null;
  readonly energySource: EnergySource;
  readonly energyDetail: string;
  /** Sample that was verified. */
  readonly sampleIndex: number | null;
  readonly verdict: Verdict | null;
  /** What the larger model answered. */
  readonly answer: string | null;
  readonly text: string | null;
}

export const NOT_RUN = {
  ran: false,
  timeS: null,
  energyJ: null,
  energySource: 'none',
  energyDetail: 'not run',
  sampleIndex: null,
  verdict: null,
  answer: null,
  text: null,
} as const;
