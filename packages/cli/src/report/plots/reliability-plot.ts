import type { RunRecord } from '../../schemas/eval-record.js';
import type { Plot } from '../plot.js';
import { ARM_MARKS, TOKENS } from '../theme.js';

/** Reliability diagram: what was stated against what came true, per bin of probability. Undefined when nothing was stated. */
export function reliabilityPlot(record: RunRecord): Plot | undefined {
  const rows = record.calibration.flatMap(({ arm, bins }) =>
    bins.map(({ n, meanProbability, shareCorrect }) => ({
      arm,
      statedPercent: 100 * meanProbability,
      rightPercent: 100 * shareCorrect,
      questions: n,
    })),
  );
  if (rows.length === 0) return undefined;
  const names = record.calibration.map(({ arm }) => arm);
  const told = record.calibration.map(
    ({ arm, n, brier, ece }) =>
      `${arm}: expected calibration error ${ece.toFixed(3)}, Brier score ${brier.toFixed(3)} over ${n} questions`,
  );
  const x = {
    field: 'statedPercent',
    type: 'quantitative' as const,
    title: 'probability stated (%)',
    scale: { domain: [0, 100] },
  };
  const y = {
    field: 'rightPercent',
    type: 'quantitative' as const,
    title: 'answers right (%)',
    scale: { domain: [0, 100] },
  };
  return {
    id: 'reliability',
    title: 'How far stated probabilities come true',
    description:
      'On the dashed line as many answers are right as was stated; below it the statement is too sure. Larger marks stand for more ' +
      `questions. ${told.join('; ')}.`,
    rows,
    spec: {
      width: 360,
      height: 360,
      data: { values: rows },
      layer: [
        {
          data: {
            values: [
              { statedPercent: 0, rightPercent: 0 },
              { statedPercent: 100, rightPercent: 100 },
            ],
          },
          mark: { type: 'line', strokeDash: [4, 4], color: TOKENS.muted.light },
          encoding: { x, y },
        },
        {
          mark: { type: 'point', filled: true, opacity: 0.9 },
          encoding: {
            x,
            y,
            size: { field: 'questions', type: 'quantitative', scale: { range: [60, 600] }, title: 'questions' },
            color: {
              field: 'arm',
              type: 'nominal',
              scale: { domain: names, range: names.map((name) => ARM_MARKS[name]?.colour ?? TOKENS.green.light) },
              sort: null,
            },
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
