import { significant } from '../../format/quantity.js';
import type { RunRecord } from '../../schemas/eval-record.js';
import type { Plot } from '../plot.js';
import { TOKENS } from '../theme.js';

const TERMS = [
  ['switching', 'switching (arithmetic)', TOKENS.blue.light],
  ['traffic', 'memory traffic', TOKENS.sky.light],
  ['active', 'active power', TOKENS.green.light],
  ['sleep', 'sleeping devices', TOKENS.yellow.light],
  ['leakage', 'leakage', TOKENS.red.light],
  ['links', 'links', TOKENS.pink.light],
  ['board', 'board', TOKENS.grey.light],
] as const;

/** Predicted joules per question by term of the energy equation, with what was measured beside it. */
export function energyPlot(record: RunRecord): Plot | undefined {
  const { planning } = record;
  if (planning === null) return undefined;
  const plans = [...planning.baselines, planning.chosen].filter((plan) => {
    return record.arms.length === 0 || record.arms.some((arm) => arm.arm === plan.name);
  });
  const rows = plans.flatMap((plan) =>
    TERMS.map(([key, term], index) => ({ plan: plan.name, term, order: index, joules: plan.predicted.breakdown[key] })),
  );
  if (rows.length === 0) return undefined;
  const measured = record.arms.flatMap((arm) =>
    arm.energyJ === null || arm.questions === 0
      ? []
      : [{ plan: arm.arm, term: `measured (${arm.energySource})`, order: -1, joules: arm.energyJ / arm.questions }],
  );
  const used = TERMS.filter(([, term]) => rows.some((row) => row.term === term && row.joules > 0));
  const sort = plans.map((plan) => plan.name);
  const y = { field: 'plan', type: 'nominal' as const, title: null, sort, axis: { labelFontSize: 12, grid: false } };
  const described = plans.map((plan) => `${plan.name}: ${significant(plan.predicted.energyJ)} J predicted`);
  return {
    id: 'energy-terms',
    title: 'Where the joules go',
    description:
      `Predicted energy per question by term of the energy equation; the upright bar marks what was accounted during the run. ` +
      `${described.join('; ')}.`,
    rows: [...rows, ...measured],
    spec: {
      width: 560,
      height: { step: 44 },
      layer: [
        {
          data: { values: rows.filter((row) => row.joules > 0) },
          mark: { type: 'bar', height: 24 },
          encoding: {
            y,
            x: {
              field: 'joules',
              type: 'quantitative',
              title: 'energy per question (J)',
              stack: 'zero',
              axis: { format: '~g' },
            },
            color: {
              field: 'term',
              type: 'nominal',
              sort: null,
              scale: { domain: used.map(([, term]) => term), range: used.map(([, , colour]) => colour) },
              legend: { orient: 'bottom', columns: 4 },
            },
            order: { field: 'order', type: 'quantitative' },
          },
        },
        {
          data: { values: measured },
          mark: { type: 'tick', thickness: 3, size: 34, color: TOKENS.ink.light },
          encoding: { y, x: { field: 'joules', type: 'quantitative' } },
        },
      ],
    },
  };
}
