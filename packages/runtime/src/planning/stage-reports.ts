import {
  decodePassByte,
  decodeStageS,
  type OperatingPoint,
  type PlacementDevice,
  prefillStageS,
  type StageWork,
} from '@qeil/model';
import type { Calibration } from '../calibration/calibration.js';
import type { Machine } from '../devices/device.js';
import type { StageTime } from '../engine/wave.js';
import { QeilError } from '../errors/qeil-error.js';
import type { ModelBundle } from '../model-bundle/bundle.js';
import { placementDevices } from './placement-devices.js';
import { type RequestLengths, stagesOf } from './stages-of.js';

/** What a piece took in one phase, beside what the planner's law says of the same passes. */
export interface StageReport extends StageTime {
  /** Time predicted for the passes that ran, at the rows they had (s). */
  readonly predictedS: number;
  /** Energy predicted for them: busy power over that time, and traffic (J). */
  readonly predictedJ: number;
  /**
   * Energy by the same coefficients at the measured time and CPU time (J). Modelled, also where a counter measures the whole: no
   * counter tells the pieces apart.
   */
  readonly modelledJ: number;
}

export interface StageReportOptions {
  readonly machine: Machine;
  readonly calibration: Calibration;
  readonly bundle: ModelBundle;
  /** Of what really ran: the prompt, and the samples drawn. */
  readonly lengths: RequestLengths;
}

/**
 * Set measured stages beside predicted ones. Measurements of the same piece, phase and place are added up first.
 *
 * Decode passes are predicted at their mean rows; as the law is linear in rows but for one bend, samples that end early cost little
 * accuracy.
 *
 * @throws {QeilError} `usage` when a device was not calibrated with this model; `internal` for a device the machine does not have
 */
export function stageReports(
  { machine, calibration, bundle, lengths }: StageReportOptions,
  measured: readonly StageTime[],
): StageReport[] {
  const stages = stagesOf(bundle, lengths);
  const devices = placementDevices({ machine, calibration, bundle, stageCount: stages.length });
  const { layers } = bundle.shape;
  return summed(measured).map((stage) => {
    const device = devices.find(({ name }) => name === stage.deviceId);
    const point = device?.points.find(({ name }) => name === stage.pointName);
    const power = calibration.power[stage.deviceId];
    if (device === undefined || point === undefined || power === undefined) {
      throw new QeilError(`a stage ran on ${stage.deviceId} ${stage.pointName}, which is not in the plan's machine`, {
        kind: 'internal',
      });
    }
    const { perPassS, perPassByte } = ofOnePass(partsOf(stages, stage, layers), stage, point);
    const predictedS = stage.passes * perPassS;
    const trafficJ = stage.passes * perPassByte * point.joulePerByte;
    return {
      ...stage,
      predictedS,
      predictedJ: predictedS * aboveSleepW(device, point) + trafficJ,
      modelledJ: power.activeW * stage.busyS + power.perCpuW * stage.cpuS + trafficJ,
    };
  });
}

/** Sleeping power is spent whether a stage runs or not, so it belongs to none. */
function aboveSleepW({ sleepPowerW }: PlacementDevice, { activePowerW }: OperatingPoint): number {
  return activePowerW - sleepPowerW;
}

function ofOnePass(
  parts: readonly StageWork[],
  { phase, passes, tokens }: StageTime,
  point: OperatingPoint,
): { perPassS: number; perPassByte: number } {
  const rows = tokens / passes;
  let [perPassS, perPassByte] = [0, 0];
  for (const part of parts) {
    perPassS += phase === 'prefill' ? prefillStageS(part, point) : decodeStageS(part, point, rows);
    perPassByte += phase === 'prefill' ? part.prefillByte : decodePassByte(part, rows);
  }
  return { perPassS, perPassByte };
}

/** The planner's stages of a piece: the embedding goes with the first layer, the head with the last. */
function partsOf(stages: readonly StageWork[], { firstLayer, endLayer }: StageTime, layers: number): StageWork[] {
  return stages.slice(firstLayer === 0 ? 0 : firstLayer + 1, endLayer === layers ? endLayer + 2 : endLayer + 1);
}

function summed(measured: readonly StageTime[]): StageTime[] {
  const sums = new Map<string, StageTime>();
  for (const stage of measured) {
    // Nothing can be said per pass of what made none, such as a first token drawn from a prompt read before.
    if (stage.passes === 0) continue;
    const { piece, firstLayer, endLayer, phase, deviceId, pointName } = stage;
    const key = JSON.stringify([piece, firstLayer, endLayer, phase, deviceId, pointName]);
    const sum = sums.get(key);
    sums.set(
      key,
      sum === undefined
        ? stage
        : {
            ...sum,
            passes: sum.passes + stage.passes,
            tokens: sum.tokens + stage.tokens,
            busyS: sum.busyS + stage.busyS,
            cpuS: sum.cpuS + stage.cpuS,
          },
    );
  }
  return [...sums.values()];
}

/** How far a prediction was off. */
export interface PredictionError {
  readonly predictedS: number;
  readonly measuredS: number;
  /** |predicted − measured| / measured over all stages together. */
  readonly offBy: number;
}

/** A plan whose prediction is off by more is planned again, with what was learnt. */
export const REPLAN_ABOVE = 0.25;

/** @returns undefined when nothing ran */
export function predictionError(reports: readonly StageReport[]): PredictionError | undefined {
  const predictedS = reports.reduce((sum, report) => sum + report.predictedS, 0);
  const measuredS = reports.reduce((sum, report) => sum + report.busyS, 0);
  if (measuredS === 0) return undefined;
  return { predictedS, measuredS, offBy: Math.abs(predictedS - measuredS) / measuredS };
}
