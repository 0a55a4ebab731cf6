import { evaluatePlacement, type PlacementPlan } from '@qeil/model';
import * as runtime from '@qeil/runtime';
import type { Services } from '../../src/services/services.js';
import { fakeEngine } from './fake-engine.js';

const DIGEST = 'd'.repeat(64);

export const fakeMachine: runtime.Machine = {
  devices: [
    {
      id: 'cpu',
      name: 'Test CPU',
      provider: 'cpu',
      cpus: [0, 1, 2, 3, 6],
      points: [
        { name: '1-thread', threads: 1 },
        { name: '4-threads', threads: 4 },
      ],
      memoryPool: 'system',
    },
  ],
  absences: [{ provider: 'cuda', reason: 'no NVIDIA driver', remedy: 'install the driver' }],
  memoryPools: [{ id: 'system', totalByte: 16 * 2 ** 30, availableByte: 8 * 2 ** 30 }],
  cpuModel: 'Test CPU',
  logicalCpus: 5,
  fingerprint: 'f'.repeat(16),
};

export const fakeBundle: runtime.ModelBundle = {
  name: 'test-model',
  directory: '/nowhere/models/test-model',
  weightFormat: 'int8',
  onnxPath: '/nowhere/models/test-model/onnx/model.onnx',
  digest: DIGEST,
  weightByte: 4e6,
  shape: {
    layers: 2,
    width: 64,
    heads: 4,
    kvHeads: 2,
    headSize: 16,
    mlpWidth: 128,
    gatedMlp: true,
    vocabulary: 500,
    tiedHead: true,
  },
  maxPositions: 512,
  stopTokenIds: [0],
  defaultSampling: {
    temperature: 0.8,
    topK: 0,
    topP: 1,
    minP: 0,
    repetitionPenalty: 1,
    maxNewTokens: 64,
    stop: [],
  },
  tokenizer: {
    encodePrompt: (text) => [...text].map((_, index) => index),
    encode: (text) => [...text].map((_, index) => index),
    decode: (ids) => ids.join(' '),
  },
};

export const fakeCalibration: runtime.Calibration = {
  schema: 'qeil.calibration/1',
  fingerprint: fakeMachine.fingerprint,
  createdAt: '2026-01-01T00:00:00.000Z',
  elapsedS: 3.5,
  points: [1, 4].map((threads) => ({
    deviceId: 'cpu',
    pointName: threads === 1 ? '1-thread' : '4-threads',
    flopRate: 4e10 * threads,
    byteRate: 1e10 * Math.sqrt(threads),
    workingSetByteRate: 4e10 * Math.sqrt(threads),
    model: {
      modelDigest: DIGEST,
      prefillFlopRate: 3e10 * threads,
      decodeFlopRate: 2e10 * threads,
      prefillOverheadS: 2e-4,
      decodeOverheadS: 2e-4,
      decodeRowS: 5e-6,
      cpuPerBusy: threads,
      decodePoints: [1, 4, 16].map((rows) => ({
        rows,
        measuredS: 3e-4 + 1e-5 * rows,
        predictedS: 3e-4 + 1.1e-5 * rows,
      })),
    },
  })),
  power: {
    cpu: { sleepW: 2, activeW: 3, perCpuW: 4, joulePerByte: 1e-11, source: 'prior', detail: 'a prior for tests' },
  },
};

const stillClock = () => 0;

const fakeMeter: runtime.EnergyMeter = {
  source: 'modelled',
  detail: '5 W while busy',
  open: () => ({
    close: (activity) => {
      const busyS = activity.reduce((sum, each) => sum + each.busyS, 0);
      return { energyJ: 5 * busyS, source: 'modelled', detail: '5 W while busy', wallS: busyS };
    },
  }),
};

function executable(
  problem: ReturnType<typeof runtime.buildPlacementProblem>,
  name: runtime.ExecutablePlan['name'],
  waveSize: number,
  point: number,
): runtime.ExecutablePlan {
  const plan: PlacementPlan = {
    prefillDevice: problem.stages.map(() => 0),
    decodeDevice: problem.stages.map(() => 0),
    point: [point],
    waveSize,
    microBatches: 1,
  };
  const placement = { deviceId: 'cpu', pointName: point === 0 ? '1-thread' : '4-threads' };
  return {
    name,
    prefill: placement,
    decode: placement,
    waveSize,
    keepPrompt: name !== 'standard',
    predicted: evaluatePlacement(problem, plan),
    plan,
    certificate: name === 'v2' ? 'exact' : 'baseline',
  };
}

/** Plans by trying every wave size and point; everything else of the runtime is real except what touches the machine. */
export function fakeServices(overrides: Partial<Services> = {}): Services {
  return {
    ...runtime,
    describeMeters: () => [
      { name: 'RAPL', path: '/sys/class/powercap', readable: false, reason: 'a test', remedy: 'none' },
    ],
    discoverMachine: async () => fakeMachine,
    loadModelBundle: async () => fakeBundle,
    writeCachedCalibration: async () => '/nowhere/k/calibration.json',
    chooseDriver: async () => ({ driver: 'c-api', why: 'equal outputs in a test' }),
    rememberedDriver: async () => undefined,
    startEngine: async () => fakeEngine(),
    calibrateMachine: async () => ({ calibration: fakeCalibration, fromCache: false }),
    openEnergyMeter: () => fakeMeter,
    qeilDirectories: () => ({ config: '/nowhere/c', cache: '/nowhere/k', data: '/nowhere/d', state: '/nowhere/s' }),
    // Checks that take no time, so that runs repeat exactly.
    answerQuestion: (options) =>
      runtime.answerQuestion({ ...options, cascade: { ...options.cascade, nowS: stillClock } }),
    runArm: (options) => runtime.runArm({ ...options, cascade: { ...options.cascade, nowS: stillClock } }),
    loadKnowledge: async () => ({
      path: '/nowhere/s/cascade.json',
      knowledge: new runtime.CascadeKnowledge(),
      save: async () => undefined,
    }),
    planRequest: async (options) => {
      const problem = runtime.buildPlacementProblem(options);
      const budget = options.neededSamples.length;
      const plans = Array.from({ length: budget }, (_, index) => index + 1).flatMap((wave) =>
        [0, 1].map((point) => executable(problem, 'v2', wave, point)),
      );
      const beats = (a: runtime.ExecutablePlan, b: runtime.ExecutablePlan) =>
        a.predicted.energyJ < b.predicted.energyJ && a.predicted.latencyS < b.predicted.latencyS;
      const front = plans.filter((plan) => !plans.some((other) => beats(other, plan)));
      const entries = front.map((plan) => ({ plan: plan.plan, evaluation: plan.predicted }));
      const choice = runtime.choosePlan(entries, options.objective ?? 'knee');
      const chosen = front[entries.indexOf(choice)];
      if (chosen === undefined) throw new Error('the fake search found no plan');
      return {
        problem,
        front: entries,
        chosen,
        baselines: {
          standard: executable(problem, 'standard', 1, 1),
          standardBatched: executable(problem, 'standard-batched', budget, 1),
          greedyV1: executable(problem, 'v1-greedy', budget, 0),
        },
        certificate: 'exact',
        evaluations: plans.length,
      };
    },
    ...overrides,
  };
}
