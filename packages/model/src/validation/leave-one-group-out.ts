import { type Guard, requireThat } from '../_internals/require.js';

/** One round: everything of one group held out, everything else to fit on. */
export interface HeldOutGroup<Item> {
  readonly group: string;
  readonly training: readonly Item[];
  readonly heldOut: readonly Item[];
}

/**
 * Rounds that hold out one group each: a model, or a device. Rows of one group are never on both sides, because rows of one
 * group share what the others cannot know (its layers, its silicon), and a split by row would reward memory.
 *
 * @param groupOf - the group's name
 * @returns one round per group, in order of first appearance
 * @throws {InvalidValueError} if there are fewer than two groups
 */
export function leaveOneGroupOut<Item>(items: readonly Item[], groupOf: (item: Item) => string): HeldOutGroup<Item>[] {
  const groups = [...new Set(items.map(groupOf))];
  const guard: Guard = { where: 'leaveOneGroupOut', remedy: 'give items of at least two groups' };
  requireThat(groups.length >= 2, guard, 'number of groups', groups.length, 'be at least 2');
  return groups.map((group) => ({
    group,
    training: items.filter((item) => groupOf(item) !== group),
    heldOut: items.filter((item) => groupOf(item) === group),
  }));
}
