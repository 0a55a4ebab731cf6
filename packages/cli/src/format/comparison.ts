import type { ArmResult } from '@qeil/runtime';
import type { ComparisonRecord } from '../schemas/eval-record.js';
import { signedPercent, UNKNOWN } from './quantity.js';

function relative(value: number | null, base: number | null): number | null {
  return value === null || base === null || base === 0 ? null : (value - base) / base;
}

/** One arm against another over the same questions. */
export function compareArms(arm: ArmResult, against: ArmResult): ComparisonRecord {
  const both = arm.accuracy !== null && against.accuracy !== null;
  return {
    arm: arm.arm,
    against: against.arm,
    energy: relative(arm.energyJ, against.energyJ),
    seconds: relative(arm.wallS, against.wallS),
    accuracyPoints: both ? 100 * ((arm.accuracy?.value ?? 0) - (against.accuracy?.value ?? 0)) : null,
  };
}

/** `v2 against standard: energy −76.2 %, time −51.0 %, accuracy +2.0 points`. */
export function comparisonText(comparison: ComparisonRecord): string {
  const points = comparison.accuracyPoints;
  const signed = points === null ? UNKNOWN : `${points < 0 ? '−' : '+'}${Math.abs(points).toFixed(1)} points`;
  return (
    `${comparison.arm} against ${comparison.against}: energy ${signedPercent(comparison.energy)}, ` +
    `time ${signedPercent(comparison.seconds)}, accuracy ${signed}`
  );
}

const SOURCE_WORDS: Readonly<Record<ArmResult['energySource'], string>> = {
  counter: 'read from a hardware counter',
  polled: 'polled power, integrated over time',
  shared: 'a shared hardware counter minus a baseline',
  modelled: 'modelled, not measured',
  none: 'unknown',
};

/** Where the joules come from, in one sentence. */
export function energyStatement(arms: readonly ArmResult[]): string {
  const parts = new Map(arms.map((arm) => [`${arm.energySource}|${arm.energyDetail}`, arm]));
  const said = [...parts.values()].map((arm) => {
    const detail = arm.energyDetail.trim().replace(/\.$/, '');
    return `${SOURCE_WORDS[arm.energySource]}${detail === '' ? '' : ` (${detail})`}`;
  });
  return said.length === 0 ? 'No joules were accounted.' : `Joules are ${said.join('; and ')}.`;
}
