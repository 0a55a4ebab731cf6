import { compareArms, energyStatement } from '../../src/format/comparison.js';
import type { DemoRecord } from '../../src/schemas/eval-record.js';
import type { PlanRecord } from '../../src/schemas/planning.js';

function plan(name: PlanRecord['name'], waveSize: number, energyJ: number, latencyS: number): PlanRecord {
  const placement = { deviceId: 'cpu', pointName: '2-threads' };
  return {
    name,
    prefill: placement,
    decode: placement,
    waveSize,
    keepPrompt: name !== 'standard',
    certificate: { kind: name === 'v2' ? ('exact' as const) : ('baseline' as const) },
    predicted: {
      energyJ,
      latencyS,
      underUtilisation: 0.4,
      violation: 0,
      breakdown: {
        switching: 0.1 * energyJ,
        traffic: 0.2 * energyJ,
        active: 0.5 * energyJ,
        sleep: 0.1 * energyJ,
        leakage: 0.1 * energyJ,
        links: 0,
        board: 0,
      },
      thermal: [{ temperatureK: null, phi: 1, loopGain: 0 }],
      memoryPressure: [0.1],
      seconds: { prefill: 0.1 * latencyS, kvMove: 0, decode: 0.9 * latencyS },
      waves: 1,
    },
  };
}

function arm(
  name: string,
  correct: number,
  samples: number,
  energyJ: number,
  wallS: number,
): DemoRecord['arms'][number] {
  const share = (value: number) => ({ value, low: value - 0.15, high: value + 0.1, n: 20 });
  return {
    arm: name,
    questions: 20,
    failed: 0,
    unfinished: 0,
    budget: 16,
    rule: name === 'v2' ? 'bayes' : 'none',
    selection: name === 'v2' ? 'arde' : 'majority',
    accuracy: share(correct / 20),
    coverage: share(0.85),
    samplesPerQuestion: samples,
    tokensPerQuestion: 60 * samples,
    wallS,
    secondsPerQuestion: wallS / 20,
    plannedSecondsPerQuestion: wallS / 21,
    plannedEnergyJPerQuestion: energyJ / 22,
    energyJ,
    energyJPerQuestion: energyJ / 20,
    energySource: 'modelled',
    energyDetail: 'CPU time × a labelled prior',
    meanPowerW: energyJ / wallS,
    ipw: ((100 * correct) / 20 / energyJ) * wallS,
    joulesPerCorrect: energyJ / correct,
    restarts: 0,
    stopReasons: name === 'v2' ? { bayes: 15, lock: 3, budget: 2 } : { budget: 20 },
  };
}

/** A demo's record with plausible numbers, for what only reads records. */
export function sampleRecord(): DemoRecord {
  const arms = [
    arm('standard', 14, 16, 1800, 180),
    arm('standard-batched', 14, 16, 420, 40),
    arm('v1-greedy', 14, 16, 380, 52),
    arm('v2', 15, 6.2, 210, 22),
  ];
  const [standard] = arms;
  const v2 = arms.at(-1);
  const baselines = [
    plan('standard', 1, 88, 8.8),
    plan('standard-batched', 16, 20, 1.9),
    plan('v1-greedy', 16, 18, 2.5),
  ];
  const front = [
    [9.4, 1.6, 4],
    [9.9, 1.2, 5],
    [11, 1.02, 6],
    [14, 0.94, 8],
    [19, 0.9, 12],
  ].map(([energyJ = 0, latencyS = 0, waveSize = 1], index) => ({
    prefillDevices: ['cpu'],
    decodeDevices: ['cpu'],
    points: { cpu: '2-threads' },
    waveSize,
    microBatches: 1,
    energyJ,
    latencyS,
    underUtilisation: 0.3,
    chosen: index === 2,
    certificate: { kind: 'exact' as const },
    knee: index === 2,
  }));
  return {
    schema: 'qeil.demo/1',
    provenance: {
      versions: { qeil: '0.1.0', node: '20.20.2', onnxruntime: '1.30.0' },
      platform: 'linux x64',
      startedAt: '2026-01-02T03:04:05.000Z',
      seed: 1,
      machine: {
        fingerprint: 'f'.repeat(32),
        cpuModel: 'Test CPU',
        logicalCpus: 2,
        devices: ['cpu'],
        devicesRequested: null,
      },
      model: { name: 'gradeschool-mini', digest: 'd'.repeat(64), weightFormat: 'int8', weightByte: 5e6 },
      dataSet: { path: 'data/test.jsonl', digest: 'e'.repeat(64), questions: 20 },
      sampling: { temperature: 0.8, topK: 0, topP: 1, minP: 0, repetitionPenalty: 1, maxNewTokens: 160, stop: [] },
      calibration: { createdAt: '2026-01-02T03:04:00.000Z', elapsedS: 14.2, fromCache: false },
    },
    planning: {
      profile: {
        promptTokens: 70,
        meanSampleTokens: 60,
        neededSamples: Array.from({ length: 16 }, () => 1 / 16),
        rule: 'bayes',
        selection: 'arde',
        source: 'shipped',
        detail: 'from qeil-profile.json: 200 questions',
      },
      objective: 'knee',
      chosen: plan('v2', 6, 11, 1.02),
      certificate: { kind: 'exact' as const },
      oneDeviceIsBest: true,
      front,
      baselines,
      evaluations: 20_000,
      elapsedS: 0.4,
    },
    arms,
    kv: [
      {
        deviceId: 'cpu',
        pointName: '2-threads',
        strategy: { name: 'shared-prompt', why: 'proved against the exported graph' },
      },
    ],
    activity: [
      {
        arm: 'standard',
        deviceId: 'cpu',
        pointName: '2-threads',
        phase: 'prefill',
        busyS: 20,
        cpuS: 38,
        passes: 320,
        tokens: 22_400,
        trafficByte: 1.6e9,
      },
      {
        arm: 'standard',
        deviceId: 'cpu',
        pointName: '2-threads',
        phase: 'decode',
        busyS: 158,
        cpuS: 300,
        passes: 19_200,
        tokens: 19_200,
        trafficByte: 9.6e10,
      },
      {
        arm: 'v2',
        deviceId: 'cpu',
        pointName: '2-threads',
        phase: 'prefill',
        busyS: 1.3,
        cpuS: 2.5,
        passes: 20,
        tokens: 1400,
        trafficByte: 1e8,
      },
      {
        arm: 'v2',
        deviceId: 'cpu',
        pointName: '2-threads',
        phase: 'decode',
        busyS: 20,
        cpuS: 39,
        passes: 1400,
        tokens: 7440,
        trafficByte: 7e9,
      },
    ],
    questions: arms.flatMap(({ arm: name, rule, energyJ, samplesPerQuestion }) =>
      ['1', '2'].map((questionId, index) => ({
        arm: name,
        questionId,
        answer: '7',
        gold: index === 0 ? '7' : '8',
        correct: index === 0,
        probability: name === 'v2' ? 0.95 - 0.4 * index : null,
        tie: false,
        rule,
        stoppedBy: name === 'v2' ? 'bayes' : 'budget',
        stopReason: 'so it was',
        samples: Math.round(samplesPerQuestion ?? 1),
        waves: 1,
        tokens: 60,
        energyJ: (energyJ ?? 0) / 20,
        energySource: 'modelled' as const,
        wallS: 1,
        error: null,
      })),
    ),
    calibration: [
      {
        arm: 'v2',
        n: 2,
        brier: 0.15,
        ece: 0.3,
        bins: [
          { low: 0.5, high: 0.6, n: 1, meanProbability: 0.55, shareCorrect: 0 },
          { low: 0.9, high: 1, n: 1, meanProbability: 0.95, shareCorrect: 1 },
        ],
      },
    ],
    comparisons: standard === undefined || v2 === undefined ? [] : [compareArms(v2, standard)],
    energyStatement: energyStatement(arms),
    roofline: {
      roofs: [{ deviceId: 'cpu', pointName: '2-threads', flopRate: 9e10, byteRate: 1.4e10, workingSetByteRate: 5e10 }],
      dots: [1, 4, 16].map((rows) => ({
        deviceId: 'cpu',
        pointName: '2-threads',
        label: `decode ×${rows}`,
        kind: 'measured' as const,
        intensity: 1.6 * rows,
        flopRate: Math.min(8e10, 1.2e10 * rows),
        aboveRoof: false,
      })),
    },
    remarks: ['20 of 500 questions, spread evenly over the file.', 'Arms take turns in blocks of 5 questions.'],
    faults: [],
    complete: true,
    outputDirectory: null,
  };
}
