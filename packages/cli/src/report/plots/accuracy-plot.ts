import { significant } from '../../format/quantity.js';
import type { RunRecord } from '../../schemas/eval-record.js';
import type { Plot } from '../plot.js';
import { ARM_MARKS, TOKENS } from '../theme.js';

/** Accuracy with its interval against joules per question, one mark per arm. Undefined when nothing has both. */
export function accuracyPlot(record: RunRecord): Plot | undefined {
  const rows = record.arms.flatMap((arm) => {
    if (arm.accuracy === null || arm.energyJ === null || arm.questions === 0) return [];
    return [
      {
        arm: arm.arm,
        joulesPerQuestion: arm.energyJ / arm.questions,
        accuracyPercent: 100 * arm.accuracy.value,
        lowPercent: 100 * arm.accuracy.low,
        highPercent: 100 * arm.accuracy.high,
      },
    ];
  });
  if (rows.length === 0) return undefined;
  const names = rows.map((row) => row.arm);
  const joules = rows.map((row) => row.joulesPerQuestion);
  const wide = Math.max(...joules) > 4 * Math.min(...joules) && Math.min(...joules) > 0;
  const x = {
    field: 'joulesPerQuestion',
    type: 'quantitative' as const,
    title: 'energy per question (J)',
    scale: {
      ...(wide ? { type: 'log' as const } : { type: 'linear' as const, zero: false }),
      nice: false,
      padding: 32,
    },
    axis: { format: '~g', tickCount: 6 },
  };
  const colour = {
    field: 'arm',
    type: 'nominal' as const,
    scale: { domain: names, range: names.map((name) => ARM_MARKS[name]?.colour ?? TOKENS.green.light) },
    sort: null,
  };
  const described = rows.map(
    (row) =>
      `${row.arm}: ${row.accuracyPercent.toFixed(0)} % (${row.lowPercent.toFixed(0)} to ${row.highPercent.toFixed(0)} %) for ` +
      `${significant(row.joulesPerQuestion)} J per question`,
  );
  return {
    id: 'accuracy-joules',
    title: 'Accuracy against joules',
    description: `Up and to the left is better. Bars are 95 % intervals. ${described.join('; ')}.`,
    rows,
    spec: {
      width: 560,
      height: 300,
      data: { values: rows },
      layer: [
        {
          mark: { type: 'rule', strokeWidth: 1.5 },
          encoding: {
            x,
            y: { field: 'lowPercent', type: 'quantitative', title: 'accuracy (%)', scale: { domain: [0, 100] } },
            y2: { field: 'highPercent' },
            color: colour,
          },
        },
        {
          mark: { type: 'point', filled: true, size: 190, opacity: 1 },
          encoding: {
            x,
            y: { field: 'accuracyPercent', type: 'quantitative' },
            color: colour,
            shape: {
              field: 'arm',
              type: 'nominal',
              scale: { domain: names, range: names.map((name) => ARM_MARKS[name]?.shape ?? 'cross') },
              sort: null,
            },
          },
        },
      ],
    },
  };
}
