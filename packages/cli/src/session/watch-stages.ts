import type { Engine, StageTime } from '@qeil/runtime';
import { observeWaves } from './observe-waves.js';

export interface StageWatch {
  /** The engine watched, to be used in place of the one given. */
  readonly engine: Engine;
  /** What the stages of all its waves took, in the order the waves ended. */
  stages(): readonly StageTime[];
}

/** Keeps what the stages of waves took. */
export function watchStages(engine: Engine): StageWatch {
  const stages: StageTime[] = [];
  const watched = observeWaves(engine, (result) => stages.push(...(result.stages ?? [])));
  return { engine: watched, stages: () => stages };
}
