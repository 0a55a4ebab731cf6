/** Shown for what is not known. Never 0. */
export const UNKNOWN = '–';

type Known = number | null | undefined;

function grouped(text: string): string {
  const [whole = '', fraction] = text.split('.');
  const spaced = whole.replace(/\B(?=(\d{3})+$)/g, ' ');
  return fraction === undefined ? spaced : `${spaced}.${fraction}`;
}

/** A number to `digits` significant digits without exponent: 0.0123, 4.57, 318, 1 806. */
export function significant(value: Known, digits = 3): string {
  if (value === null || value === undefined || Number.isNaN(value)) return UNKNOWN;
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const magnitude = Math.floor(Math.log10(Math.abs(Number(value.toPrecision(digits)))));
  const decimals = Math.max(0, digits - 1 - magnitude);
  return grouped(value.toFixed(Math.min(decimals, 12))).replace('-', '−');
}

/** A number with a unit and an SI prefix: `318 GFLOP/s`, `4.2 mJ`. */
export function withUnit(value: Known, unit: string): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return significant(value);
  const prefixes = ['p', 'n', 'µ', 'm', '', 'k', 'M', 'G', 'T', 'P'];
  const power = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)) / 3 + 1e-9);
  const index = Math.min(Math.max(power + 4, 0), prefixes.length - 1);
  return `${significant(value / 10 ** (3 * (index - 4)))} ${prefixes[index]}${unit}`;
}

/** A share as percent with no decimals: `73 %`. */
export function percent(share: Known, decimals = 0): string {
  return share === null || share === undefined ? UNKNOWN : `${(100 * share).toFixed(decimals)} %`;
}

/** A relative change with its sign: `−76.2 %`, `+3.0 %`. */
export function signedPercent(share: Known): string {
  if (share === null || share === undefined || !Number.isFinite(share)) return UNKNOWN;
  return `${share < 0 ? '−' : '+'}${(100 * Math.abs(share)).toFixed(1)} %`;
}

/** Bytes in the units memory is sold in. */
export function bytes(value: Known): string {
  if (value === null || value === undefined) return UNKNOWN;
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(value) / 10));
  return `${significant(value / 1024 ** power)} ${units[power]}`;
}

/** Seconds as people say them: `0.42 s`, `12.3 s`, `4 min 5 s`. */
export function seconds(value: Known): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return UNKNOWN;
  if (value < 120) return withUnit(value, 's');
  const whole = Math.round(value);
  const minutes = Math.floor(whole / 60);
  return minutes < 120 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
