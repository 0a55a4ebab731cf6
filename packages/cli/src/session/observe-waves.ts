import type { Engine, WaveResult } from '@qeil/runtime';

/** The same engine; `onDrawn` is told of every wave once it is drawn. */
export function observeWaves(engine: Engine, onDrawn: (result: WaveResult) => void): Engine {
  return {
    async sampleWave(request, hooks) {
      const result = await engine.sampleWave(request, hooks);
      onDrawn(result);
      return result;
    },
    endQuestion: (questionId) => engine.endQuestion(questionId),
    keepOnly: (plans) => engine.keepOnly(plans),
    processIds: () => engine.processIds(),
    kvStrategies: () => engine.kvStrategies(),
    close: () => engine.close(),
  };
}
