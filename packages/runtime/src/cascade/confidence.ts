import type { Candidate } from './candidate.js';

/** Confidence of a candidate that came without log-probabilities. */
const UNKNOWN_CONFIDENCE = 0.5;

/** exp of the mean log-probability of a candidate's tokens, in (0, 1]. */
export function confidenceOf({ logProbabilities }: Candidate): number {
  if (logProbabilities.length === 0) return UNKNOWN_CONFIDENCE;
  const mean = logProbabilities.reduce((sum, value) => sum + value, 0) / logProbabilities.length;
  // Rounding on a device may push a certain token a hair above probability 1.
  return Number.isNaN(mean) ? UNKNOWN_CONFIDENCE : Math.exp(Math.min(0, Math.max(mean, -30)));
}
