import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  type Device,
  type Engine,
  type FaultEvent,
  loadModelBundle,
  type ModelBundle,
  type Placement,
  type SamplingOptions,
  type StartEngineOptions,
  startEngine,
  type WaveRequest,
} from '@qeil/runtime';

export const TINY_LLAMA = fileURLToPath(new URL('../fixtures/tiny-llama', import.meta.url));

/** What transformers computed with the fixture; see make_tiny_llama.py. */
export interface Reference {
  readonly prompts: readonly {
    readonly text: string;
    readonly promptTokenIds: readonly number[];
    readonly firstLogits: readonly number[];
    readonly greedyTokenIds: readonly number[];
    readonly greedyText: string;
  }[];
}
export const REFERENCE: Reference = JSON.parse(readFileSync(`${TINY_LLAMA}/reference.json`, 'utf8'));

export function tinyBundle(): Promise<ModelBundle> {
  return loadModelBundle(TINY_LLAMA);
}

export const CPU: Device = {
  id: 'cpu',
  name: 'CPU',
  provider: 'cpu',
  points: [
    { name: 'one', threads: 1 },
    { name: 'two', threads: 2 },
  ],
  memoryPool: 'system',
};
export const OTHER_CPU: Device = { ...CPU, id: 'cpu-other' };

export const ONE: Placement = { deviceId: 'cpu', pointName: 'one' };
export const TWO: Placement = { deviceId: 'cpu', pointName: 'two' };
export const OTHER: Placement = { deviceId: 'cpu-other', pointName: 'one' };

export const GREEDY: SamplingOptions = {
  temperature: 0,
  topK: 0,
  topP: 1,
  minP: 0,
  repetitionPenalty: 1,
  maxNewTokens: 24,
  stop: [],
};
export const LIVELY: SamplingOptions = { ...GREEDY, temperature: 1, topK: 40, topP: 0.95 };

export function promptOf(index: number): Reference['prompts'][number] {
  const prompt = REFERENCE.prompts[index];
  if (prompt === undefined) throw new Error(`no recorded prompt ${index}`);
  return prompt;
}

export function requestOf(changes: Partial<WaveRequest> = {}): WaveRequest {
  return {
    questionId: 'q',
    promptTokenIds: promptOf(0).promptTokenIds,
    sampleIndices: [0],
    runSeed: 7,
    sampling: LIVELY,
    prefill: ONE,
    decode: ONE,
    keepPrompt: true,
    ...changes,
  };
}

export interface TestEngine {
  readonly engine: Engine;
  readonly faults: FaultEvent[];
}

/** An engine over the tiny model that notes its faults. Whoever starts one closes it. */
export async function tinyEngine(options: Partial<StartEngineOptions> = {}): Promise<TestEngine> {
  const faults: FaultEvent[] = [];
  const engine = await startEngine({
    bundle: await tinyBundle(),
    devices: [CPU, OTHER_CPU],
    driver: 'c-api',
    onFault: (event) => faults.push(event),
    ...options,
  });
  return { engine, faults };
}
