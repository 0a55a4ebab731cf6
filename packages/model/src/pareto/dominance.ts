import { type Guard, requireThat } from '../_internals/require.js';

/** Objective values of one candidate; every entry is minimised. */
export type Objectives = readonly number[];

const guard: Guard = {
  where: 'dominance',
  remedy: 'leave out candidates whose cost is unknown; an unknown is not a number',
};

/**
 * Pareto dominance under minimisation: `first` is nowhere worse than `second` and somewhere better.
 *
 * Equal vectors do not dominate each other.
 *
 * @throws {InvalidValueError} if the vectors differ in length or hold NaN, which compares false with everything and would
 *   make a front of whatever it is in
 */
export function dominates(first: Objectives, second: Objectives): boolean {
  requireThat(
    first.length === second.length,
    guard,
    'second',
    second,
    `have ${first.length} objectives like the first`,
  );
  let isBetter = false;
  for (let index = 0; index < first.length; index += 1) {
    const difference = first[index] - second[index];
    requireThat(!Number.isNaN(first[index]), guard, `first[${index}]`, first[index], 'not be NaN');
    requireThat(!Number.isNaN(second[index]), guard, `second[${index}]`, second[index], 'not be NaN');
    if (difference > 0) return false;
    if (difference < 0) isBetter = true;
  }
  return isBetter;
}
