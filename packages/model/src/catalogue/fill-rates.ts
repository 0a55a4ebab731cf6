import { median } from '../validation/error-summary.js';
import type { Catalogue } from './catalogue.js';
import type { CatalogueDevice, DeviceFacts, DeviceKind } from './device.js';
import { type Fact, prior } from './fact.js';
import type { Prior } from './priors.js';
import type { Candidate } from './provenance.js';

/** What the matrices are computed in. */
export type Arithmetic = 'fp32' | 'fp16' | 'int8';

const RATE_FACT = { fp32: 'fp32FlopRate', fp16: 'fp16FlopRate', int8: 'int8OpRate' } as const satisfies Record<
  Arithmetic,
  keyof DeviceFacts
>;

/** The arithmetic peak as published, for one arithmetic (FLOP/s). */
export function peakFlopRate(facts: DeviceFacts, arithmetic: Arithmetic): Fact {
  return facts[RATE_FACT[arithmetic]];
}

/** A peak for one arithmetic from the peak for another, then from the usual balance of its kind. */
export function peakFlopRatePriors(
  catalogue: Catalogue,
  entry: CatalogueDevice,
  arithmetic: Arithmetic,
  byteRate: Candidate,
): Candidate[] {
  const { fp32FlopRate, fp16FlopRate, int8OpRate } = entry.facts;
  const scaled = (fact: Fact, factor: number, rule: string): Candidate =>
    fact.value === null ? undefined : prior(fact.value * factor, `${rule}; ${fact.source}`);
  const halfOfInt8 = scaled(int8OpRate, 0.5, 'fp16 at half the int8 rate, as on Intel’s NPU 3720');
  const fromOthers: Record<Arithmetic, Candidate[]> = {
    fp32: [scaled(fp16FlopRate, 0.5, 'fp32 at half the fp16 rate')],
    fp16: [scaled(fp32FlopRate, 1, 'fp16 no slower than fp32'), halfOfInt8],
    int8: [scaled(fp16FlopRate, 1, 'int8 no slower than fp16'), scaled(fp32FlopRate, 1, 'int8 no slower than fp32')],
  };
  return [...fromOthers[arithmetic], balance(catalogue, entry.kind, byteRate)];
}

/** π = β·(median π/β of the catalogue's devices of this kind). */
function balance(catalogue: Catalogue, kind: DeviceKind, byteRate: Candidate): Candidate {
  if (byteRate?.value == null) return undefined;
  const ratios = catalogue.devices.flatMap(({ kind: other, facts }) => {
    const rate = facts.fp32FlopRate.value;
    const bytes = facts.byteRate.value;
    return other === kind && rate !== null && bytes !== null ? [rate / bytes] : [];
  });
  if (ratios.length === 0) return undefined;
  const range = `${Math.min(...ratios).toFixed(0)}–${Math.max(...ratios).toFixed(0)}`;
  const basis = `median fp32 balance ${median(ratios).toFixed(0)} FLOP/B of ${ratios.length} ${kind} in the catalogue, range ${range}`;
  return prior(byteRate.value * median(ratios), `${basis}; bandwidth: ${byteRate.source}`);
}

/** Bandwidth reached: a share of the peak. */
export function reachedByteRatePrior(byteRate: Fact, { value, basis }: Prior): Candidate {
  if (byteRate.value === null) return undefined;
  return prior(byteRate.value * value, `${basis}; peak: ${byteRate.source}`);
}

/** The rated power, or the highest configurable limit (W). */
export function powerLimit({ designPowerW, powerRangeW }: DeviceFacts): Fact {
  const range = powerRangeW.value;
  if (designPowerW.value !== null || range === null) return designPowerW;
  return { ...powerRangeW, value: Math.max(...range) };
}

/** A limit where none is published: the median of its kind. */
export function powerLimitPrior(catalogue: Catalogue, kind: DeviceKind): Candidate {
  const limits = catalogue.devices.flatMap((entry) => {
    const { value } = powerLimit(entry.facts);
    return entry.kind === kind && value !== null ? [value] : [];
  });
  if (limits.length === 0) return undefined;
  const range = `${Math.min(...limits)}–${Math.max(...limits)} W`;
  return prior(median(limits), `median power limit of ${limits.length} ${kind} in the catalogue, range ${range}`);
}
