import type { Engine, StageTime } from '@qeil/runtime';

export interface StageWatch {
  /** The engine watched, to be used in place of the one given. */
  readonly engine: Engine;
  /** What the stages of all its waves took, in the order the waves ended. */
  stages(): readonly StageTime[];
}

/** Keeps what the stages of waves took. */
export function watchStages(engine: Engine): StageWatch {
  const stages: StageTime[] = [];
  return {
    engine: {
      async sampleWave(request, hooks) {
        const result = await engine.sampleWave(request, hooks);
        stages.push(...(result.stages ?? []));
        return result;
      },
      endQuestion: (questionId) => engine.endQuestion(questionId),
      keepOnly: (plans) => engine.keepOnly(plans),
      processIds: () => engine.processIds(),
      kvStrategies: () => engine.kvStrategies(),
      close: () => engine.close(),
    },
    stages: () => stages,
  };
}
