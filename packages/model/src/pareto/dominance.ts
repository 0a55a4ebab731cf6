import type { Guard } from '../_internals/require.js';
import { checkObjectives } from './check-objectives.js';
import type { Objectives } from './objectives.js';

const guard: Guard = {
  where: 'dominates',
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
  checkObjectives(guard, [first, second], false);
  const isNowhereWorse = first.every((value, index) => value <= second[index]);
  return isNowhereWorse && first.some((value, index) => value < second[index]);
}
