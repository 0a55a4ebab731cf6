import type { Guard } from '../_internals/require.js';
import { checkObjectives } from './check-objectives.js';
import type { Objectives } from './objectives.js';

const guard: Guard = { where: 'nonDominated', remedy: 'leave out candidates whose cost is unknown' };

/**
 * Members no other member dominates, in their given order. Of members with equal objectives the first is kept.
 *
 * Members are visited in lexicographic order of their objectives, where nothing later can dominate anything earlier, so each is
 * compared with the front found so far: O(n log n + n·f) for a front of size f.
 *
 * @param members - anything
 * @param objectives - what to minimise; Infinity is allowed, NaN is not
 * @throws {InvalidValueError} if an objective is NaN or the numbers of objectives differ
 */
export function nonDominated<Member>(members: readonly Member[], objectives: (member: Member) => Objectives): Member[] {
  const vectors = members.map(objectives);
  checkObjectives(guard, vectors, false);
  const order = vectors.map((_, index) => index).sort((a, b) => compareLexically(vectors[a], vectors[b]) || a - b);
  const front: number[] = [];
  for (const index of order) {
    if (!front.some((kept) => isNowhereWorse(vectors[kept], vectors[index]))) front.push(index);
  }
  return front.sort((a, b) => a - b).map((index) => members[index]);
}

function isNowhereWorse(first: Objectives, second: Objectives): boolean {
  return first.every((value, index) => value <= second[index]);
}

function compareLexically(first: Objectives, second: Objectives): number {
  for (let index = 0; index < first.length; index += 1) {
    if (first[index] < second[index]) return -1;
    if (first[index] > second[index]) return 1;
  }
  return 0;
}
