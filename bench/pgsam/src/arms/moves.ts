import type { Random } from '@qeil/model';
import { below } from './chance.js';
import type { Genes, PlanSpace } from './plan-space.js';

const MOST_TRIES = 32;
const BOTH_PHASES = 0.4;

type Move = (random: Random, space: PlanSpace, genes: Genes) => void;

/**
 * Changes a plan in place into a neighbour: the moves of docs/pgsam.md with the same shares, targets drawn uniformly. Every arm has
 * them, so that none wins by its neighbourhood alone.
 */
export function neighbour(random: Random, space: PlanSpace, genes: Genes): void {
  const before = genes.slice();
  const moves = movesOf(space);
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    moves[below(random, moves.length)](random, space, genes);
    space.repair(genes);
    if (genes.some((gene, position) => gene !== before[position])) return;
  }
}

const known = new WeakMap<PlanSpace, readonly Move[]>();

/** Every useful move as often as its share. */
function movesOf(space: PlanSpace): readonly Move[] {
  const found = known.get(space);
  if (found !== undefined) return found;
  const moves: Move[] = [];
  const add = (share: number, move: Move) => moves.push(...Array.from({ length: share }, () => move));
  if (space.allowed.some((devices) => devices.length > 1)) {
    add(6, (random, of, genes) => reassign(random, of, genes, 1));
    add(1, swap);
    if (space.rows > 1) {
      add(4, (random, of, genes) => {
        const doublings = below(random, Math.floor(Math.log2(of.stages)) + 1);
        reassign(random, of, genes, (2 << doublings) - below(random, 1 << doublings));
      });
      add(6, boundary);
      add(3, vacate);
    }
  }
  if (space.pointCounts.some((count) => count > 1)) add(3, changePoint);
  if (space.largestWave > 1) {
    add(2, changeWave);
    add(2, changeMicroBatches);
  }
  known.set(space, moves);
  return moves;
}

function place(space: PlanSpace, genes: Genes, phase: number, stage: number, device: number): void {
  const position = phase * space.stages + stage;
  if (!space.allowed[position].includes(device)) return;
  if (space.wholePhases) genes.fill(device, phase * space.stages, (phase + 1) * space.stages);
  else genes[position] = device;
}

/** One phase, or both. */
function phasesOf(random: Random, phase: number): readonly number[] {
  return random.uniform() < BOTH_PHASES ? [0, 1] : [phase];
}

function reassign(random: Random, space: PlanSpace, genes: Genes, length: number): void {
  const phase = below(random, 2);
  const stage = below(random, space.rows);
  const allowed = space.allowed[phase * space.stages + stage];
  const device = allowed[below(random, allowed.length)];
  for (const moved of phasesOf(random, phase)) {
    for (let at = stage; at < Math.min(space.rows, stage + length); at += 1) place(space, genes, moved, at, device);
  }
}

function boundary(random: Random, space: PlanSpace, genes: Genes): void {
  const { stages } = space;
  const phase = below(random, 2);
  const at = (stage: number) => genes[phase * stages + stage];
  const from = below(random, stages - 1);
  for (let offset = 0; offset < stages - 1; offset += 1) {
    const last = (from + offset) % (stages - 1);
    if (at(last) === at(last + 1)) continue;
    const reach = 1 + below(random, 4);
    const forward = random.uniform() < 0.5;
    const device = forward ? at(last) : at(last + 1);
    const start = forward ? last + 1 : Math.max(0, last + 1 - reach);
    const end = forward ? Math.min(stages, last + 1 + reach) : last + 1;
    for (const moved of phasesOf(random, phase)) {
      for (let stage = start; stage < end; stage += 1) place(space, genes, moved, stage, device);
    }
    return;
  }
}

function swap(random: Random, space: PlanSpace, genes: Genes): void {
  const { stages } = space;
  if (space.wholePhases) {
    const [prefill, decode] = [genes[0], genes[stages]];
    place(space, genes, 0, 0, decode);
    place(space, genes, 1, 0, prefill);
    return;
  }
  const phase = below(random, 2);
  const one = genes[phase * stages + below(random, stages)];
  const other = genes[phase * stages + below(random, stages)];
  const whole = random.uniform() < 0.5;
  const start = whole ? 0 : below(random, stages);
  const end = whole ? stages : Math.min(stages, start + 1 + below(random, stages));
  for (const moved of phasesOf(random, phase)) {
    for (let stage = start; stage < end; stage += 1) {
      const device = genes[moved * stages + stage];
      if (device === one) place(space, genes, moved, stage, other);
      else if (device === other) place(space, genes, moved, stage, one);
    }
  }
}

function vacate(random: Random, space: PlanSpace, genes: Genes): void {
  const one = genes[below(random, 2 * space.stages)];
  const other = below(random, space.devices);
  for (let position = 0; position < 2 * space.stages; position += 1) {
    if (genes[position] !== one) continue;
    const allowed = space.allowed[position];
    genes[position] = allowed.includes(other) ? other : (allowed.find((device) => device !== one) ?? one);
  }
}

function changePoint(random: Random, space: PlanSpace, genes: Genes): void {
  const device = below(random, space.devices);
  const count = space.pointCounts[device];
  if (count < 2) return;
  const another = below(random, count - 1);
  const position = space.point(device);
  genes[position] = another >= genes[position] ? another + 1 : another;
}

function changeWave(random: Random, space: PlanSpace, genes: Genes): void {
  genes[space.wave] = near(random, genes[space.wave], space.largestWave);
}

function changeMicroBatches(random: Random, space: PlanSpace, genes: Genes): void {
  genes[space.microBatches] = near(random, genes[space.microBatches], genes[space.wave]);
}

/** Half, double, one less or one more, within 1 … most. */
function near(random: Random, value: number, most: number): number {
  const proposed = [Math.floor(value / 2), 2 * value, value - 1, value + 1][below(random, 4)];
  return Math.min(most, Math.max(1, proposed));
}
