import { ARMS, type ArmEntry } from '../arms/all-arms.js';
import type { Instance } from '../instances/instance.js';
import { medianAttainment } from './attainment.js';
import { exactFront } from './exact-front.js';
import { additiveEpsilon, frontOf, igdPlus, scaledHypervolume, scalerOf, type Vector } from './indicators.js';
import type { Cell, InstanceResult } from './result.js';
import { type ArmRun, checkpointsOf, runArm } from './run-arm.js';
import { quartiles, spearman } from './statistics.js';

export interface Protocol {
  readonly budgets: readonly number[];
  readonly seeds: number;
}

/** IGD+ and ε look at no more points of a reference front than this, taken evenly in order of energy. */
const MOST_REFERENCE_POINTS = 500;

interface Runs {
  readonly entry: ArmEntry;
  readonly budget: number;
  readonly runs: readonly ArmRun[];
}

/** Runs every arm on one instance and measures all by one reference front. */
export async function judgeInstance(instance: Instance, { budgets, seeds }: Protocol): Promise<InstanceResult> {
  const all: Runs[] = [];
  for (const budget of budgets) {
    for (const entry of ARMS) {
      const runs: ArmRun[] = [];
      for (let seed = 1; seed <= seeds; seed += 1) runs.push(await runArm(entry, instance, seed, budget));
      all.push({ entry, budget, runs });
    }
  }
  const proved = await exactFront(instance);
  const reference = proved ?? unionFront(all);
  const scaler = reference.length === 0 ? undefined : scalerOf(reference);
  const cells: Cell[] = [];
  for (const runs of all) cells.push(await cellOf(runs, reference, scaler));
  const column = (axis: number) => reference.map((point) => point[axis]);
  const rho = (a: number, b: number) => spearman(column(a), column(b)) ?? null;
  const largest = Math.max(...budgets);
  return {
    name: instance.name,
    class: instance.class,
    stages: instance.problem.stages.length,
    devices: instance.problem.devices.length,
    reference: {
      kind: proved === undefined ? 'best known' : 'exact',
      size3: reference.length,
      size2: frontOf(reference, 2).length,
    },
    correlation: { energyLatency: rho(0, 1), energyIdle: rho(0, 2), latencyIdle: rho(1, 2) },
    cells,
    attainment: all
      .filter(({ budget }) => budget === Math.min(10_000, largest))
      .map(({ entry, runs }) => ({ arm: entry.name, points: medianAttainment(runs.map(({ front }) => front)) })),
  };
}

function unionFront(all: readonly Runs[]): Vector[] {
  let union: Vector[] = [];
  for (const { runs } of all) union = frontOf([...union, ...runs.flatMap(({ front }) => front)], 3);
  return union.sort((a, b) => a[0] - b[0]);
}

async function cellOf(
  { entry, budget, runs }: Runs,
  reference: readonly Vector[],
  scaler: ((point: Vector) => number[]) | undefined,
): Promise<Cell> {
  const common = {
    arm: entry.name,
    budget,
    frontSize: quartiles(runs.map(({ front }) => front.length)),
    evaluations: quartiles(runs.map(({ evaluations }) => evaluations)).median,
    wallMs: quartiles(runs.map(({ wallMs }) => wallMs)).median,
  };
  if (scaler === undefined) throw new RangeError('no arm found a feasible plan: the instance judges nothing');
  const scaled = reference.map(scaler);
  const step = Math.max(1, scaled.length / MOST_REFERENCE_POINTS);
  const few = Array.from(
    { length: Math.min(scaled.length, MOST_REFERENCE_POINTS) },
    (_, index) => scaled[Math.floor(index * step)],
  );
  const best3 = scaledHypervolume(scaled, 3);
  const best2 = scaledHypervolume(scaled, 2);
  const fronts = runs.map(({ front }) => front.map(scaler));
  const share = (front: readonly Vector[]) => scaledHypervolume(front, 3) / best3;
  const hypervolume = fronts.map(share);
  const evaluationsTo99: (number | null)[] = [];
  for (const [index, run] of runs.entries()) {
    const early = async (at: number) => share((await run.frontAt(at)).map(scaler));
    evaluationsTo99.push(await firstAbove(checkpointsOf(budget), 0.99, hypervolume[index], early));
  }
  return {
    ...common,
    hypervolume,
    hypervolume2: fronts.map((front) => scaledHypervolume(front, 2) / best2),
    igdPlus: quartiles(fronts.map((front) => igdPlus(front, few))),
    epsilon: quartiles(fronts.map((front) => additiveEpsilon(front, few))),
    evaluationsTo99,
  };
}

/** The first checkpoint whose value is above the bar. Values rise with the checkpoints, so that halving finds it. */
async function firstAbove(
  checkpoints: readonly number[],
  bar: number,
  final: number,
  valueAt: (checkpoint: number) => Promise<number>,
): Promise<number | null> {
  if (final < bar) return null;
  let low = 0;
  let high = checkpoints.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((await valueAt(checkpoints[middle])) >= bar) high = middle;
    else low = middle + 1;
  }
  return checkpoints[high];
}
