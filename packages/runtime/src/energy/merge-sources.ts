import type { EnergySource } from './reading.js';

/** From the least to the most direct. */
const BY_DIRECTNESS: readonly EnergySource[] = ['none', 'modelled', 'shared', 'polled', 'counter'];

export interface MergedEnergy {
  /** Sum (J); null when any part is unknown, since the sum then is. */
  readonly energyJ: number | null;
  /** The least direct source among the parts; `none` for no parts. */
  readonly source: EnergySource;
  /** The details of the parts; a mix of sources is stated with its counts. */
  readonly detail: string;
}

export interface EnergyPart {
  readonly energyJ: number | null;
  readonly energySource: EnergySource;
  readonly energyDetail: string;
}

/** Add up energies without hiding where they come from. */
export function mergeEnergy(parts: readonly EnergyPart[]): MergedEnergy {
  if (parts.length === 0) return { energyJ: null, source: 'none', detail: 'nothing was measured' };
  const counts = BY_DIRECTNESS.map((source) => ({
    source,
    count: parts.filter((part) => part.energySource === source).length,
  })).filter(({ count }) => count > 0);
  const unknown = parts.filter(({ energyJ }) => energyJ === null).length;
  const sum = parts.reduce((total, { energyJ }) => total + (energyJ ?? 0), 0);
  const notes = [...new Set(parts.map(({ energyDetail }) => energyDetail))];
  if (counts.length > 1)
    notes.unshift(`mixed sources: ${counts.map(({ source, count }) => `${source} × ${count}`).join(', ')}`);
  if (unknown > 0) notes.unshift(`unknown for ${unknown} of ${parts.length}`);
  return { energyJ: unknown > 0 ? null : sum, source: counts[0]?.source ?? 'none', detail: notes.join('; ') };
}
