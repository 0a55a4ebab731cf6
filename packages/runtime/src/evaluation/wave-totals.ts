import { type MergedEnergy, mergeEnergy } from '../energy/merge-sources.js';
import type { DrawnCandidate, WaveCost } from './outcome.js';

export interface WaveTotals extends MergedEnergy {
  readonly wallS: number;
  readonly restarts: number;
}

/**
 * What candidates cost together. A wave of which only some candidates are left, the others lost to a crash, counts in
 * proportion to time and with the energy of those candidates: work done twice is charged once.
 */
export function waveTotals(drawn: readonly DrawnCandidate[]): WaveTotals {
  const waves = new Map<number, { wave: WaveCost; energiesJ: (number | null)[] }>();
  for (const { wave, candidate } of drawn) {
    const entry = waves.get(wave.firstSample) ?? { wave, energiesJ: [] };
    entry.energiesJ.push(candidate.energyJ);
    waves.set(wave.firstSample, entry);
  }
  const entries = [...waves.values()];
  const energy = mergeEnergy(
    entries.map(({ wave, energiesJ }) => ({
      ...wave,
      energyJ: energiesJ.length === wave.size ? wave.energyJ : sumOrNull(energiesJ),
    })),
  );
  return {
    ...energy,
    wallS: entries.reduce((sum, { wave, energiesJ }) => sum + (wave.wallS * energiesJ.length) / wave.size, 0),
    restarts: entries.reduce((sum, { wave }) => sum + wave.restarts, 0),
  };
}

function sumOrNull(values: readonly (number | null)[]): number | null {
  return values.reduce<number | null>((sum, value) => (sum === null || value === null ? null : sum + value), 0);
}
