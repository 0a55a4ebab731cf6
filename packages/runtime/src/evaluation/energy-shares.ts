import type { EnergyReading } from '../energy/reading.js';
import type { WaveResult } from '../engine/wave.js';

/**
 * Each sample's share of its wave's energy (J): the part spent in prefill in equal parts, the rest by tokens. The reading
 * covers both phases, so it is split by the time the devices were busy with each. Null stays null. The shares sum to the whole.
 */
export function energyShares({ samples, activity }: WaveResult, { energyJ }: EnergyReading): (number | null)[] {
  if (energyJ === null) return samples.map(() => null);
  const busyS = (phase: 'prefill' | 'decode') =>
    activity.filter((each) => each.phase === phase).reduce((sum, each) => sum + each.busyS, 0);
  const totalBusyS = busyS('prefill') + busyS('decode');
  const prefillJ = totalBusyS > 0 ? (energyJ * busyS('prefill')) / totalBusyS : 0;
  const tokens = samples.reduce((sum, { tokenIds }) => sum + tokenIds.length, 0);
  return samples.map(({ tokenIds }) => {
    const share = tokens > 0 ? tokenIds.length / tokens : 1 / samples.length;
    return prefillJ / samples.length + (energyJ - prefillJ) * share;
  });
}
