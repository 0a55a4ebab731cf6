import { type MergedEnergy, mergeEnergy } from '../energy/merge-sources.js';
import type { DrawnCandidate } from './outcome.js';
import type { TierStep } from './tier-step.js';
import { waveTotals } from './wave-totals.js';

export interface Spending extends MergedEnergy {
  readonly wallS: number;
  readonly restarts: number;
}

/** What a question cost: its waves, its checks and its dear tiers. */
export function spendingOf(drawn: readonly DrawnCandidate[], steps: readonly TierStep[]): Spending {
  const waves = waveTotals(drawn);
  const checks = checksCost(drawn);
  const ran = steps.filter((step) => step.ran);
  const waveEnergy = { energyJ: waves.energyJ, energySource: waves.source, energyDetail: waves.detail };
  const merged = mergeEnergy([waveEnergy, ...ran]);
  return {
    ...merged,
    energyJ: merged.energyJ === null || checks.energyJ === null ? null : merged.energyJ + checks.energyJ,
    // Checks are charged with the waves' own power: one unknown is the other, and there is no source of their own to name.
    detail: ran.length === 0 ? waves.detail : merged.detail,
    wallS: waves.wallS + checks.timeS + ran.reduce((sum, { timeS }) => sum + (timeS ?? 0), 0),
    restarts: waves.restarts,
  };
}

/** Time and energy of the checks that were measured. */
export function checksCost(drawn: readonly DrawnCandidate[]): {
  readonly timeS: number;
  readonly energyJ: number | null;
} {
  let timeS = 0;
  let energyJ: number | null = 0;
  for (const { candidate } of drawn) {
    for (const check of candidate.checks) {
      timeS += check.timeS ?? 0;
      if (check.energyJ !== undefined)
        energyJ = energyJ === null || check.energyJ === null ? null : energyJ + check.energyJ;
    }
  }
  return { timeS, energyJ };
}
