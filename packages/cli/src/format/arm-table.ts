import type { ArmResult } from '@qeil/runtime';
import type { Row, Section } from '../output/view.js';
import { percent, significant, UNKNOWN } from './quantity.js';

/** What an arm is called in words. */
export function armTitle(name: string): string {
  return name.replaceAll('-', ' ');
}

function accuracyText(arm: ArmResult): string {
  if (arm.accuracy === null) return UNKNOWN;
  const { value, low, high } = arm.accuracy;
  return `${percent(value)} (${Math.round(100 * low)}–${Math.round(100 * high)})`;
}

/** The table: one row per arm. Joules carry their source in the heading when all arms share it, else in the cell. */
export function armTable(arms: readonly ArmResult[]): Section {
  const sources = [...new Set(arms.map((arm) => arm.energySource))];
  const shared = sources.length === 1 ? sources[0] : undefined;
  const budget = arms[0]?.budget ?? 0;
  const right = (title: string) => ({ title, align: 'right' as const });
  return {
    kind: 'table',
    columns: [
      { title: 'arm' },
      right('accuracy\n(95 % CI)'),
      right(`pass\n@${budget}`),
      right('samples\n/quest.'),
      right('tokens\n/quest.'),
      right('time\n(s)'),
      right(shared === undefined ? 'energy\n(J)' : `J, ${shared}`.replace(', ', '\n')),
      right('power\n(W)'),
      right('IPW\n(%/W)'),
      right('J per\ncorrect'),
    ],
    rows: arms.map((arm) => [
      armTitle(arm.arm).replace('standard ', 'standard\n'),
      accuracyText(arm),
      percent(arm.coverage?.value),
      significant(arm.samplesPerQuestion),
      significant(arm.tokensPerQuestion),
      significant(arm.wallS),
      shared === undefined ? `${significant(arm.energyJ)} ${arm.energySource}` : significant(arm.energyJ),
      significant(arm.meanPowerW),
      significant(arm.ipw),
      significant(arm.joulesPerCorrect),
    ]),
  };
}

/** The same as flat rows in base units. */
export function armRow(arm: ArmResult): Row {
  const { accuracy, coverage, stopReasons, ...rest } = arm;
  return {
    ...rest,
    accuracy: accuracy?.value ?? null,
    accuracyLow: accuracy?.low ?? null,
    accuracyHigh: accuracy?.high ?? null,
    coverage: coverage?.value ?? null,
    coverageLow: coverage?.low ?? null,
    coverageHigh: coverage?.high ?? null,
    stopReasons: Object.entries(stopReasons)
      .map(([reason, count]) => `${reason}: ${count}`)
      .join('; '),
  };
}
