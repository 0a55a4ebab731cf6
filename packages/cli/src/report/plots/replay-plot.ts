import type { ReplayRecord } from '../../schemas/replay-record.js';
import type { Plot } from '../plot.js';
import { TOKENS } from '../theme.js';

const LOOK: Readonly<Record<string, { colour: string; shape: string }>> = {
  'plain vote': { colour: TOKENS.grey.light, shape: 'circle' },
  bayes: { colour: TOKENS.orange.light, shape: 'square' },
  value: { colour: TOKENS.blue.light, shape: 'diamond' },
  none: { colour: TOKENS.ink.light, shape: 'circle' },
  lock: { colour: TOKENS.pink.light, shape: 'triangle-up' },
  anytime: { colour: TOKENS.green.light, shape: 'triangle-down' },
  verified: { colour: TOKENS.red.light, shape: 'cross' },
};

/** Accuracy against samples drawn: lines through the settings of a rule, a large mark for each rule as replayed. */
export function replayPlot(record: ReplayRecord): Plot {
  const points = [
    ...record.curve.map((point) => ({ ...point, mark: 'setting' as const })),
    ...record.rules.map(({ rule, accuracy, meanSamples, meanCost }) => ({
      rule,
      setting: null,
      accuracy,
      meanSamples,
      meanCost,
      mark: 'rule' as const,
    })),
  ].map((point) => ({ ...point, accuracyPercent: 100 * point.accuracy }));
  const names = [...new Set(points.map(({ rule }) => rule))];
  const look = (key: 'colour' | 'shape') => names.map((name) => LOOK[name]?.[key] ?? LOOK.none?.[key] ?? 'circle');
  const x = {
    field: 'meanSamples',
    type: 'quantitative' as const,
    title: 'samples per question',
    scale: { zero: false, nice: false, padding: 24 },
  };
  const y = {
    field: 'accuracyPercent',
    type: 'quantitative' as const,
    title: 'accuracy (%)',
    scale: { zero: false, nice: false, padding: 24 },
  };
  const color = {
    field: 'rule',
    type: 'nominal' as const,
    sort: null,
    scale: { domain: names, range: look('colour') },
  };
  const shape = { ...color, scale: { domain: names, range: look('shape') } };
  const described = record.rules.map(
    ({ rule, accuracy, meanSamples }) =>
      `${rule}: ${(100 * accuracy).toFixed(1)} % with ${meanSamples.toFixed(2)} samples`,
  );
  const settings = points.filter(({ mark }) => mark === 'setting');
  return {
    id: 'accuracy-samples',
    title: 'Accuracy against samples',
    description: `Up and to the left is better. Lines join the settings of one rule. ${described.join('; ')}.`,
    rows: points,
    spec: {
      width: 560,
      height: 320,
      layer: [
        {
          data: { values: settings },
          mark: { type: 'line', strokeWidth: 2 },
          encoding: { x, y, color, order: { field: 'meanSamples', type: 'quantitative' } },
        },
        {
          data: { values: settings },
          mark: { type: 'point', filled: true, size: 40, opacity: 1 },
          encoding: { x, y, color, shape },
        },
        {
          data: { values: points.filter(({ mark }) => mark === 'rule') },
          mark: { type: 'point', filled: true, size: 190, opacity: 1 },
          encoding: { x, y, color, shape },
        },
      ],
    },
  };
}
