import {
  type ErrorSummary,
  errorSummary,
  leaveOneGroupOut,
  type Prediction,
  relativeFit,
} from '@qeil/model/validation';
import { known } from './known.js';
import { layersOf } from './layers.js';
import { type PublishedPoint, scopeOf } from './published-point.js';

export interface WallDevice {
  readonly device: string;
  readonly time: ErrorSummary;
  /** Against the energy at the peak power of the wall meter: an upper bound of the real one. */
  readonly energyAtPeakPower: ErrorSummary;
}

export interface WallResult {
  readonly devices: readonly WallDevice[];
  readonly time: ErrorSummary;
  readonly energyAtPeakPower: ErrorSummary;
  readonly timePoints: readonly (Prediction & { readonly id: string })[];
}

/**
 * Wall-metered systems with at least two models, each model predicted from the others on the same system, with as many numbers as those
 * identify: bandwidth alone from one model, bandwidth and the overhead of a layer (the evaluator's t₀ per stage) from two. Power is
 * one number.
 *
 *   t = Q/β (+ layers·t₀),   E = P·t
 */
export function judgeWall(points: readonly PublishedPoint[]): WallResult {
  const wall = points.filter((point) => scopeOf(point) === 'wall' && point.tier === 'B');
  const names = [...new Set(wall.map(({ device }) => device))];
  const judged = names.flatMap((device) => {
    const own = wall.filter((point) => point.device === device);
    return new Set(own.map(({ model }) => model)).size < 2 ? [] : [{ device, rows: judgeDevice(own) }];
  });
  const all = judged.flatMap(({ rows }) => rows);
  return {
    devices: judged.map(({ device, rows }) => ({
      device,
      time: errorSummary(rows.map(({ time }) => time)),
      energyAtPeakPower: errorSummary(rows.map(({ energy }) => energy)),
    })),
    time: errorSummary(all.map(({ time }) => time)),
    energyAtPeakPower: errorSummary(all.map(({ energy }) => energy)),
    timePoints: all.map(({ id, time }) => ({ id, ...time })),
  };
}

function judgeDevice(own: readonly PublishedPoint[]) {
  return leaveOneGroupOut(own, ({ model }) => model).flatMap(({ training, heldOut }) => {
    const mean = (value: (point: PublishedPoint) => number): number =>
      training.reduce((sum, point) => sum + value(point), 0) / training.length;
    const timeS = stepTimeFrom(training);
    const powerW = mean((point) => known(point.power_w, `${point.id}.power_w`));
    return heldOut.map((point) => {
      const predictedS = timeS(point);
      const measuredJ = known(point.power_w, `${point.id}.power_w`) * stepS(point);
      return {
        id: point.id,
        time: { predicted: predictedS, measured: stepS(point) },
        energy: { predicted: powerW * predictedS, measured: measuredJ },
      };
    });
  });
}

function stepTimeFrom(training: readonly PublishedPoint[]): (point: PublishedPoint) => number {
  const canFitTwo = new Set(training.map(({ model }) => model)).size >= 2;
  const terms = (point: PublishedPoint) =>
    canFitTwo ? [weightByte(point), layersOf(point.model)] : [weightByte(point)];
  const fitted = relativeFit(training.map(terms), training.map(stepS));
  return (point) => terms(point).reduce((sum, term, index) => sum + term * (fitted[index] ?? 0), 0);
}

function stepS(point: PublishedPoint): number {
  return 1 / known(point.tok_s, `${point.id}.tok_s`);
}

function weightByte(point: PublishedPoint): number {
  return known(point.weight_bytes_streamed_per_token, `${point.id}.weight_bytes_streamed_per_token`);
}
