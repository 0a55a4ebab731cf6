import type { PlacementProblem } from '@qeil/model';

/** What makes a problem hard: the classes of docs/pgsam.md. */
export type InstanceClass = 'exact' | 'memory' | 'points' | 'heat' | 'families';

/** One problem of the comparison, the same for the same name on every machine. */
export interface Instance {
  readonly name: string;
  readonly class: InstanceClass;
  readonly problem: PlacementProblem;
  /** Whether its front can be proved by visiting every plan. */
  readonly enumerable: boolean;
}
