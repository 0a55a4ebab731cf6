import type { Device, DevicePoint } from '../devices/device.js';
import type { DeviceActivity } from '../energy/reading.js';
import type { Engine, Placement } from '../engine/wave.js';
import type { ModelBundle } from '../model-bundle/bundle.js';
import { median } from './quantile.js';

/** Decode steps of one kind, all repetitions together. */
export interface TimedDecode {
  /** Rows per step, averaged: samples that end early leave. */
  readonly rows: number;
  /** Median over the repetitions of the mean step (s). */
  readonly stepS: number;
  /** Steps of one repetition. */
  readonly steps: number;
}

/** Prefills of one length. */
export interface TimedPrefill {
  readonly tokens: number;
  /** Median over the repetitions (s). */
  readonly timeS: number;
}

/** What the model took at one point. */
export interface MeasuredWaves {
  readonly promptTokens: number;
  readonly decode: readonly TimedDecode[];
  readonly prefill: readonly TimedPrefill[];
  /** CPU seconds per busy second in decode. */
  readonly cpuPerBusy: number;
  /** Everything the device did meanwhile, for whoever metered it. */
  readonly activity: readonly DeviceActivity[];
}

export interface MeasureWavesOptions {
  readonly engine: Engine;
  readonly bundle: ModelBundle;
  readonly device: Device;
  readonly point: DevicePoint;
  /** Time to spend (s). The first waves of one row are drawn even if they take longer. */
  readonly timeS: number;
  /** Monotonic seconds. */
  readonly now: () => number;
}

/** Batch sizes tried, the ends first: what is left out for want of time is then interpolated. */
const ROWS = [1, 16, 4, 2, 8];
const MOST_REPETITIONS = 4;
/** Tokens per sample: enough steps to average, fewer on a slow device. */
const NEW_TOKENS = { least: 4, most: 24 };
/** Share of the time that one wave of one row may take. */
const WAVE_SHARE = 0.1;
const WARM_UP_TOKENS = 4;
const SHORT_PROMPT = 'Tom has 12 apples and eats 3. How many are left?';
/** Lengthens the prompt for the second prefill, which tells the rate from the fixed cost. */
const LONGER_BY = 6;

/**
 * Draw real waves at one point: fixed lengths, several batch sizes, two prompt lengths, as often as the time allows.
 *
 * @throws {QeilError} what the engine throws
 */
export async function measureWaves(options: MeasureWavesOptions): Promise<MeasuredWaves> {
  const { bundle, timeS, now } = options;
  const untilS = now() + timeS;
  const short = prompt(bundle, SHORT_PROMPT);
  const long = prompt(bundle, Array.from({ length: LONGER_BY }, () => SHORT_PROMPT).join(' '));
  const everything = [...(await draw(options, short, 1, WARM_UP_TOKENS))];
  const newTokens = affordableTokens(everything, timeS);
  const decode = new Map<number, DeviceActivity[]>();
  const prefill = new Map<number, number[]>();
  const record = (activity: readonly DeviceActivity[], rows: number | undefined) => {
    everything.push(...activity);
    for (const done of activity) {
      if (done.passes === 0) continue;
      if (done.phase === 'decode') {
        if (rows !== undefined) append(decode, rows, done);
      } else append(prefill, done.tokens / done.passes, done.busyS / done.passes);
    }
  };
  for (let repetition = 0; repetition < MOST_REPETITIONS; repetition += 1) {
    for (const rows of ROWS) {
      // At least two batch sizes, or nothing can be said about rows; a slow device stops there.
      if (now() >= untilS && decode.size >= 2) break;
      record(await draw(options, short, rows, newTokens), rows);
    }
    if (now() >= untilS && repetition > 0) break;
    record(await draw(options, long, 1, 1), undefined);
    if (now() >= untilS) break;
  }
  const done = [...decode.values()].flat();
  return {
    promptTokens: short.length,
    decode: [...decode.values()].map(timedDecode).sort((a, b) => a.rows - b.rows),
    prefill: [...prefill]
      .map(([tokens, times]) => ({ tokens, timeS: median(times) }))
      .sort((a, b) => a.tokens - b.tokens),
    cpuPerBusy: sum(done, ({ cpuS }) => cpuS) / sum(done, ({ busyS }) => busyS),
    activity: everything,
  };
}

/** Prompt tokens, cut so that the answer still fits the model's positions. */
function prompt(bundle: ModelBundle, text: string): readonly number[] {
  return bundle.tokenizer.encodePrompt(text).slice(0, Math.max(1, bundle.maxPositions - NEW_TOKENS.most - 1));
}

/** New tokens per sample, by how long the warm-up's steps took. */
function affordableTokens(warmUp: readonly DeviceActivity[], timeS: number): number {
  const decode = warmUp.filter(({ phase }) => phase === 'decode');
  const stepS = sum(decode, ({ busyS }) => busyS) / sum(decode, ({ passes }) => passes);
  const affordable = Math.floor((WAVE_SHARE * timeS) / stepS);
  // No steps at all (the sample ended at once) says nothing about the device.
  return Number.isNaN(affordable) ? NEW_TOKENS.most : Math.min(NEW_TOKENS.most, Math.max(NEW_TOKENS.least, affordable));
}

let waves = 0;

/** One wave, forgotten afterwards. */
async function draw(
  { engine, bundle, device, point }: MeasureWavesOptions,
  promptTokenIds: readonly number[],
  rows: number,
  maxNewTokens: number,
): Promise<readonly DeviceActivity[]> {
  const placement: Placement = { deviceId: device.id, pointName: point.name };
  waves += 1;
  const questionId = `calibration-${waves}`;
  const { activity } = await engine.sampleWave({
    questionId,
    promptTokenIds,
    sampleIndices: Array.from({ length: rows }, (_, index) => index),
    runSeed: 1,
    sampling: { ...bundle.defaultSampling, temperature: 1, maxNewTokens, stop: [] },
    prefill: placement,
    decode: placement,
    keepPrompt: true,
  });
  await engine.endQuestion(questionId);
  return activity.filter(({ deviceId }) => deviceId === device.id);
}

function timedDecode(repetitions: readonly DeviceActivity[]): TimedDecode {
  const passes = sum(repetitions, (done) => done.passes);
  return {
    rows: sum(repetitions, (done) => done.tokens) / passes,
    stepS: median(repetitions.map((done) => done.busyS / done.passes)),
    steps: passes / repetitions.length,
  };
}

function append<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function sum<T>(values: readonly T[], of: (value: T) => number): number {
  return values.reduce((total, value) => total + of(value), 0);
}
