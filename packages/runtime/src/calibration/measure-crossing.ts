import type { Device } from '../devices/device.js';
import type { Engine, Placement } from '../engine/wave.js';
import { QeilError } from '../errors/qeil-error.js';
import type { ModelBundle } from '../model-bundle/bundle.js';
import { median } from './quantile.js';

export interface MeasureCrossingOptions {
  readonly engine: Engine;
  readonly bundle: ModelBundle;
  /** The devices to cross between, each at its first point. */
  readonly devices: readonly [Device, Device];
  /** Time to spend (s). One pair of waves is drawn even if it takes longer. */
  readonly timeS: number;
  /** Monotonic seconds. */
  readonly now: () => number;
}

/** Tokens of the short and of the long wave. What waves cost besides their steps is the same in both and cancels. */
const NEW_TOKENS = { short: 4, long: 20 };
const MOST_PAIRS = 9;
/** Crossings of a decode step through two pieces: there, and back to the embedding. */
const CROSSINGS = 2;
/** Less is not believed of any way between two processes (s). */
const LEAST_S = 1e-6;

/**
 * Time of a crossing between two device processes: what a decode step of a model cut in halves takes beyond its passes.
 *
 *   crossing = median over pairs of ((wall_long − wall_short) − (busy_long − busy_short)) / (steps_long − steps_short) / 2
 *
 * @returns seconds; null when the model cannot be cut
 * @throws what the engine throws otherwise
 */
export async function measureCrossing(options: MeasureCrossingOptions): Promise<number | null> {
  const { bundle, timeS, now } = options;
  if (bundle.shape.layers < 2) return null;
  const untilS = now() + timeS;
  try {
    await wave(options, NEW_TOKENS.short);
    const crossings: number[] = [];
    do {
      const short = await wave(options, NEW_TOKENS.short);
      const long = await wave(options, NEW_TOKENS.long);
      const steps = NEW_TOKENS.long - NEW_TOKENS.short;
      crossings.push((long.wallS - short.wallS - (long.busyS - short.busyS)) / steps / CROSSINGS);
    } while (crossings.length < MOST_PAIRS && now() < untilS);
    return Math.max(LEAST_S, median(crossings));
  } catch (error) {
    if (QeilError.isInstance(error) && error.kind === 'model-unsupported') return null;
    throw error;
  } finally {
    await options.engine.endQuestion(QUESTION);
  }
}

const QUESTION = 'calibration of crossings';

async function wave(
  { engine, bundle, devices, now }: MeasureCrossingOptions,
  newTokens: number,
): Promise<{ wallS: number; busyS: number }> {
  const [from, to] = devices.map((device): Placement => {
    return { deviceId: device.id, pointName: device.points[0]?.name ?? '' };
  }) as [Placement, Placement];
  const { layers } = bundle.shape;
  const cut = Math.ceil(layers / 2);
  const promptTokenIds = bundle.tokenizer
    .encodePrompt('2 + 3 =')
    .slice(0, Math.max(1, bundle.maxPositions - newTokens));
  const startS = now();
  const { stages = [] } = await engine.sampleWave({
    questionId: QUESTION,
    promptTokenIds,
    sampleIndices: [0],
    runSeed: 1,
    sampling: { ...bundle.defaultSampling, temperature: 1, maxNewTokens: newTokens, stop: [] },
    prefill: from,
    decode: to,
    split: {
      microBatches: 1,
      pieces: [
        { firstLayer: 0, endLayer: cut, prefill: from, decode: from },
        { firstLayer: cut, endLayer: layers, prefill: to, decode: to },
      ],
    },
    keepPrompt: true,
    // Given, not drawn: both waves must run all their steps.
    forced: [Array.from({ length: newTokens }, (_, index) => 1 + (index % Math.max(1, bundle.shape.vocabulary - 1)))],
  });
  return { wallS: now() - startS, busyS: stages.reduce((sum, { busyS }) => sum + busyS, 0) };
}
