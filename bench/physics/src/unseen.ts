import { catalogue, findDevice } from '@qeil/model/catalogue';
import { type ErrorSummary, errorSummary, leaveOneGroupOut, median, type Prediction } from '@qeil/model/validation';
import { BANDWIDTH_EFFICIENCY } from './judge.js';
import { known } from './known.js';
import type { PublishedPoint } from './published-point.js';

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
  /** The same with the share learnt from the other devices: what the prior would be had this device not been known. */
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
  readonly weightByte: number;
  readonly peakByteRate: number;
}

/**
 * Token rates of devices nothing was measured on, from catalogue facts and the labelled prior alone.
 *
 *   token rate = rows · 0.65·β_peak / weights
 */
export function judgeUnseen(points: readonly PublishedPoint[]): UnseenResult {
  const leftOut: string[] = [];
  const usable = points.flatMap((point) => usablePoint(point, leftOut));
  const predict =
    (share: number) =>
    (point: Usable): UnseenPoint => ({
      id: point.id,
      device: point.device,
      rows: point.rows,
      predicted: (point.rows * share * point.peakByteRate) / point.weightByte,
      measured: point.tokenRate,
    });
  const byPrior = usable.map(predict(BANDWIDTH_EFFICIENCY));
  const byOthers = leaveOneGroupOut(usable, ({ device }) => device).flatMap(({ training, heldOut }) => {
    const shareOf = ({ tokenRate, weightByte, peakByteRate }: Usable): number =>
      (tokenRate * weightByte) / peakByteRate;
    const single = training.filter(({ rows }) => rows === 1);
    // Devices count once each, however many models were run on them.
    const others = [...new Set(single.map(({ device }) => device))];
    const share = median(others.map((other) => median(single.filter(({ device }) => device === other).map(shareOf))));
    return heldOut.map(predict(share));
  });
  return { byPrior: summarise(byPrior), byOtherDevices: summarise(byOthers), points: byPrior, leftOut };
}

function usablePoint(point: PublishedPoint, leftOut: string[]): Usable[] {
  const { id, tier, tok_s: tokenRate, weight_bytes_streamed_per_token: weightByte, batch: rows } = point;
  if (tier === 'C' || tier === 'D' || point.n_devices > 1) return [];
  // At 7 and 15 W the Orin's memory runs below the clock its peak is printed for.
  if (point.device.startsWith('Jetson') && point.peak_bw_GBps === null) return [];
  if (tokenRate === null || weightByte === null || rows === null)
    return leave(leftOut, id, 'rate, weights or batch unknown');
  const catalogueId = DEVICE_OF.find(([pattern]) => pattern.test(nameOf(point)))?.[1];
  if (catalogueId === undefined) return leave(leftOut, id, 'no such device in the catalogue');
  const { byteRate } = findDevice(catalogue, catalogueId).facts;
  if (byteRate.value === null) return leave(leftOut, id, `${catalogueId}: bandwidth unknown in the catalogue`);
  return [{ id, device: catalogueId, rows, tokenRate, weightByte, peakByteRate: known(byteRate.value, catalogueId) }];
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
