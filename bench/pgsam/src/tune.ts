import { amosaArm } from './arms/amosa-arm.js';
import { annealingArm } from './arms/annealing-arm.js';
import type { Arm } from './arms/arm.js';
import { geneticArm } from './arms/genetic-arm.js';
import { weightedSumArm } from './arms/weighted-sum-arm.js';
import { tuningInstances } from './instances/all-instances.js';
import { frontOf, scaledHypervolume, scalerOf, type Vector } from './judge/indicators.js';
import { runArm } from './judge/run-arm.js';

// Chooses the rivals' settings: every arm gets the same number of candidates, each run on the tuning instances at one budget with the
// same seeds. Prints JSON; src/arms/settings.ts holds what won.

const BUDGET = 10_000;
const SEEDS = 4;

/** As many candidates for each: 12. */
const CANDIDATES: Record<string, readonly (readonly [settings: object, arm: Arm])[]> = {
  genetic: grid([40, 100, 200], [0.6, 0.9], [0.3, 0.6], (population, crossover, moreMoves) => ({
    population,
    crossover,
    moreMoves,
  })).map((settings) => [settings, geneticArm(settings)]),
  amosa: grid([60, 200], [0.3, 1, 5], [0, 20], (hardLimit, hottest, hillClimbs) => ({
    hardLimit,
    softLimit: 2 * hardLimit,
    gamma: 2,
    hillClimbs,
    hottest,
    coldest: 1e-4,
    levels: 30,
  })).map((settings) => [settings, amosaArm(settings)]),
  annealing: grid([10, 25, 60], [0.1, 0.4], [1e-3, 1e-1], (chains, startAcceptance, endRatio) => ({
    chains,
    startAcceptance,
    endRatio,
  })).map((settings) => [settings, annealingArm(settings)]),
  weightedSum: grid([25, 50, 100, 200], [0, 0.2, 0.5], [0], (patience, fresh) => ({ patience, fresh })).map(
    (settings) => [settings, weightedSumArm(settings)],
  ),
};

function grid<Settings>(
  first: readonly number[],
  second: readonly number[],
  third: readonly number[],
  make: (a: number, b: number, c: number) => Settings,
): Settings[] {
  return first.flatMap((a) => second.flatMap((b) => third.map((c) => make(a, b, c))));
}

interface Tried {
  readonly arm: string;
  readonly settings: object;
  /** Fronts by instance, then seed. */
  readonly fronts: readonly (readonly (readonly Vector[])[])[];
}

async function tune() {
  const instances = tuningInstances();
  const tried: Tried[] = [];
  for (const [arm, candidates] of Object.entries(CANDIDATES)) {
    for (const [settings, run] of candidates) {
      const fronts: (readonly Vector[])[][] = [];
      for (const instance of instances) {
        const bySeed: (readonly Vector[])[] = [];
        for (let seed = 1; seed <= SEEDS; seed += 1) {
          bySeed.push((await runArm({ name: arm, arm: run }, instance, seed, BUDGET)).front);
        }
        fronts.push(bySeed);
      }
      tried.push({ arm, settings, fronts });
    }
  }
  const references = instances.map((_, index) =>
    frontOf(
      tried.flatMap(({ fronts }) => fronts[index].flat()),
      3,
    ),
  );
  const scored = tried.map(({ arm, settings, fronts }) => {
    const shares = fronts.flatMap((bySeed, index) => {
      const scaler = scalerOf(references[index]);
      const best = scaledHypervolume(references[index].map(scaler), 3);
      return bySeed.map((front) => scaledHypervolume(front.map(scaler), 3) / best);
    });
    return { arm, settings, meanHypervolume: shares.reduce((sum, share) => sum + share, 0) / shares.length };
  });
  const chosen = Object.keys(CANDIDATES).map((arm) =>
    scored
      .filter((entry) => entry.arm === arm)
      .reduce((best, entry) => (entry.meanHypervolume > best.meanHypervolume ? entry : best)),
  );
  return {
    schema: 'qeil.bench-pgsam-tuning/1',
    budget: BUDGET,
    seeds: SEEDS,
    instances: instances.map(({ name }) => name),
    chosen,
    scored,
  };
}

process.stdout.write(`${JSON.stringify(await tune(), null, 1)}\n`);
