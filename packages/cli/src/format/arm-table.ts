import type { ArmResult } from '@qeil/runtime';
import type { Row, Section } from '../output/view.js';
import { significant, UNKNOWN } from './quantity.js';

const SHORT_SOURCES: Readonly<Record<ArmResult['energySource'], string>> = {
  counter: 'counted',
  polled: 'polled',
  shared: 'shared',
  modelled: 'model',
  none: 'unknown',
};

/** What an arm is called in words. */
export function armTitle(name: string): string {
  return name.replaceAll('-', ' ');
}

/** `73 (52–88)`: percent with the interval's ends. */
function accuracyText(arm: ArmResult): string {
  if (arm.accuracy === null) return UNKNOWN;
  const [value, low, high] = [arm.accuracy.value, arm.accuracy.low, arm.accuracy.high].map((share) =>
    Math.round(100 * share),
  );
  return `${value} (${low}–${high})`;
}

/** The table: one row per arm. The source of the joules stands in their heading when all arms share it, else in the cell. */
export function armTable(arms: readonly ArmResult[]): Section {
  const sources = [...new Set(arms.map((arm) => arm.energySource))];
  const shared = sources.length === 1 ? sources[0] : undefined;
  const budget = arms[0]?.budget ?? 0;
  const right = (title: string) => ({ title, align: 'right' as const });
  return {
    kind: 'table',
    columns: [
      { title: 'arm' },
      right('accuracy\n% (95 % CI)'),
      right(`pass@${budget}\n%`),
      right('samples\nper q.'),
      right('tokens\nper q.'),
      right('time\ns'),
      right(`energy\nJ${shared === undefined ? '' : `, ${SHORT_SOURCES[shared]}`}`),
      right('power\nW'),
      right('IPW\n%/W'),
      right('J per\ncorrect'),
    ],
    rows: arms.map((arm) => [
      armTitle(arm.arm).replace('standard ', 'standard\n'),
      accuracyText(arm),
      arm.coverage === null ? UNKNOWN : String(Math.round(100 * arm.coverage.value)),
      significant(arm.samplesPerQuestion),
      significant(arm.tokensPerQuestion),
      significant(arm.wallS),
      shared === undefined
        ? `${significant(arm.energyJ)} ${SHORT_SOURCES[arm.energySource]}`
        : significant(arm.energyJ),
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
