import fc from 'fast-check';
import { expect, it } from 'vitest';
import { measureCrossing } from '../../src/calibration/measure-crossing.js';
import type { Engine, WaveRequest } from '../../src/engine/wave.js';
import { QeilError } from '../../src/errors/qeil-error.js';
import { BUNDLE, MACHINE } from '../support/calibrations.js';

const [from, to] = MACHINE.devices;
if (from === undefined || to === undefined) throw new Error('a machine without devices');

/** An engine with its own clock: a wave takes a start, and per step both passes and two crossings. */
function pipeline(startS: number, passS: number, crossingS: number) {
  let clockS = 0;
  const requests: WaveRequest[] = [];
  const engine: Engine = {
    async sampleWave(request) {
      requests.push(request);
      const steps = request.sampling.maxNewTokens - 1;
      clockS += startS + steps * (2 * passS + 2 * crossingS);
      const stages = (request.split?.pieces ?? []).map(({ firstLayer, endLayer, decode }, piece) => ({
        piece,
        firstLayer,
        endLayer,
        ...decode,
        phase: 'decode' as const,
        passes: steps,
        tokens: steps,
        busyS: steps * passS,
        cpuS: steps * passS,
      }));
      return { samples: [], activity: [], wallS: 0, restarts: 0, stages };
    },
    endQuestion: async () => {},
    keepOnly: async () => {},
    processIds: () => new Map(),
    kvStrategies: () => new Map(),
    close: async () => {},
  };
  return { engine, requests, now: () => clockS };
}

it('finds what a step takes beyond its passes, whatever waves cost besides', async () => {
  const time = (max: number) => fc.double({ min: 1e-5, max, noNaN: true });
  await fc.assert(
    fc.asyncProperty(time(0.1), time(0.01), time(0.01), async (startS, passS, crossingS) => {
      const { engine, requests, now } = pipeline(startS, passS, crossingS);
      const options = { engine, bundle: BUNDLE, devices: [from, to] as const, timeS: 0.5, now };
      expect(await measureCrossing(options)).toBeCloseTo(crossingS, 9);
      expect(requests.length).toBeGreaterThanOrEqual(3);
      expect(requests.every(({ split }) => split?.pieces.length === 2 && split.microBatches === 1)).toBe(true);
    }),
  );
});

it('never believes in less than a microsecond', async () => {
  const { engine, now } = pipeline(0.01, 0.001, -0.0001);
  expect(await measureCrossing({ engine, bundle: BUNDLE, devices: [from, to], timeS: 0.1, now })).toBe(1e-6);
});

it('says so when a model cannot be cut, and passes other faults on', async () => {
  const { engine, now } = pipeline(0.01, 0.001, 0.0001);
  const failing = (kind: QeilError['kind']): Engine => ({
    ...engine,
    sampleWave: async () => {
      throw new QeilError('no', { kind });
    },
  });
  const options = { bundle: BUNDLE, devices: [from, to] as const, timeS: 0.1, now };
  expect(await measureCrossing({ ...options, engine: failing('model-unsupported') })).toBeNull();
  await expect(measureCrossing({ ...options, engine: failing('out-of-memory') })).rejects.toThrow('no');
  const shape = { ...BUNDLE.shape, layers: 1 };
  expect(await measureCrossing({ ...options, engine, bundle: { ...BUNDLE, shape } })).toBeNull();
});
