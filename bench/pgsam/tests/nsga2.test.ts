import { readFileSync } from 'node:fs';
import { type Random, seededRandom } from '@qeil/model';
import { describe, expect, it } from 'vitest';
import { runNsga2 } from '../src/arms/nsga2.js';
import { scaledHypervolume } from '../src/judge/indicators.js';

/** Written by crosscheck/nsga2.py with pymoo 0.6.2. */
const { population, evaluations, seeds, cases } = JSON.parse(
  readFileSync(new URL('fixtures/nsga2.json', import.meta.url), 'utf8'),
) as {
  readonly population: number;
  readonly evaluations: number;
  readonly seeds: number;
  readonly cases: readonly {
    readonly problem: string;
    readonly variables: number;
    readonly mean: number;
    readonly deviation: number;
  }[];
};

type Genome = number[];
const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Zitzler, Deb, Thiele 2000 and Deb, Thiele, Laumanns, Zitzler 2002; variables in [0, 1]. */
const PROBLEMS: Record<string, (x: Genome) => number[]> = {
  zdt1: ([first = 0, ...rest]) => {
    const g = 1 + 9 * meanOf(rest);
    return [first, g * (1 - Math.sqrt(first / g))];
  },
  zdt2: ([first = 0, ...rest]) => {
    const g = 1 + 9 * meanOf(rest);
    return [first, g * (1 - (first / g) ** 2)];
  },
  dtlz2: ([first = 0, second = 0, ...rest]) => {
    const g = 1 + rest.reduce((sum, value) => sum + (value - 0.5) ** 2, 0);
    const [a, b] = [(first * Math.PI) / 2, (second * Math.PI) / 2];
    return [g * Math.cos(a) * Math.cos(b), g * Math.cos(a) * Math.sin(b), g * Math.sin(a)];
  },
};

const clamp = (value: number) => Math.min(1, Math.max(0, value));

/** Bounded simulated binary crossover (Deb, Agrawal 1995), η = 15; every variable with probability ½. */
function crossed(random: Random, a: Genome, b: Genome): [Genome, Genome] {
  const [first, second] = [[...a], [...b]];
  if (random.uniform() >= 0.9) return [first, second];
  a.forEach((own, index) => {
    const other = b[index] ?? own;
    if (random.uniform() >= 0.5 || Math.abs(own - other) < 1e-14) return;
    const [low, high] = [Math.min(own, other), Math.max(own, other)];
    const draw = random.uniform();
    const factor = (room: number) => {
      const alpha = 2 - (1 + (2 * room) / (high - low)) ** -16;
      return draw <= 1 / alpha ? (draw * alpha) ** (1 / 16) : (1 / (2 - draw * alpha)) ** (1 / 16);
    };
    const [below, above] = [
      clamp((low + high - factor(low) * (high - low)) / 2),
      clamp((low + high + factor(1 - high) * (high - low)) / 2),
    ];
    const swapped = random.uniform() < 0.5;
    first[index] = swapped ? above : below;
    second[index] = swapped ? below : above;
  });
  return [first, second];
}

/** Bounded polynomial mutation (Deb, Goyal 1996), η = 20; every variable with probability 1/n. */
function mutate(random: Random, genome: Genome): void {
  genome.forEach((value, index) => {
    if (random.uniform() >= 1 / genome.length) return;
    const draw = random.uniform();
    const change =
      draw < 0.5
        ? (2 * draw + (1 - 2 * draw) * (1 - value) ** 21) ** (1 / 21) - 1
        : 1 - (2 * (1 - draw) + (2 * draw - 1) * value ** 21) ** (1 / 21);
    genome[index] = clamp(value + change);
  });
}

function hypervolumeOf(problem: string, variables: number, seed: number): number {
  const objectives = PROBLEMS[problem];
  if (objectives === undefined) throw new RangeError(`no problem ${problem}`);
  const random = seededRandom(seed, `nsga2 ${problem}`);
  let left = evaluations;
  const last = runNsga2<Genome>({
    random,
    initial: Array.from({ length: population }, () => Array.from({ length: variables }, () => random.uniform())),
    evaluate: (genomes) => {
      const afforded = genomes.slice(0, left);
      left -= afforded.length;
      return afforded.map((genome) => ({ costs: objectives(genome), violation: 0 }));
    },
    cross: (a, b) => crossed(random, a, b),
    mutate: (genome) => mutate(random, genome),
  });
  return scaledHypervolume(
    last.map(({ costs }) => costs),
    problem.startsWith('zdt') ? 2 : 3,
  );
}

describe('NSGA-II against pymoo', () => {
  it.each(cases.map((each) => [each.problem, each] as const))(
    '%s: the same hypervolume within the noise of seeds',
    (_, each) => {
      const volumes = Array.from({ length: 3 }, (_, seed) => hypervolumeOf(each.problem, each.variables, seed));
      const error = each.deviation * Math.sqrt(1 / volumes.length + 1 / seeds);
      // Seeds are fixed, so this is no gamble: 5 standard errors and a thousandth for operators that differ in details.
      expect(Math.abs(meanOf(volumes) - each.mean), volumes.join()).toBeLessThan(5 * error + 1e-3);
    },
  );
});
