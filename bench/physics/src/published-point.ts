import { readData } from './read-data.js';

/** A row of data/points.json, as compiled: the fields the validation reads. */
export interface PublishedPoint {
  readonly id: string;
  readonly device: string;
  readonly processor: string;
  readonly model: string;
  readonly quant: string | null;
  readonly batch: number | null;
  readonly context: number | null;
  readonly power_mode: string | null;
  readonly weight_bytes_file: number | null;
  readonly weight_bytes_streamed_per_token: number | null;
  readonly tok_s: number | null;
  readonly power_w: number | null;
  readonly power_scope: string;
  readonly j_per_token_reported: number | null;
  readonly peak_bw_GBps: number | null;
  readonly n_devices: number;
  readonly tier: Tier;
  readonly source_url: string;
}

/** A fits, A and B test, C bounds, D is excluded. */
export type Tier = 'A' | 'B' | 'C' | 'D';

/** What the power meter saw. Numbers of different scopes are never compared. */
export type Scope = 'rail' | 'board' | 'soc' | 'wall';

export function readPublishedPoints(): readonly PublishedPoint[] {
  return (readData('points.json') as { points: readonly PublishedPoint[] }).points;
}

export function scopeOf({ power_scope: text, id }: PublishedPoint): Scope {
  if (/at the wall/.test(text)) return 'wall';
  if (/GPU board/.test(text)) return 'board';
  if (/PMIC/.test(text)) return 'soc';
  if (/rail/.test(text)) return 'rail';
  throw new RangeError(`${id}: power_scope “${text}” is of no known scope; teach scopeOf what the meter saw`);
}
