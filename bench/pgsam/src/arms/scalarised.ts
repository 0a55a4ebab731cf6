import type { Costs, Judged } from './costs.js';
import type { Trial } from './trial.js';

/** Scale of the objectives over what a trial has archived: ideal and range. */
export interface Scale {
  readonly ideal: Costs;
  readonly range: Costs;
}

export function scaleOf(trial: Trial): Scale {
  const columns = [0, 1, 2].map((axis) => trial.archive.members.map(({ costs }) => costs[axis]));
  const ideal = columns.map((values) => (values.length === 0 ? 0 : Math.min(...values)));
  const range = columns.map((values, axis) => {
    // With nothing known all feasible plans are alike, and any of them is better than an infeasible one.
    if (values.length === 0) return Number.POSITIVE_INFINITY;
    const width = Math.max(...values) - ideal[axis];
    return width > 0 ? width : Math.max(Math.abs(ideal[axis]), 1e-12);
  });
  return { ideal: [ideal[0], ideal[1], ideal[2]], range: [range[0], range[1], range[2]] };
}

/** An infeasible plan costs this much plus its violation: more than any feasible plan near the archive. */
const INFEASIBLE = 10;

/** Weighted sum of the scaled objectives; of an infeasible plan its violation alone. */
export function weightedSum(weights: Costs, { ideal, range }: Scale, { costs, violation }: Judged): number {
  if (violation > 0) return INFEASIBLE + violation;
  let sum = 0;
  for (let axis = 0; axis < 3; axis += 1) sum += (weights[axis] * (costs[axis] - ideal[axis])) / range[axis];
  return sum;
}

/** The archived plan with the least weighted sum; undefined while nothing feasible is known. */
export function bestArchived(trial: Trial, weights: Costs, scale: Scale) {
  let best: { readonly value: number; readonly index: number } | undefined;
  trial.archive.members.forEach(({ costs }, index) => {
    const value = weightedSum(weights, scale, { costs, violation: 0 });
    if (best === undefined || value < best.value) best = { value, index };
  });
  return best === undefined ? undefined : { value: best.value, genes: trial.archive.members[best.index].member };
}
