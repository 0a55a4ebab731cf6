import { ImpossiblePointError, type RatedPoint, refuseImpossible } from '@qeil/model/validation';
import type { PublishedPoint } from './published-point.js';
import { readData } from './read-data.js';

/** Published numbers known to break a roof: here to show that they are refused. */
export function readImpossiblePoints(): readonly RatedPoint[] {
  return (readData('impossible-points.json') as { points: readonly RatedPoint[] }).points;
}

/** What the roofs bound of a published row; nothing when its rate, batch or weights are unknown. */
export function ratedPoints(points: readonly PublishedPoint[]): RatedPoint[] {
  return points.flatMap((point) => {
    const { id, tok_s: tokenRate, batch: rows, weight_bytes_streamed_per_token: byteAtLeast } = point;
    if (tokenRate === null || rows === null || byteAtLeast === null) return [];
    const peakByteRate = point.peak_bw_GBps === null ? undefined : point.peak_bw_GBps * 1e9 * point.n_devices;
    return [{ id, tokenRate, rows, byteAtLeast, peakByteRate }];
  });
}

/** The points that need more than their device has, each with its arithmetic; the others pass, which proves nothing. */
export function impossiblePoints(points: readonly RatedPoint[]): ImpossiblePointError[] {
  return points.flatMap((point) => {
    try {
      refuseImpossible(point);
      return [];
    } catch (error) {
      if (ImpossiblePointError.isInstance(error)) return [error];
      throw error;
    }
  });
}
