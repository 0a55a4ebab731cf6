import { type ErrorSummary, errorSummary, type Prediction } from '@qeil/model/validation';
import { type BoundCheck, boundChecks } from './bounds.js';
import { h100Set } from './h100.js';
import { jetsonSets } from './jetson.js';
import { type Fitted, fitAll, type JudgedStep, judgeByModel, judgeConfirmation } from './judge.js';
import { known } from './known.js';
import type { MeasuredSet } from './measured-step.js';
import { readPublishedPoints } from './published-point.js';
import { impossiblePoints, ratedPoints, readImpossiblePoints } from './roofs.js';
import { judgeUnseen, type UnseenResult } from './unseen.js';
import { judgeWall, type WallResult } from './wall.js';

/** Errors of one set, by what was predicted. Baselines are absent where their input is. */
export interface SetErrors {
  readonly time: ErrorSummary;
  readonly energyGivenTime: ErrorSummary;
  readonly energy: ErrorSummary;
  readonly baselines: {
    readonly designPowerTimesTime: ErrorSummary | undefined;
    readonly bytesOverPeak: ErrorSummary | undefined;
    readonly bytesOverEfficientPeak: ErrorSummary | undefined;
    readonly simpleFitEnergy: ErrorSummary;
    readonly simpleFitTime: ErrorSummary;
  };
}

export interface SetResult {
  readonly name: string;
  readonly scope: string;
  readonly models: number;
  readonly leaveOneModelOut: SetErrors;
  readonly byModel: readonly { readonly model: string; readonly errors: SetErrors }[];
  /** Errors for models never fitted. */
  readonly confirmation: SetErrors | undefined;
  /** Leave one model out over the set and the confirmation models together: what more models would have given. */
  readonly withConfirmation: SetErrors | undefined;
  readonly fitted: Fitted;
  readonly designPowerNote: string | undefined;
  readonly predictions: readonly PredictedStep[];
}

/** One step as predicted without its model, per token. */
export interface PredictedStep {
  readonly id: string;
  readonly set: string;
  readonly model: string;
  readonly rows: number;
  readonly tokenRate: Prediction;
  readonly joulePerToken: Prediction;
}

export interface Target {
  readonly what: string;
  readonly limit: number;
  readonly reached: number;
  readonly met: boolean;
}

export interface ValidationResult {
  readonly sets: readonly SetResult[];
  readonly wall: WallResult;
  readonly unseen: UnseenResult;
  readonly bounds: readonly BoundCheck[];
  readonly refused: readonly string[];
  readonly excluded: readonly string[];
  /** H100 errors by the assumed share of the arithmetic peak in prefill. */
  readonly prefillSweep: readonly { readonly utilisation: number; readonly errors: SetErrors }[];
  readonly targets: readonly Target[];
}

const SWEEP = [0.3, 0.4, 0.5, 0.6, 0.7, 1];

/** The whole protocol: fit on some models or devices, judge on others, one scope at a time. */
export function validate(): ValidationResult {
  const points = readPublishedPoints();
  const refused = impossiblePoints([...ratedPoints(points), ...readImpossiblePoints()]);
  const refusedIds = new Set(refused.map(({ pointId }) => pointId));
  const usable = points.filter(({ id, tier }) => tier !== 'D' && !refusedIds.has(id));
  const jetson = jetsonSets(usable);
  const sets = [...jetson, h100Set(usable)].map(setResult);
  const wall = judgeWall(usable);
  const unseen = judgeUnseen(usable);
  const at15W = known(jetson[0], 'the 15 W set');
  return {
    sets,
    wall,
    unseen,
    bounds: boundChecks(points, at15W, fitAll(at15W).energy),
    refused: refused.map(({ message }) => message),
    excluded: points.filter(({ tier }) => tier === 'D').map(({ id }) => id),
    prefillSweep: SWEEP.map((utilisation) => ({
      utilisation,
      errors: errorsOf(judgeByModel(h100Set(usable, [utilisation]))),
    })),
    targets: targetsOf(sets, wall, unseen),
  };
}

function setResult(set: MeasuredSet): SetResult {
  const judged = judgeByModel(set);
  const models = [...new Set(set.steps.map(({ model }) => model))];
  const ofModel = (model: string) => judged.filter(({ step }) => step.model === model);
  return {
    name: set.name,
    scope: known(set.steps[0], set.name).scope,
    models: models.length,
    leaveOneModelOut: errorsOf(judged),
    byModel: models.map((model) => ({ model, errors: errorsOf(ofModel(model)) })),
    confirmation: set.confirmation.length > 0 ? errorsOf(judgeConfirmation(set)) : undefined,
    withConfirmation:
      set.confirmation.length > 0
        ? errorsOf(judgeByModel({ ...set, steps: [...set.steps, ...set.confirmation] }))
        : undefined,
    fitted: fitAll(set),
    designPowerNote: set.designPowerNote,
    predictions: judged.map((entry) => predictedStep(set.name, entry)),
  };
}

function errorsOf(judged: readonly JudgedStep[]): SetErrors {
  const seconds = (of: (entry: JudgedStep) => number | undefined) => summary(judged, of, ({ step }) => step.stepS);
  const joules = (of: (entry: JudgedStep) => number | undefined) => summary(judged, of, ({ step }) => step.stepJ);
  return {
    time: known(
      seconds(({ timeS }) => timeS),
      'time errors',
    ),
    energyGivenTime: known(
      joules(({ energyGivenTimeJ }) => energyGivenTimeJ),
      'energy errors',
    ),
    energy: known(
      joules(({ energyJ }) => energyJ),
      'energy errors',
    ),
    baselines: {
      designPowerTimesTime: joules(({ baselines }) => baselines.designPowerJ),
      bytesOverPeak: seconds(({ baselines }) => baselines.peakBandwidthS),
      bytesOverEfficientPeak: seconds(({ baselines }) => baselines.efficientBandwidthS),
      simpleFitEnergy: known(
        joules(({ baselines }) => baselines.simpleFitJ),
        'energy errors',
      ),
      simpleFitTime: known(
        seconds(({ baselines }) => baselines.simpleFitS),
        'time errors',
      ),
    },
  };
}

function summary(
  judged: readonly JudgedStep[],
  predicted: (entry: JudgedStep) => number | undefined,
  measured: (entry: JudgedStep) => number,
): ErrorSummary | undefined {
  const pairs = judged.flatMap((entry) => {
    const value = predicted(entry);
    return value === undefined ? [] : [{ predicted: value, measured: measured(entry) }];
  });
  return pairs.length === 0 ? undefined : errorSummary(pairs);
}

function predictedStep(set: string, { step, timeS, energyJ }: JudgedStep): PredictedStep {
  const { id, model, rows, stepS, stepJ } = step;
  return {
    id,
    set,
    model,
    rows,
    tokenRate: { predicted: rows / timeS, measured: rows / stepS },
    joulePerToken: { predicted: energyJ / rows, measured: stepJ / rows },
  };
}

/** Targets are stated for sets, so errors of several modes count each point once. */
function targetsOf(sets: readonly SetResult[], wall: WallResult, unseen: UnseenResult): Target[] {
  const jetson = sets.filter(({ name }) => name.startsWith('Jetson'));
  const h100 = sets.filter(({ name }) => name.startsWith('H100'));
  const mean = (chosen: readonly SetResult[], of: (errors: SetErrors) => ErrorSummary): number => {
    const summaries = chosen.map(({ leaveOneModelOut }) => of(leaveOneModelOut));
    const count = summaries.reduce((sum, entry) => sum + entry.count, 0);
    return summaries.reduce((sum, entry) => sum + entry.meanAbsolute * entry.count, 0) / count;
  };
  // The Orin's peak is known at 25 W and above; wall systems count where their peak is known.
  const known102 = [...jetson.filter(({ name }) => !name.endsWith(' 15W')), ...h100];
  const timeKnown = mean(known102, ({ time }) => time);
  const target = (what: string, limit: number, reached: number): Target => ({
    what,
    limit,
    reached,
    met: reached <= limit,
  });
  return [
    target(
      'energy, Jetson, leave one model out, measured time (as the published fits)',
      0.09,
      mean(jetson, (e) => e.energyGivenTime),
    ),
    target(
      'energy, Jetson, leave one model out, predicted time',
      0.09,
      mean(jetson, (e) => e.energy),
    ),
    target(
      'energy, H100, leave one model out, measured time (as the published fits)',
      0.09,
      mean(h100, (e) => e.energyGivenTime),
    ),
    target(
      'energy, H100, leave one model out, predicted time',
      0.09,
      mean(h100, (e) => e.energy),
    ),
    target('time where bandwidth is known, Orin at 25 W and MAXN and H100, leave one model out', 0.1, timeKnown),
    target('time, wall systems of several models, leave one model out', 0.1, wall.time.meanAbsolute),
    target(
      'token rate of unseen devices, catalogue and prior alone, median over devices',
      0.25,
      unseen.byPrior.medianOfDevices,
    ),
    target(
      'token rate of unseen devices, catalogue and prior alone, median over points',
      0.25,
      unseen.byPrior.byPoint.medianAbsolute,
    ),
    target(
      'token rate of unseen devices, share and overhead learnt from the other devices, median over devices',
      0.25,
      unseen.byOtherDevices.medianOfDevices,
    ),
    target(
      'token rate of unseen devices, share and overhead learnt from the other devices, median over points',
      0.25,
      unseen.byOtherDevices.byPoint.medianAbsolute,
    ),
  ];
}
