import { significant } from '../../format/quantity.js';
import type { PlanningRecord } from '../../schemas/planning.js';
import type { Plot } from '../plot.js';
import { ARM_MARKS, TOKENS } from '../theme.js';

interface Mark {
  readonly what: string;
  readonly latencyS: number;
  readonly energyJ: number;
  readonly waveSize: number;
}

/** Entries of the front that no other beats in both energy and latency, fastest first. */
function lowerStaircase(
  front: readonly { latencyS: number; energyJ: number }[],
): { latencyS: number; energyJ: number }[] {
  const steps: { latencyS: number; energyJ: number }[] = [];
  for (const entry of [...front].sort((a, b) => a.latencyS - b.latencyS || a.energyJ - b.energyJ)) {
    const last = steps.at(-1);
    if (last === undefined || entry.energyJ < last.energyJ) steps.push(entry);
  }
  return steps;
}

function marksOf(planning: PlanningRecord): Mark[] {
  const marks: Mark[] = planning.front.map((entry) => ({ ...entry, what: 'front' }));
  for (const entry of planning.front) if (entry.knee) marks.push({ ...entry, what: 'knee' });
  for (const plan of planning.baselines) marks.push({ ...plan.predicted, waveSize: plan.waveSize, what: plan.name });
  marks.push({ ...planning.chosen.predicted, waveSize: planning.chosen.waveSize, what: 'chosen (v2)' });
  return marks.map(({ what, latencyS, energyJ, waveSize }) => ({ what, latencyS, energyJ, waveSize }));
}

const LOOK: Readonly<Record<string, { colour: string; shape: string }>> = {
  front: { colour: TOKENS.sky.light, shape: 'circle' },
  knee: { colour: TOKENS.green.light, shape: 'cross' },
  standard: ARM_MARKS.standard ?? { colour: TOKENS.grey.light, shape: 'circle' },
  'standard-batched': ARM_MARKS['standard-batched'] ?? { colour: TOKENS.orange.light, shape: 'square' },
  'v1-greedy': ARM_MARKS['v1-greedy'] ?? { colour: TOKENS.pink.light, shape: 'triangle-up' },
  'chosen (v2)': ARM_MARKS.v2 ?? { colour: TOKENS.blue.light, shape: 'diamond' },
};

/** The Pareto front as steps, with the chosen plan, the knee and the baselines, all as predicted. */
export function frontPlot(planning: PlanningRecord): Plot | undefined {
  const marks = marksOf(planning).filter((mark) => mark.latencyS > 0 && mark.energyJ > 0);
  if (marks.length === 0) return undefined;
  const names = Object.keys(LOOK).filter((name) => marks.some((mark) => mark.what === name));
  const span = (values: readonly number[]) => Math.max(...values) / Math.min(...values);
  const kind = (values: readonly number[]) =>
    span(values) > 4 ? { type: 'log' as const } : { type: 'linear' as const, zero: false };
  const axis = { format: '~g', tickCount: 6 };
  const x = {
    field: 'latencyS',
    type: 'quantitative' as const,
    title: 'predicted time per question (s)',
    scale: { ...kind(marks.map((mark) => mark.latencyS)), nice: false, padding: 24 },
    axis,
  };
  const y = {
    field: 'energyJ',
    type: 'quantitative' as const,
    title: 'predicted energy per question (J)',
    scale: { ...kind(marks.map((mark) => mark.energyJ)), nice: false, padding: 24 },
    axis,
  };
  const look = (key: 'colour' | 'shape') => names.map((name) => LOOK[name]?.[key] ?? 'cross');
  const chosen = planning.chosen.predicted;
  return {
    id: 'pareto-front',
    title: 'Pareto front: energy against time',
    description:
      `${planning.front.length} plans that no other plan beats in energy, time and use of what is powered; down and to the left is ` +
      `better. Steps join those that no other beats in energy and time alone: no mixture between them is claimed. Chosen: ` +
      `${significant(chosen.energyJ)} J in ${significant(chosen.latencyS)} s per question, waves of ${planning.chosen.waveSize}.`,
    rows: marks.map((mark) => ({ ...mark })),
    spec: {
      width: 560,
      height: 320,
      layer: [
        {
          data: { values: lowerStaircase(planning.front) },
          mark: { type: 'line', interpolate: 'step-after', strokeWidth: 2, color: TOKENS.sky.light },
          encoding: { x, y, order: { field: 'latencyS', type: 'quantitative' } },
        },
        {
          data: { values: marks },
          mark: { type: 'point', filled: true, opacity: 1 },
          encoding: {
            x,
            y,
            color: { field: 'what', type: 'nominal', sort: null, scale: { domain: names, range: look('colour') } },
            shape: { field: 'what', type: 'nominal', sort: null, scale: { domain: names, range: look('shape') } },
            size: { condition: { test: "datum.what === 'front'", value: 60 }, value: 170 },
          },
        },
      ],
    },
  };
}
