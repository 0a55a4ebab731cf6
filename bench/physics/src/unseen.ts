import { catalogue, findDevice } from '@qeil/model/catalogue';
import {
  type ErrorSummary,
  errorSummary,
  leaveOneGroupOut,
  median,
  nonNegativeLeastSquares,
  type Prediction,
} from '@qeil/model/validation';
import { BANDWIDTH_EFFICIENCY } from './judge.js';
import { known } from './known.js';
import { layersOf } from './layers.js';
import type { PublishedPoint } from './published-point.js';
import { publishedTraffic } from './published-traffic.js';

/** Which catalogue device a published system decodes on; those whose bandwidth the catalogue lacks are left out by name. */
const DEVICE_OF: readonly (readonly [published: RegExp, id: string])[] = [
  [/^Raspberry Pi (5|500)/, 'raspberry-pi-5-cpu'],
  [/^Mac mini M4/, 'apple-m4-gpu'],
  [/^Mac Studio M3 Ultra/, 'apple-m3-ultra-gpu'],
  [/^Framework Desktop/, 'ryzen-ai-max-395-gpu'],
  [/RTX 4090/, 'rtx-4090'],
  [/RTX 3060/, 'rtx-3060-12gb'],
  [/RTX 4070 Ti/, 'rtx-4070-ti'],
  [/RTX A4000/, 'rtx-a4000'],
  [/RTX A2000/, 'rtx-a2000'],
  [/GB10/, 'gb10'],
  [/^GMKtec.*N150/, 'n150'],
  [/^Jetson Orin Nano Super/, 'jetson-orin-nano-super-8gb-gpu'],
  [/^NVIDIA H100/, 'h100-sxm'],
];

export interface UnseenPoint extends Prediction {
  readonly id: string;
  readonly device: string;
  readonly rows: number;
}

export interface UnseenResult {
  /** Token rates by 0.65 of the catalogue's peak, nothing else. */
  readonly byPrior: UnseenSummary;
  /** By a share and an overhead learnt from the other devices: what is left when even the prior may not have seen the device. */
  readonly byOtherDevices: UnseenSummary;
  readonly points: readonly UnseenPoint[];
  readonly leftOut: readonly string[];
}

export interface UnseenSummary {
  readonly byPoint: ErrorSummary;
  /** Median over devices of each device's median |error|: devices are judged, not rows. */
  readonly medianOfDevices: number;
  readonly devices: readonly { readonly device: string; readonly summary: ErrorSummary }[];
}

interface Usable {
  readonly id: string;
  readonly device: string;
  readonly rows: number;
  readonly tokenRate: number;
  /** Weights and, where the source says how long the context is, KV (B). */
  readonly byte: number;
  readonly layers: number;
  readonly peakByteRate: number;
}

/**
 * Token rates of devices nothing was measured on.
 *
 *   by the prior           token rate = rows · 0.65·β_peak / Q
 *   by the other devices   token rate = rows / (Q/(share·β_peak) + layers·t₀)
 *
 * The first is catalogue facts and the labelled prior alone; the second is the planner's own form of a step, whose two numbers are fitted
 * to all other devices.
 */
export function judgeUnseen(points: readonly PublishedPoint[]): UnseenResult {
  const leftOut: string[] = [];
  const usable = points.flatMap((point) => usablePoint(point, leftOut));
  const predict = (point: Usable, stepS: number): UnseenPoint => ({
    id: point.id,
    device: point.device,
    rows: point.rows,
    predicted: point.rows / stepS,
    measured: point.tokenRate,
  });
  const byPrior = usable.map((point) => predict(point, point.byte / (BANDWIDTH_EFFICIENCY * point.peakByteRate)));
  const byOthers = leaveOneGroupOut(usable, ({ device }) => device).flatMap(({ training, heldOut }) => {
    const stepS = learnFrom(training);
    return heldOut.map((point) => predict(point, stepS(point)));
  });
  return { byPrior: summarise(byPrior), byOtherDevices: summarise(byOthers), points: byPrior, leftOut };
}

/**
 * 1/share and t₀ ≥ 0 with the least squared relative error of the step, each device counted once however many models were run on it;
 * single rows only, where traffic and not arithmetic decides.
 */
function learnFrom(training: readonly Usable[]): (point: Usable) => number {
  const single = training.filter(({ rows }) => rows === 1);
  const terms = ({ byte, peakByteRate, layers }: Usable): readonly number[] => [byte / peakByteRate, layers];
  const weights = single.map(({ device }) => 1 / Math.sqrt(single.filter((other) => other.device === device).length));
  const fitted = nonNegativeLeastSquares(
    single.map((point, index) => terms(point).map((term) => known(weights[index], point.id) * term * point.tokenRate)),
    weights,
  );
  return (point) => terms(point).reduce((sum, term, index) => sum + term * (fitted[index] ?? 0), 0);
}

function usablePoint(point: PublishedPoint, leftOut: string[]): Usable[] {
  const { id, tier, tok_s: tokenRate, batch: rows } = point;
  if (tier === 'C' || tier === 'D' || point.n_devices > 1) return [];
  // At 7 and 15 W the Orin's memory runs below the clock its peak is printed for.
  if (point.device.startsWith('Jetson') && point.peak_bw_GBps === null) return [];
  const byte = publishedTraffic(point);
  if (tokenRate === null || byte === undefined || rows === null)
    return leave(leftOut, id, 'rate, weights or batch unknown');
  const catalogueId = DEVICE_OF.find(([pattern]) => pattern.test(nameOf(point)))?.[1];
  if (catalogueId === undefined) return leave(leftOut, id, 'no such device in the catalogue');
  const { byteRate } = findDevice(catalogue, catalogueId).facts;
  if (byteRate.value === null) return leave(leftOut, id, `${catalogueId}: bandwidth unknown in the catalogue`);
  const peakByteRate = known(byteRate.value, catalogueId);
  return [{ id, device: catalogueId, rows, tokenRate, byte, layers: layersOf(point.model), peakByteRate }];
}

/** A box with a graphics card may also be measured on its own processor. */
function nameOf({ device, processor }: PublishedPoint): string {
  return processor === 'CPU' && device.includes('RTX') ? 'processor beside a card' : device;
}

function leave(leftOut: string[], id: string, why: string): never[] {
  leftOut.push(`${id}: ${why}`);
  return [];
}

function summarise(points: readonly UnseenPoint[]): UnseenSummary {
  const names = [...new Set(points.map(({ device }) => device))];
  const devices = names.map((device) => ({
    device,
    summary: errorSummary(points.filter((point) => point.device === device)),
  }));
  return {
    byPoint: errorSummary(points),
    medianOfDevices: median(devices.map(({ summary }) => summary.medianAbsolute)),
    devices,
  };
}
