import { type ErrorSummary, errorSummary, leaveOneGroupOut, type Prediction } from '@qeil/model/validation';
import { known } from './known.js';
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
 * Wall-metered systems with at least two models: bandwidth and power from the other models of the same system, one number
 * each, because one or two models identify no more.
 *
 *   t = Q/β,   E = P·t
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
    const secondPerByte = mean((point) => stepS(point) / weightByte(point));
    const powerW = mean((point) => known(point.power_w, `${point.id}.power_w`));
    return heldOut.map((point) => {
      const predictedS = secondPerByte * weightByte(point);
      const measuredJ = known(point.power_w, `${point.id}.power_w`) * stepS(point);
      return {
        id: point.id,
        time: { predicted: predictedS, measured: stepS(point) },
        energy: { predicted: powerW * predictedS, measured: measuredJ },
      };
    });
  });
}

function stepS(point: PublishedPoint): number {
  return 1 / known(point.tok_s, `${point.id}.tok_s`);
}

function weightByte(point: PublishedPoint): number {
  return known(point.weight_bytes_streamed_per_token, `${point.id}.weight_bytes_streamed_per_token`);
}
