import type { Check } from '../cascade/check.js';
import { candidateOf } from '../cascade/judge-sample.js';
import type { EnergyMeter } from '../energy/reading.js';
import type { Engine, WaveHooks, WaveRequest } from '../engine/wave.js';
import { QeilError } from '../errors/qeil-error.js';
import { energyShares } from './energy-shares.js';
import type { DrawnCandidate, WaveCost } from './outcome.js';

export interface WaveTools {
  readonly engine: Engine;
  readonly meter: EnergyMeter;
  readonly checks: readonly Check[];
  readonly planName: string;
  readonly hooks: WaveHooks;
}

/**
 * Draw one wave inside a window of the meter. Its candidates have their answers read and are not judged yet. A wave that does not fit in memory is drawn once more, in
 * two halves.
 *
 * @throws {QeilError} what {@link Engine.sampleWave} throws
 */
export async function drawWave(request: WaveRequest, tools: WaveTools): Promise<DrawnCandidate[]> {
  try {
    return await drawOnce(request, tools);
  } catch (error) {
    const { sampleIndices } = request;
    if (!QeilError.isInstance(error) || error.kind !== 'out-of-memory' || sampleIndices.length < 2) throw error;
    const middle = Math.ceil(sampleIndices.length / 2);
    const first = await drawOnce({ ...request, sampleIndices: sampleIndices.slice(0, middle) }, tools);
    const second = await drawOnce({ ...request, sampleIndices: sampleIndices.slice(middle) }, tools);
    return [...first, ...second];
  }
}

async function drawOnce(request: WaveRequest, tools: WaveTools): Promise<DrawnCandidate[]> {
  const window = tools.meter.open();
  let result: Awaited<ReturnType<Engine['sampleWave']>>;
  try {
    result = await tools.engine.sampleWave(request, tools.hooks);
  } catch (error) {
    // What a broken wave did is not reported, so its reading would be incomplete.
    window.close([]);
    throw error;
  }
  const reading = window.close(result.activity);
  // A sample cut short on request is not the sample its seed stands for; keeping it would spoil a resume.
  if (result.samples.some(({ finishReason }) => finishReason === 'cancelled')) {
    throw new QeilError('stopped on request', { kind: 'cancelled' });
  }
  const shares = energyShares(result, reading);
  const wave: WaveCost = {
    firstSample: Math.min(...request.sampleIndices),
    size: result.samples.length,
    wallS: reading.wallS,
    energyJ: reading.energyJ,
    energySource: reading.source,
    energyDetail: reading.detail,
    restarts: result.restarts,
  };
  return result.samples.map((sample, position) => ({
    wave,
    candidate: candidateOf(sample, {
      checks: tools.checks,
      energyJ: shares[position] ?? null,
      energySource: reading.source,
      planName: tools.planName,
    }),
  }));
}
