import type { Calibration, PointCalibration } from '../../src/calibration/calibration.js';
import type { Device, Machine } from '../../src/devices/device.js';
import type { ModelBundle } from '../../src/model-bundle/bundle.js';

/** Two CPU clusters and a discrete GPU, as discovery would describe them. */
export const MACHINE: Machine = {
  devices: [
    cpuDevice('cpu-performance', [0, 1]),
    cpuDevice('cpu-efficiency', [2, 3]),
    { id: 'cuda', name: 'a GPU', provider: 'cuda', points: [{ name: 'default', threads: 1 }], memoryPool: 'cuda' },
  ],
  absences: [],
  memoryPools: [
    { id: 'system', totalByte: 16e9, availableByte: 12e9 },
    { id: 'cuda', totalByte: 8e9, availableByte: 7e9 },
  ],
  cpuModel: 'Some CPU',
  logicalCpus: 4,
  fingerprint: 'f'.repeat(64),
};

/** The same machine with its first device only. */
export const ONE_DEVICE: Machine = {
  ...MACHINE,
  devices: MACHINE.devices.slice(0, 1),
  memoryPools: MACHINE.memoryPools.slice(0, 1),
};

export const BUNDLE: ModelBundle = {
  name: 'tiny',
  directory: 'models/tiny',
  weightFormat: 'fp32',
  onnxPath: 'models/tiny/onnx/model.onnx',
  digest: 'd'.repeat(64),
  weightByte: 10e6,
  shape: {
    layers: 5,
    width: 192,
    heads: 6,
    kvHeads: 2,
    headSize: 32,
    mlpWidth: 512,
    gatedMlp: true,
    vocabulary: 1024,
    tiedHead: true,
  },
  maxPositions: 256,
  stopTokenIds: [0],
  defaultSampling: {
    temperature: 1,
    topK: 0,
    topP: 1,
    minP: 0,
    repetitionPenalty: 1,
    maxNewTokens: 128,
    stop: [],
  },
  tokenizer: {
    encodePrompt: (text) => Array.from(text, (_, index) => 1 + (index % 1000)),
    encode: (text) => Array.from(text, (_, index) => 1 + (index % 1000)),
    decode: () => '',
  },
};

/** A calibration of a machine with {@link BUNDLE}: more threads are faster, the GPU fastest and hungriest. */
export function calibrationOf(machine: Machine): Calibration {
  return {
    schema: 'qeil.calibration/1',
    fingerprint: machine.fingerprint,
    createdAt: '2026-01-01T00:00:00.000Z',
    elapsedS: 1,
    crossing: null,
    points: machine.devices.flatMap((device) =>
      device.points.map((point) => pointCalibration(device, point.name, point.threads)),
    ),
    power: Object.fromEntries(
      machine.devices.map(({ id, provider }) => [
        id,
        {
          sleepW: 1.5,
          activeW: provider === 'cpu' ? 0 : 35,
          perCpuW: id === 'cpu-efficiency' ? 2 : 4,
          joulePerByte: 60e-12,
          source: 'prior' as const,
          detail: `numbers for ${id}`,
        },
      ]),
    ),
  };
}

function pointCalibration(device: Device, pointName: string, threads: number): PointCalibration {
  const speed = device.provider === 'cuda' ? 20 : device.id === 'cpu-efficiency' ? 0.5 : threads ** 0.7;
  return {
    deviceId: device.id,
    pointName,
    flopRate: 100e9 * speed,
    byteRate: 20e9 * speed,
    workingSetByteRate: 40e9 * speed,
    spread: { flopRate: 0.05, byteRate: 0.02, workingSetByteRate: 0 },
    callOverheadS: 1e-5,
    model: {
      modelDigest: BUNDLE.digest,
      prefillFlopRate: 60e9 * speed,
      decodeFlopRate: 40e9 * speed,
      prefillOverheadS: 1e-3,
      decodeOverheadS: 1e-3,
      decodeRowS: 1e-4,
      cpuPerBusy: threads,
      decodePoints: [{ rows: 1, measuredS: 2e-3, predictedS: 2.1e-3 }],
    },
  };
}

function cpuDevice(id: string, cpus: readonly number[]): Device {
  const points = [
    { name: '1-thread', threads: 1 },
    { name: '2-threads', threads: 2 },
  ];
  return { id, name: id, provider: 'cpu', cpus, points, memoryPool: 'system' };
}
