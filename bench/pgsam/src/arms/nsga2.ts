import type { Random } from '@qeil/model';
import { below } from './chance.js';

/** What NSGA-II needs to know of an individual's cost: any number of minimised objectives. */
export interface Rated {
  readonly costs: readonly number[];
  readonly violation: number;
}

export interface Nsga2<Individual> {
  readonly random: Random;
  readonly initial: readonly Individual[];
  /** Evaluates a generation; fewer results than individuals mean that the budget is spent. */
  readonly evaluate: (individuals: readonly Individual[]) => readonly Rated[];
  readonly cross: (a: Individual, b: Individual) => [Individual, Individual];
  readonly mutate: (individual: Individual) => void;
}

interface Member<Individual> {
  readonly individual: Individual;
  readonly rated: Rated;
  rank: number;
  crowding: number;
}

/**
 * NSGA-II (Deb, Pratap, Agarwal, Meyarivan, IEEE TEVC 6(2), 2002) with constrained domination: binary tournaments by rank and
 * crowding, survivors by fronts, the last of them by crowding.
 *
 * @returns the last population's costs, in no order
 */
export function runNsga2<Individual>({ random, initial, evaluate, cross, mutate }: Nsga2<Individual>): Rated[] {
  const size = initial.length;
  const rate = (individuals: readonly Individual[]): Member<Individual>[] =>
    evaluate(individuals).map((rated, index) => ({ individual: individuals[index], rated, rank: 0, crowding: 0 }));
  let population = survivors(rate(initial), size);
  for (;;) {
    const children: Individual[] = [];
    while (children.length < size) {
      const pair = cross(tournament(random, population).individual, tournament(random, population).individual);
      for (const child of pair) {
        mutate(child);
        if (children.length < size) children.push(child);
      }
    }
    const rated = rate(children);
    population = survivors([...population, ...rated], size);
    if (rated.length < children.length) return population.map((member) => member.rated);
  }
}

function tournament<Individual>(random: Random, population: readonly Member<Individual>[]): Member<Individual> {
  const a = population[below(random, population.length)];
  const b = population[below(random, population.length)];
  if (a.rank !== b.rank) return a.rank < b.rank ? a : b;
  return a.crowding >= b.crowding ? a : b;
}

/** The best `size` by front, then by crowding; ranks and crowding are set. */
function survivors<Individual>(members: Member<Individual>[], size: number): Member<Individual>[] {
  const kept: Member<Individual>[] = [];
  for (const [rank, front] of fronts(members).entries()) {
    for (const member of front) member.rank = rank;
    setCrowding(front);
    if (kept.length + front.length > size) front.sort((a, b) => b.crowding - a.crowding);
    kept.push(...front.slice(0, size - kept.length));
    if (kept.length === size) break;
  }
  return kept;
}

/** Fast non-dominated sort. */
function fronts<Individual>(members: readonly Member<Individual>[]): Member<Individual>[][] {
  const beaten: number[][] = members.map(() => []);
  const beatenBy = members.map(() => 0);
  for (let a = 0; a < members.length; a += 1) {
    for (let b = a + 1; b < members.length; b += 1) {
      if (better(members[a].rated, members[b].rated)) {
        beaten[a].push(b);
        beatenBy[b] += 1;
      } else if (better(members[b].rated, members[a].rated)) {
        beaten[b].push(a);
        beatenBy[a] += 1;
      }
    }
  }
  const sorted: Member<Individual>[][] = [];
  let current = members.map((_, index) => index).filter((index) => beatenBy[index] === 0);
  while (current.length > 0) {
    sorted.push(current.map((index) => members[index]));
    const next: number[] = [];
    for (const index of current) {
      for (const other of beaten[index]) {
        beatenBy[other] -= 1;
        if (beatenBy[other] === 0) next.push(other);
      }
    }
    current = next;
  }
  return sorted;
}

/** Deb's rule: feasible before infeasible, less violation before more, else by dominance. */
function better(a: Rated, b: Rated): boolean {
  if (a.violation > 0 || b.violation > 0) return a.violation < b.violation;
  let strictly = false;
  for (let axis = 0; axis < a.costs.length; axis += 1) {
    if (a.costs[axis] > b.costs[axis]) return false;
    if (a.costs[axis] < b.costs[axis]) strictly = true;
  }
  return strictly;
}

function setCrowding<Individual>(front: readonly Member<Individual>[]): void {
  for (const member of front) member.crowding = 0;
  const axes = front[0]?.rated.costs.length ?? 0;
  for (let axis = 0; axis < axes; axis += 1) {
    const order = [...front].sort((a, b) => a.rated.costs[axis] - b.rated.costs[axis]);
    const range = order[order.length - 1].rated.costs[axis] - order[0].rated.costs[axis];
    order[0].crowding = Number.POSITIVE_INFINITY;
    order[order.length - 1].crowding = Number.POSITIVE_INFINITY;
    if (range === 0 || !Number.isFinite(range)) continue;
    for (let index = 1; index < order.length - 1; index += 1) {
      order[index].crowding += (order[index + 1].rated.costs[axis] - order[index - 1].rated.costs[axis]) / range;
    }
  }
}
