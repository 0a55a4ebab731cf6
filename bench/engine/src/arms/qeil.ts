import { availableParallelism } from 'node:os';
import { type Device, type DriverName, loadModelBundle, qeilDirectories, startEngine } from '@qeil/runtime';
import type { LoadArm } from '../arm.js';

/** The engine as it runs: one device process on all cores, one wave for all rows. */
export const load: LoadArm = async ({ directory }, { driver, sharePrompt }) => {
  const bundle = await loadModelBundle(directory);
  const threads = availableParallelism();
  const point = { name: `${threads}-threads`, threads };
  const device: Device = { id: 'cpu', name: 'CPU', provider: 'cpu', points: [point], memoryPool: 'system' };
  const at = { deviceId: device.id, pointName: point.name };
  const engine = await startEngine({
    bundle,
    devices: [device],
    driver: driver as DriverName,
    sharePrompt: sharePrompt === true,
    cacheDirectory: qeilDirectories(process.env).cache,
  });
  return {
    async generate({ promptTokenIds, rows, newTokens, temperature, seed }) {
      const { samples, activity, wallS } = await engine.sampleWave({
        questionId: `${seed}`,
        promptTokenIds,
        sampleIndices: Array.from({ length: rows }, (_, index) => index),
        runSeed: seed,
        sampling: { ...bundle.defaultSampling, temperature, topK: 0, topP: 1, minP: 0, maxNewTokens: newTokens },
        prefill: at,
        decode: at,
        keepPrompt: false,
      });
      const decode = activity.filter(({ phase }) => phase === 'decode');
      const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
      return {
        tokenIds: samples.map((sample) => sample.tokenIds),
        wallS,
        decodeS: total(decode.map(({ busyS }) => busyS)),
        decodePasses: total(decode.map(({ passes }) => passes)),
        busyS: total(activity.map(({ busyS }) => busyS)),
        processIds: [...engine.processIds().values()],
      };
    },
    close: () => engine.close(),
  };
};
