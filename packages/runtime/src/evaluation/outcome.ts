import type { Candidate } from '../cascade/candidate.js';
import type { Decision } from '../cascade/decision.js';
import type { StoppingRuleName } from '../cascade/stopping-rule.js';
import type { EnergySource } from '../energy/reading.js';
import type { FaultKind } from '../errors/fault-kind.js';
import type { TierStep } from './tier-step.js';

/** Which rule ended the sampling of a question; `budget`: none did; `joules`: its energy was spent; `failed`: a fault did. */
export type StoppedBy = Exclude<StoppingRuleName, 'none'> | 'budget' | 'joules' | 'failed';

/** What one wave cost. A wave cut short by a resume or by memory is several of these. */
export interface WaveCost {
  /** Index of its first sample: its name within the question. */
  readonly firstSample: number;
  readonly size: number;
  readonly wallS: number;
  /** J; null when unknown. */
  readonly energyJ: number | null;
  readonly energySource: EnergySource;
  readonly energyDetail: string;
  readonly restarts: number;
}

/** A candidate and the wave that drew it. */
export interface DrawnCandidate {
  readonly candidate: Candidate;
  readonly wave: WaveCost;
}

/** What happened to one question under one arm. */
export interface QuestionOutcome {
  readonly arm: string;
  readonly questionId: string;
  /** Canonical reference answer; null when the data set has none. */
  readonly gold: string | null;
  readonly promptTokens: number;
  /** In the order of their sample indices. */
  readonly candidates: readonly Candidate[];
  readonly decision: Decision;
  /** Null without a reference answer; a failed question is not correct. */
  readonly correct: boolean | null;
  readonly stoppedBy: StoppedBy;
  /** Why sampling stopped, in words. */
  readonly stopReason: string;
  readonly waves: number;
  /** What dear tiers did after sampling, or why they did nothing. */
  readonly tiers: readonly TierStep[];
  /** J; null when the energy of any wave is unknown, and for a failed question. */
  readonly energyJ: number | null;
  readonly energySource: EnergySource;
  readonly energyDetail: string;
  /** Time inside waves, checks and dear tiers (s). */
  readonly wallS: number;
  readonly restarts: number;
  /** Present exactly when the question failed. */
  readonly error?: OutcomeError;
}

export interface OutcomeError {
  readonly kind: FaultKind;
  readonly message: string;
  readonly remedy?: string;
}
