import type { Work } from '@qeil/model';
import {
  type EnergyRoofline,
  type EnergyTerm,
  energyRooflineJ,
  fitEnergyRoofline,
  fitStepTime,
  leaveOneGroupOut,
  type StepTime,
  stepTimeS,
} from '@qeil/model/validation';
import type { MeasuredSet, MeasuredStep } from './measured-step.js';

/** The labelled prior: median share of peak bandwidth that 21 published systems reach, range 0.37–0.79. */
export const BANDWIDTH_EFFICIENCY = 0.65;

/** Everything predicted of one held-out step; undefined where a baseline lacks its input. */
export interface JudgedStep {
  readonly step: MeasuredStep;
  readonly timeS: number;
  /** From the measured time, as the published fits are. */
  readonly energyGivenTimeJ: number;
  /** From the predicted time: nothing of the held-out model is measured. */
  readonly energyJ: number;
  readonly baselines: {
    readonly designPowerJ: number | undefined;
    readonly peakBandwidthS: number | undefined;
    readonly efficientBandwidthS: number | undefined;
    readonly simpleFitJ: number;
    readonly simpleFitS: number;
  };
}

/** What the full set fits, for the record. */
export interface Fitted {
  readonly time: StepTime;
  readonly energy: EnergyRoofline;
}

type Judge = (step: MeasuredStep) => JudgedStep;

/** Predictions for every step by coefficients fitted without its model. */
export function judgeByModel(set: MeasuredSet): JudgedStep[] {
  return leaveOneGroupOut(set.steps, ({ model }) => model).flatMap(({ training, heldOut }) => {
    const judge = judgeFrom(set, training);
    return heldOut.map(judge);
  });
}

/** Predictions for the confirmation steps by coefficients of all steps of the set. */
export function judgeConfirmation(set: MeasuredSet): JudgedStep[] {
  return set.confirmation.map(judgeFrom(set, set.steps));
}

export function fitAll(set: MeasuredSet): Fitted {
  return fit(set, set.steps, set.workFrom(set.steps));
}

function judgeFrom(set: MeasuredSet, training: readonly MeasuredStep[]): Judge {
  const work = set.workFrom(training);
  const { time, energy } = fit(set, training, work);
  const simple = simpleFits(set, training);
  return (step) => {
    const timeS = stepTimeS(time, work(step));
    return {
      step,
      timeS,
      energyGivenTimeJ: energyRooflineJ(energy, { work: work(step), timeS: step.stepS }),
      energyJ: energyRooflineJ(energy, { work: work(step), timeS }),
      baselines: {
        designPowerJ: step.designPowerW === undefined ? undefined : step.designPowerW * step.stepS,
        peakBandwidthS: step.peakByteRate === undefined ? undefined : step.weightByte / step.peakByteRate,
        efficientBandwidthS:
          step.peakByteRate === undefined ? undefined : step.weightByte / (BANDWIDTH_EFFICIENCY * step.peakByteRate),
        simpleFitJ: energyRooflineJ(simple.energy, { work: publishedWork(step), timeS: step.stepS }),
        simpleFitS: stepTimeS(simple.time, publishedWork(step)),
      },
    };
  };
}

function fit(set: MeasuredSet, training: readonly MeasuredStep[], work: (step: MeasuredStep) => Work): Fitted {
  const samples = training.map((step) => ({ work: work(step), timeS: step.stepS, energyJ: step.stepJ }));
  const time = fitStepTime(samples, set.hasSeveralBatches ? ['byte', 'flop', 'overhead'] : ['byte', 'overhead']);
  return { time, energy: fitEnergyRoofline(samples) };
}

/** The published kind of fit: weights only, measured time; arithmetic only where batches differ, or it is not identifiable. */
function simpleFits(set: MeasuredSet, training: readonly MeasuredStep[]): Fitted {
  const samples = training.map((step) => ({ work: publishedWork(step), timeS: step.stepS, energyJ: step.stepJ }));
  const terms: EnergyTerm[] = set.hasSeveralBatches ? ['byte', 'flop', 'time'] : ['byte', 'time'];
  return { time: fitStepTime(samples, ['byte', 'overhead']), energy: fitEnergyRoofline(samples, terms) };
}

function publishedWork({ weightByte, weightFlop }: MeasuredStep): Work {
  return { byte: weightByte, flop: weightFlop };
}
