import type { Random } from '@qeil/model';
import type { Arm } from './arm.js';
import { below } from './chance.js';
import { beats, type Costs, dominatesCosts, type Judged } from './costs.js';
import { neighbour } from './moves.js';
import type { Genes } from './plan-space.js';
import { randomGenes } from './random-plan.js';
import { obviousPlans } from './starts.js';
import type { Trial } from './trial.js';

export interface AmosaSettings {
  /** The archive is cut to this by clustering … */
  readonly hardLimit: number;
  /** … when it has grown beyond this. */
  readonly softLimit: number;
  /** γ: initial solutions per place of the soft limit. */
  readonly gamma: number;
  readonly hillClimbs: number;
  readonly hottest: number;
  readonly coldest: number;
  /** Temperatures of the one cooling that the budget is spent on. */
  readonly levels: number;
}

interface Point {
  readonly genes: Genes;
  readonly judged: Judged;
}

/** Share of the budget that initialisation may take, so that a small budget is annealed at all. */
const MOST_INITIAL = 0.2;

/**
 * AMOSA (Bandyopadhyay, Saha, Maulik, Deb, IEEE TEVC 12(3), 2008): its cases, its product of domination amounts over ranges of
 * archive and new point, its single-linkage clustering. Accepts with 1/(1 + exp(Δ/T)), the divided form of its authors' code.
 * It knows no constraints: here an infeasible plan loses to a feasible one, and violation stands for domination between two.
 */
export function amosaArm(settings: AmosaSettings): Arm {
  return ({ problem, trial, random }) => {
    const archive: Point[] = [];
    let current = initialise(trial, random, obviousPlans(problem, trial.space), archive, settings);
    const { hottest, coldest, levels } = settings;
    const steps = Math.max(1, Math.ceil(trial.left / levels));
    for (let step = 0; trial.left > 0; step += 1) {
      const level = Math.min(levels - 1, Math.floor(step / steps));
      const temperature = hottest * (coldest / hottest) ** (level / Math.max(1, levels - 1));
      const genes = current.genes.slice();
      neighbour(random, trial.space, genes);
      const next: Point = { genes, judged: trial.evaluate(genes) };
      current = decide(current, next, archive, temperature, random);
      if (archive.length > settings.softLimit) cluster(archive, settings.hardLimit);
    }
  };
}

function initialise(
  trial: Trial,
  random: Random,
  obvious: readonly Genes[],
  archive: Point[],
  { softLimit, gamma, hillClimbs, hardLimit }: AmosaSettings,
): Point {
  const most = Math.max(1, Math.floor(MOST_INITIAL * trial.budget));
  const points: Point[] = [];
  const wanted = Math.max(obvious.length, Math.round(gamma * softLimit));
  for (let index = 0; index < wanted && trial.evaluations < most; index += 1) {
    const genes = obvious[index] ?? randomGenes(random, trial.space);
    let point: Point = { genes, judged: trial.evaluate(genes) };
    for (let climb = 0; climb < hillClimbs && trial.evaluations < most; climb += 1) {
      const candidate = point.genes.slice();
      neighbour(random, trial.space, candidate);
      const judged = trial.evaluate(candidate);
      if (beats(judged, point.judged)) point = { genes: candidate, judged };
    }
    points.push(point);
  }
  for (const point of points) if (point.judged.violation === 0) add(archive, point);
  if (archive.length > hardLimit) cluster(archive, hardLimit);
  const least = points.reduce((best, point) => (point.judged.violation < best.judged.violation ? point : best));
  return archive.length > 0 ? archive[below(random, archive.length)] : least;
}

/** The paper's three cases; returns the point the chain stands on next. */
function decide(current: Point, next: Point, archive: Point[], temperature: number, random: Random): Point {
  const accept = (amount: number) => random.uniform() < 1 / (1 + Math.exp(amount / temperature));
  if (next.judged.violation > 0 || current.judged.violation > 0) {
    const worsening = next.judged.violation - current.judged.violation;
    const taken = worsening <= 0 || accept(worsening);
    if (taken && next.judged.violation === 0) addUnlessBeaten(archive, next);
    return taken ? next : current;
  }
  const range = ranges(archive, next.judged.costs);
  const amount = (a: Point) => domination(a.judged.costs, next.judged.costs, range);
  const dominators = archive.filter((member) => dominatesCosts(member.judged.costs, next.judged.costs));
  const total = dominators.reduce((sum, member) => sum + amount(member), 0);
  if (dominatesCosts(current.judged.costs, next.judged.costs)) {
    return accept((total + amount(current)) / (dominators.length + 1)) ? next : current;
  }
  if (dominators.length === 0) {
    addUnlessBeaten(archive, next);
    return next;
  }
  if (!dominatesCosts(next.judged.costs, current.judged.costs)) {
    return accept(total / dominators.length) ? next : current;
  }
  const nearest = dominators.reduce((best, member) => (amount(member) < amount(best) ? member : best));
  // Towards the dominating member with probability 1/(1 + exp(−Δ)), which no temperature enters.
  return random.uniform() < 1 / (1 + Math.exp(-amount(nearest))) ? nearest : next;
}

function addUnlessBeaten(archive: Point[], point: Point): void {
  const { costs } = point.judged;
  const known = archive.some(
    ({ judged: { costs: other } }) => other[0] <= costs[0] && other[1] <= costs[1] && other[2] <= costs[2],
  );
  if (!known) add(archive, point);
}

function add(archive: Point[], point: Point): void {
  if (archive.some((member) => dominatesCosts(member.judged.costs, point.judged.costs))) return;
  const kept = archive.filter((member) => !dominatesCosts(point.judged.costs, member.judged.costs));
  archive.length = 0;
  archive.push(...kept, point);
}

function ranges(archive: readonly Point[], costs: Costs): Costs {
  const range = (axis: number) => {
    let [low, high] = [costs[axis], costs[axis]];
    for (const member of archive) {
      low = Math.min(low, member.judged.costs[axis]);
      high = Math.max(high, member.judged.costs[axis]);
    }
    return high > low ? high - low : 1;
  };
  return [range(0), range(1), range(2)];
}

/** Product over the objectives that differ; starts at 1, unlike some published code, where it is always 0. */
function domination(a: Costs, b: Costs, range: Costs): number {
  let product = 1;
  for (let axis = 0; axis < 3; axis += 1) {
    if (a[axis] !== b[axis]) product *= Math.abs(a[axis] - b[axis]) / range[axis];
  }
  return product;
}

/** Single-linkage clusters until `limit` are left; of each, the member with the least mean distance to the others stays. */
function cluster(archive: Point[], limit: number): void {
  const range = ranges(archive, archive[0].judged.costs);
  const distance = (a: Point, b: Point) =>
    Math.hypot(
      (a.judged.costs[0] - b.judged.costs[0]) / range[0],
      (a.judged.costs[1] - b.judged.costs[1]) / range[1],
      (a.judged.costs[2] - b.judged.costs[2]) / range[2],
    );
  const edges: { readonly length: number; readonly a: number; readonly b: number }[] = [];
  for (let a = 0; a < archive.length; a += 1) {
    for (let b = a + 1; b < archive.length; b += 1) edges.push({ length: distance(archive[a], archive[b]), a, b });
  }
  edges.sort((one, other) => one.length - other.length);
  const root = archive.map((_, index) => index);
  const find = (index: number): number => {
    let at = index;
    while (root[at] !== at) at = root[at];
    return at;
  };
  let clusters = archive.length;
  for (const { a, b } of edges) {
    if (clusters <= limit) break;
    const [first, second] = [find(a), find(b)];
    if (first === second) continue;
    root[second] = first;
    clusters -= 1;
  }
  const groups = new Map<number, Point[]>();
  archive.forEach((point, index) => {
    const at = find(index);
    groups.set(at, [...(groups.get(at) ?? []), point]);
  });
  const kept = [...groups.values()].map((group) => {
    const spread = (point: Point) => group.reduce((sum, other) => sum + distance(point, other), 0);
    return group.reduce((best, point) => (spread(point) < spread(best) ? point : best));
  });
  archive.length = 0;
  archive.push(...kept);
}
