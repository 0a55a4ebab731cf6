import { FAMILY_MACHINES, familyInstance } from './family-instance.js';
import type { Instance } from './instance.js';
import { randomInstance } from './random-instance.js';

const CLASSES = ['exact', 'memory', 'points', 'heat'] as const;
const PER_CLASS = 3;

/** What is judged. `quick` takes the first of every class and two families. */
export function testInstances(quick: boolean): Instance[] {
  const indices = Array.from({ length: quick ? 1 : PER_CLASS }, (_, index) => index);
  const families = quick ? FAMILY_MACHINES.slice(0, 2) : FAMILY_MACHINES;
  return [
    ...CLASSES.flatMap((kind) => indices.map((index) => randomInstance(kind, index, 'test'))),
    ...families.map(([family, machine]) => familyInstance(family, machine)),
  ];
}

/** What the arms' settings were chosen on; none is among {@link testInstances}. */
export function tuningInstances(): Instance[] {
  const kinds = ['memory', 'points', 'heat'] as const;
  return kinds.flatMap((kind) => [0, 1].map((index) => randomInstance(kind, index, 'tuning')));
}
