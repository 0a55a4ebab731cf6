import { type Guard, requireFinite, requireThat } from '../_internals/require.js';
import type { Objectives } from './objectives.js';

/** Refuses vectors of different lengths and values that cannot be compared, or cannot be measured with. */
export function checkObjectives(guard: Guard, vectors: readonly Objectives[], finite: boolean): void {
  vectors.forEach((vector, member) => {
    const size = vectors[0].length;
    requireThat(vector.length === size, guard, `member ${member}`, vector, `have ${size} objectives like the first`);
    vector.forEach((value, objective) => {
      const path = `objective ${objective} of member ${member}`;
      if (finite) requireFinite(guard, path, value);
      else requireThat(!Number.isNaN(value), guard, path, value, 'not be NaN');
    });
  });
}
