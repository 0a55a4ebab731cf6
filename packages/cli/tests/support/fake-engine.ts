import { type Engine, QeilError, type Sample, sampleSeed, type WaveHooks, type WaveRequest } from '@qeil/runtime';

export interface FakeEngineOptions {
  /** Called before each wave; may throw or abort. */
  readonly beforeWave?: (request: WaveRequest) => void;
  /** Text of a sample instead of a worked answer. */
  readonly text?: (request: WaveRequest, sampleIndex: number) => string;
}

function workedAnswer(request: WaveRequest, sampleIndex: number): string {
  // Questions differ in how often samples are right: in one to ten of ten, decided by seeds alone.
  const ease = 1 + (sampleSeed(0, request.questionId, 0) % 10);
  const right = sampleSeed(request.runSeed, request.questionId, sampleIndex) % 10 < ease;
  return right
    ? '12 + 5 = <<12+5=17>>17\n#### 17'
    : `12 + 5 = <<12+5=1${sampleIndex % 3}>>1${sampleIndex % 3}\n#### 1${sampleIndex % 3}`;
}

/** An engine that answers in worked steps without a model. Time is counted in tokens, so that runs repeat exactly. */
export function fakeEngine(
  options: FakeEngineOptions = {},
): Engine & { readonly waves: WaveRequest[]; closed: boolean } {
  const waves: WaveRequest[] = [];
  const engine = {
    waves,
    closed: false,
    async sampleWave(request: WaveRequest, hooks: WaveHooks = {}) {
      options.beforeWave?.(request);
      if (hooks.signal?.aborted) throw new QeilError('stopped on request', { kind: 'cancelled' });
      waves.push(request);
      const samples = request.sampleIndices.map((sampleIndex): Sample => {
        const text = (options.text ?? workedAnswer)(request, sampleIndex);
        const tokens = text.match(/\S+\s*/g) ?? [];
        for (const [tokenId, piece] of tokens.entries()) hooks.onToken?.({ sampleIndex, tokenId, text: piece });
        return {
          questionId: request.questionId,
          sampleIndex,
          seed: sampleSeed(request.runSeed, request.questionId, sampleIndex),
          tokenIds: tokens.map((_, index) => index),
          text,
          finishReason: 'stop',
          logProbabilities: tokens.map(() => -0.25),
          deviceId: request.decode.deviceId,
        };
      });
      const steps = Math.max(...samples.map((sample) => sample.tokenIds.length));
      const busyS = 0.01 * steps;
      const base = {
        pointName: request.decode.pointName,
        deviceId: request.decode.deviceId,
        passes: steps,
        trafficByte: 1e6,
      };
      return {
        samples,
        activity: [
          { ...base, phase: 'prefill' as const, busyS: 0.002, cpuS: 0.002, tokens: request.promptTokenIds.length },
          { ...base, phase: 'decode' as const, busyS, cpuS: busyS, tokens: steps * samples.length },
        ],
        wallS: busyS + 0.002,
        restarts: 0,
      };
    },
    async endQuestion() {},
    async keepOnly() {},
    processIds: () => new Map([['cpu', 1]]),
    kvStrategies: () => new Map([['cpu/4-threads', { name: 'shared-prompt' as const, why: 'a test proved it' }]]),
    async close() {
      engine.closed = true;
    },
  };
  return engine;
}
