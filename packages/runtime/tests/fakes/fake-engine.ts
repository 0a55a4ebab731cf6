import type { DeviceActivity } from '../../src/energy/reading.js';
import type { Engine, Sample, WaveHooks, WaveRequest, WaveResult } from '../../src/engine/wave.js';
import { QeilError } from '../../src/errors/qeil-error.js';
import { seededNumbers } from './fake-random.js';

export interface FakeEngineOptions {
  /** Throw this instead of drawing the wave; `call` counts from 1. */
  readonly fault?: (request: WaveRequest, call: number) => unknown;
  /** Text of a sample; default {@link fakeSolution}. */
  readonly text?: (request: WaveRequest, sampleIndex: number) => string;
  readonly finishReason?: Sample['finishReason'];
  readonly restarts?: number;
}

/**
 * An engine without a model. What a sample says follows from (run seed, question, sample index) alone, as with the real one;
 * the prompt of this engine is the question's characters.
 */
export class FakeEngine implements Engine {
  readonly requests: WaveRequest[] = [];
  readonly ended: string[] = [];
  closed = false;
  readonly #keptPrompts = new Set<string>();
  readonly #options: FakeEngineOptions;

  constructor(options: FakeEngineOptions = {}) {
    this.#options = options;
  }

  /** Indices drawn of a question, in order. */
  drawnOf(questionId: string): number[] {
    return this.requests
      .filter((request) => request.questionId === questionId)
      .flatMap(({ sampleIndices }) => [...sampleIndices]);
  }

  async sampleWave(request: WaveRequest, hooks: WaveHooks = {}): Promise<WaveResult> {
    if (hooks.signal?.aborted) throw new QeilError('stopped', { kind: 'cancelled' });
    const fault = this.#options.fault?.(request, this.requests.length + 1);
    this.requests.push(request);
    if (fault !== undefined) throw fault;
    const samples = request.sampleIndices.map((index) => this.#sample(request, index));
    for (const { sampleIndex, text } of samples) hooks.onToken?.({ sampleIndex, tokenId: 1, text });
    const prefills = request.keepPrompt && this.#keptPrompts.has(request.questionId) ? 0 : 1;
    this.#keptPrompts.add(request.questionId);
    const activity = activityOf(request, samples, prefills);
    return {
      samples,
      activity,
      wallS: activity.reduce((sum, { busyS }) => sum + busyS, 0),
      restarts: this.#options.restarts ?? 0,
    };
  }

  async endQuestion(questionId: string): Promise<void> {
    this.ended.push(questionId);
    this.#keptPrompts.delete(questionId);
  }

  kvStrategies(): ReturnType<Engine['kvStrategies']> {
    return new Map();
  }

  async keepOnly(): Promise<void> {}

  processIds(): ReadonlyMap<string, number> {
    return new Map();
  }

  async close(): Promise<void> {
    this.closed = true;
  }

  #sample(request: WaveRequest, sampleIndex: number): Sample {
    const text = this.#options.text?.(request, sampleIndex) ?? fakeSolution(request, sampleIndex);
    const next = seededNumbers('tokens', request.runSeed, request.questionId, sampleIndex);
    const tokenIds = text.split(/(?<=[ \n>])/u).map(() => Math.floor(1000 * next()));
    return {
      questionId: request.questionId,
      sampleIndex,
      seed: Math.floor(2 ** 32 * next()),
      tokenIds,
      text,
      finishReason: this.#options.finishReason ?? 'stop',
      logProbabilities: tokenIds.map(() => -(1 + Math.floor(99 * next())) / 100),
      deviceId: request.decode.deviceId,
    };
  }
}

/** Half of the solutions are right; the others miscalculate, subtract, skip the steps, or have no answer. */
export function fakeSolution({ promptTokenIds, runSeed, questionId }: WaveRequest, sampleIndex: number): string {
  const question = String.fromCodePoint(...promptTokenIds);
  const [left = 0, right = 0] = (question.match(/\d+/gu) ?? []).map(Number);
  const next = seededNumbers('solution', runSeed, questionId, sampleIndex);
  const pick = next();
  const slip = 1 + Math.floor(3 * next());
  const worked = (sign: string, value: number) =>
    `She has <<${left}${sign}${right}=${value}>>${value} apples.\n#### ${value}`;
  if (pick < 0.5) return worked('+', left + right);
  if (pick < 0.7) return worked('+', left + right + slip);
  if (pick < 0.85) return worked('-', left - right);
  if (pick < 0.95) return `#### ${left + right + slip}`;
  return 'She has many apples.';
}

function activityOf(request: WaveRequest, samples: readonly Sample[], prefills: number): DeviceActivity[] {
  const { prefill, decode, promptTokenIds } = request;
  const tokens = samples.reduce((sum, { tokenIds }) => sum + tokenIds.length, 0);
  const passes = Math.max(...samples.map(({ tokenIds }) => tokenIds.length));
  const decodeActivity: DeviceActivity = {
    ...decode,
    phase: 'decode',
    busyS: 0.01 * passes,
    cpuS: 0.01 * passes,
    passes,
    tokens,
    trafficByte: 1000 * passes,
  };
  if (prefills === 0) return [decodeActivity];
  const prefillActivity: DeviceActivity = {
    ...prefill,
    phase: 'prefill',
    busyS: 0.05,
    cpuS: 0.05,
    passes: prefills,
    tokens: promptTokenIds.length,
    trafficByte: 1000,
  };
  return [prefillActivity, decodeActivity];
}
