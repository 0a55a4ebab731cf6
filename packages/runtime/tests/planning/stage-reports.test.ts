import { evaluatePlacement } from '@qeil/model';
import { describe, expect, it } from 'vitest';
import type { StageTime } from '../../src/engine/wave.js';
import { buildPlacementProblem } from '../../src/planning/build-placement-problem.js';
import { predictionError, stageReports } from '../../src/planning/stage-reports.js';
import { BUNDLE, calibrationOf, MACHINE } from '../support/calibrations.js';

const CALIBRATION = calibrationOf(MACHINE);
const lengths = { promptTokens: 40, sampleLengths: [30, 30, 30, 30] };
const options = { machine: MACHINE, calibration: CALIBRATION, bundle: BUNDLE, lengths };
const { layers } = BUNDLE.shape;

const stage = (changes: Partial<StageTime>): StageTime => ({
  piece: 0,
  firstLayer: 0,
  endLayer: layers,
  phase: 'decode',
  deviceId: 'cpu-performance',
  pointName: '1-thread',
  passes: 29,
  tokens: 29 * 4,
  busyS: 0.1,
  cpuS: 0.1,
  ...changes,
});

describe('the prediction of stages', () => {
  it('is that of the plan: prefill and decode of the evaluator, when the wave ran as planned', () => {
    const problem = buildPlacementProblem({ ...options, ...lengths, neededSamples: [0, 0, 0, 1] });
    const everywhere = problem.stages.map(() => 0);
    const { seconds } = evaluatePlacement(problem, {
      prefillDevice: everywhere,
      decodeDevice: everywhere,
      point: [0, 0, 0],
      waveSize: 4,
      microBatches: 1,
    });
    const steps = problem.request.decodeSteps[3] ?? 0;
    const [prefill, decode] = stageReports(options, [
      stage({ phase: 'prefill', passes: 1, tokens: 40 }),
      stage({ passes: steps, tokens: 4 * steps }),
    ]);
    expect(prefill?.predictedS).toBeCloseTo(seconds.prefill, 9);
    expect(decode?.predictedS).toBeCloseTo(seconds.decode, 9);
  });

  it('of pieces adds up to that of the whole, embedding and head included', () => {
    const [whole] = stageReports(options, [stage({})]);
    const pieces = stageReports(
      options,
      [0, 2, 4].map((firstLayer, piece) => stage({ piece, firstLayer, endLayer: [2, 4, layers][piece] ?? layers })),
    );
    expect(pieces).toHaveLength(3);
    const sum = (of: 'predictedS' | 'predictedJ'): number => pieces.reduce((total, piece) => total + piece[of], 0);
    expect(sum('predictedS')).toBeCloseTo(whole?.predictedS ?? 0, 12);
    expect(sum('predictedJ')).toBeCloseTo(whole?.predictedJ ?? 0, 12);
  });

  it('adds measurements of one stage up, and leaves out what made no pass', () => {
    const reports = stageReports(options, [stage({}), stage({ busyS: 0.3 }), stage({ passes: 0, tokens: 0 })]);
    expect(reports).toMatchObject([{ passes: 58, tokens: 232, busyS: 0.4 }]);
  });

  it('charges a measured second what the meter charges', () => {
    const [report] = stageReports(options, [stage({ busyS: 2, cpuS: 3 })]);
    const [same] = stageReports(options, [stage({ busyS: 1, cpuS: 1 })]);
    // 4 W per busy CPU of this calibration; traffic is the same.
    expect((report?.modelledJ ?? 0) - (same?.modelledJ ?? 0)).toBeCloseTo(4 * 2, 9);
  });

  it.each([{ deviceId: 'gone' }, { pointName: 'gone' }])('refuses a stage that ran elsewhere: %j', (changes) => {
    expect(() => stageReports(options, [stage(changes)])).toThrow(/gone/);
  });
});

it('the error of a prediction is relative to what was measured, and unknown when nothing ran', () => {
  const [report] = stageReports(options, [stage({})]);
  if (report === undefined) throw new Error('no report');
  const { predictedS } = report;
  expect(predictionError([{ ...report, busyS: 2 * predictedS }])?.offBy).toBeCloseTo(0.5, 12);
  expect(predictionError([{ ...report, busyS: predictedS / 2 }])?.offBy).toBeCloseTo(1, 12);
  expect(predictionError([])).toBeUndefined();
});
