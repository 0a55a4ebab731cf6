import type { FrontEntryRecord, PlanningRecord } from '../schemas/planning.js';
import { percent, significant } from './quantity.js';

/** Why the chosen plan and not the next ones, and what stands against what on the front; from a planning record alone. */
export function choiceText({ front }: Pick<PlanningRecord, 'front'>): string[] {
  const chosen = front.find((entry) => entry.chosen);
  if (chosen === undefined) return [];
  return [...neighbourLines(chosen, front), conflictLine(front)];
}

/** Plans of the front that no other beats in both energy and time, cheapest first. */
function energyTimeFront(front: readonly FrontEntryRecord[]): FrontEntryRecord[] {
  const kept: FrontEntryRecord[] = [];
  for (const entry of [...front].sort((a, b) => a.energyJ - b.energyJ || a.latencyS - b.latencyS)) {
    const last = kept.at(-1);
    if (last === undefined || entry.latencyS < last.latencyS) kept.push(entry);
  }
  return kept;
}

function neighbourLines(chosen: FrontEntryRecord, front: readonly FrontEntryRecord[]): string[] {
  const candidates = energyTimeFront(front);
  const cheaper = candidates.filter(({ energyJ }) => energyJ < chosen.energyJ).at(-1);
  const faster = candidates.find(({ latencyS }) => latencyS < chosen.latencyS);
  const line = (kind: string, other: FrontEntryRecord | undefined, none: string) =>
    other === undefined
      ? none
      : `The next ${kind} plan (${where(other)}) takes ${change(other.energyJ, chosen.energyJ)} energy and ${change(other.latencyS, chosen.latencyS)} time.`;
  return [line('cheaper', cheaper, 'No plan is cheaper.'), line('faster', faster, 'No plan is faster.')];
}

function where({ prefillDevices, decodeDevices, waveSize }: FrontEntryRecord): string {
  const devices = [...new Set([...prefillDevices, ...decodeDevices])];
  return `${devices.join(' and ')}, waves of ${waveSize}`;
}

function change(other: number, own: number): string {
  const share = other / own - 1;
  return `${percent(Math.abs(share))} ${share < 0 ? 'less' : 'more'}`;
}

const PAIRS = [
  ['energy and time', 'energyJ', 'latencyS'],
  ['energy and idle arithmetic', 'energyJ', 'underUtilisation'],
  ['time and idle arithmetic', 'latencyS', 'underUtilisation'],
] as const;

/** The pair of objectives that disagrees about most pairs of plans. */
function conflictLine(front: readonly FrontEntryRecord[]): string {
  if (front.length < 2) return 'Nothing conflicts: one plan is best in energy, time and idle arithmetic at once.';
  const [worst] = PAIRS.map(([name, first, second]) => {
    let [against, together] = [0, 0];
    front.forEach((a, index) => {
      for (const b of front.slice(index + 1)) {
        const sign = Math.sign(a[first] - b[first]) * Math.sign(a[second] - b[second]);
        if (sign < 0) against += 1;
        if (sign > 0) together += 1;
      }
    });
    return { name, share: against / Math.max(1, against + together) };
  }).sort((a, b) => b.share - a.share);
  if (worst === undefined || worst.share === 0) return 'No two objectives conflict on this front.';
  return `What conflicts most: ${worst.name}; they disagree on ${significant(100 * worst.share)} % of the front’s pairs of plans.`;
}
