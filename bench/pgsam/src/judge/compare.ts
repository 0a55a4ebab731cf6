import { PGSAM } from '../arms/all-arms.js';
import type { Cell, InstanceResult } from './result.js';
import { holm, quartiles, signedRank, varghaDelaney } from './statistics.js';

/** Shares of the reference's hypervolume that differ by less than this are a tie: the tolerance of the 99.9 % target. */
export const TIE = 1e-3;

/** PGSAM beside one rival on one instance at one budget. */
export interface Comparison {
  readonly instance: string;
  readonly budget: number;
  readonly rival: string;
  /** Median over seeds of PGSAM's share of the reference hypervolume minus the rival's. */
  readonly medianDifference: number;
  readonly wins: number;
  readonly ties: number;
  readonly losses: number;
  /** Vargha–Delaney: above ½ PGSAM is better. */
  readonly a12: number;
  /** Wilcoxon signed-rank, two-sided, Holm over all rivals and instances of the budget. */
  readonly p: number;
  /** The same for energy and latency alone. */
  readonly medianDifference2: number;
}

/** What the targets of docs/pgsam.md ask at one budget. */
export interface Summary {
  readonly budget: number;
  /** Share of (instance, seed) pairs where PGSAM is best or tied with every rival; ablations of PGSAM are no rivals. */
  readonly bestOrTied: number;
  readonly bestOrTied2: number;
  /** Least over the exact instances of PGSAM's median share of the exact hypervolume; null when there are none. */
  readonly leastOnExact: number | null;
  readonly byRival: readonly {
    readonly rival: string;
    readonly wins: number;
    readonly ties: number;
    readonly losses: number;
    /** Instances where PGSAM is better or worse with p < 0.05. */
    readonly better: number;
    readonly worse: number;
  }[];
}

export function isAblation(arm: string): boolean {
  return arm !== PGSAM && arm.startsWith(PGSAM);
}

export function compareArms(results: readonly InstanceResult[], budget: number): Comparison[] {
  const raw = results.flatMap(({ name, cells }) => {
    const atBudget = cells.filter((cell) => cell.budget === budget);
    const own = ownCell(atBudget);
    return atBudget.filter((cell) => cell !== own).map((cell) => comparison(name, budget, own, cell));
  });
  const adjusted = holm(raw.map(({ p }) => p));
  return raw.map((entry, index) => ({ ...entry, p: adjusted[index] }));
}

function ownCell(cells: readonly Cell[]): Cell {
  const own = cells.find(({ arm }) => arm === PGSAM);
  if (own === undefined) throw new RangeError('PGSAM was not run');
  return own;
}

function comparison(instance: string, budget: number, own: Cell, rival: Cell): Comparison {
  const difference = own.hypervolume.map((value, seed) => value - rival.hypervolume[seed]);
  const count = (holds: (value: number) => boolean) => difference.filter(holds).length;
  return {
    instance,
    budget,
    rival: rival.arm,
    medianDifference: quartiles(difference).median,
    wins: count((value) => value > TIE),
    ties: count((value) => Math.abs(value) <= TIE),
    losses: count((value) => value < -TIE),
    a12: varghaDelaney(own.hypervolume, rival.hypervolume),
    p: signedRank(own.hypervolume, rival.hypervolume),
    medianDifference2: quartiles(own.hypervolume2.map((value, seed) => value - rival.hypervolume2[seed])).median,
  };
}

export function summarise(
  results: readonly InstanceResult[],
  comparisons: readonly Comparison[],
  budget: number,
): Summary {
  const cells = results.map((result) => result.cells.filter((cell) => cell.budget === budget));
  const shareBest = (values: (cell: Cell) => readonly number[]) => {
    let [best, pairs] = [0, 0];
    for (const atBudget of cells) {
      const own = values(ownCell(atBudget));
      const rivals = atBudget.filter(({ arm }) => arm !== PGSAM && !isAblation(arm)).map(values);
      own.forEach((value, seed) => {
        pairs += 1;
        if (rivals.every((rival) => value >= rival[seed] - TIE)) best += 1;
      });
    }
    return best / pairs;
  };
  const exact = results
    .filter(({ reference }) => reference.kind === 'exact')
    .map((result) => quartiles(ownCell(result.cells.filter((cell) => cell.budget === budget)).hypervolume).median);
  const rivals = [...new Set(comparisons.map(({ rival }) => rival))];
  return {
    budget,
    bestOrTied: shareBest(({ hypervolume }) => hypervolume),
    bestOrTied2: shareBest(({ hypervolume2 }) => hypervolume2),
    leastOnExact: exact.length === 0 ? null : Math.min(...exact),
    byRival: rivals.map((rival) => {
      const own = comparisons.filter((entry) => entry.rival === rival);
      const sum = (of: (entry: Comparison) => number) => own.reduce((total, entry) => total + of(entry), 0);
      return {
        rival,
        wins: sum(({ wins }) => wins),
        ties: sum(({ ties }) => ties),
        losses: sum(({ losses }) => losses),
        better: own.filter(({ p, medianDifference }) => p < 0.05 && medianDifference > 0).length,
        worse: own.filter(({ p, medianDifference }) => p < 0.05 && medianDifference < 0).length,
      };
    }),
  };
}
