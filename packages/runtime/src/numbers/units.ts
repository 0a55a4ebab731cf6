import { multiply, type Rational, rational } from './rational.js';

interface Unit {
  readonly dimension: string;
  /** Size in the dimension's base unit, exact. */
  readonly size: Rational;
}

/** Names, lower case, and sizes as n/d of the base unit. Plurals are understood. */
const TABLE: readonly (readonly [dimension: string, names: string, numerator: bigint, denominator: bigint])[] = [
  ['length', 'mm millimeter millimetre', 1n, 1000n],
  ['length', 'cm centimeter centimetre', 1n, 100n],
  ['length', 'm meter metre', 1n, 1n],
  ['length', 'km kilometer kilometre', 1000n, 1n],
  ['length', 'in inch inche', 254n, 10_000n],
  ['length', 'ft foot feet', 3048n, 10_000n],
  ['length', 'yd yard', 9144n, 10_000n],
  ['length', 'mi mile', 1_609_344n, 1000n],
  ['mass', 'mg milligram', 1n, 1_000_000n],
  ['mass', 'g gram', 1n, 1000n],
  ['mass', 'kg kilogram', 1n, 1n],
  ['mass', 't ton tonne', 1000n, 1n],
  ['mass', 'oz ounce', 45_359_237n, 1_600_000_000n],
  ['mass', 'lb pound', 45_359_237n, 100_000_000n],
  ['time', 'ms millisecond', 1n, 1000n],
  ['time', 's sec second', 1n, 1n],
  ['time', 'min minute', 60n, 1n],
  ['time', 'h hr hour', 3600n, 1n],
  ['time', 'd day', 86_400n, 1n],
  ['time', 'week', 604_800n, 1n],
  ['volume', 'ml milliliter millilitre', 1n, 1000n],
  ['volume', 'l liter litre', 1n, 1n],
  ['energy', 'j joule', 1n, 1n],
  ['energy', 'kj kilojoule', 1000n, 1n],
  ['energy', 'kwh', 3_600_000n, 1n],
  ['money', 'cent', 1n, 100n],
  ['money', '$ usd dollar', 1n, 1n],
];

const UNITS: ReadonlyMap<string, Unit> = new Map(
  TABLE.flatMap(([dimension, names, numerator, denominator]) =>
    names.split(' ').map((name): [string, Unit] => [name, { dimension, size: rational(numerator, denominator) }]),
  ),
);

/** A unit by its name, in any case, singular or plural; undefined when it is not known. */
export function unitNamed(name: string): Unit | undefined {
  const lower = name.trim().toLowerCase().replace(/\.$/u, '');
  return UNITS.get(lower) ?? (lower.endsWith('s') ? UNITS.get(lower.slice(0, -1)) : undefined);
}

/** `value` of one unit in another; undefined when they measure different things or either is not known. */
export function convertUnit(value: Rational, from: string, to: string): Rational | undefined {
  const [source, target] = [unitNamed(from), unitNamed(to)];
  if (source === undefined || target === undefined || source.dimension !== target.dimension) return undefined;
  const inverse = { numerator: target.size.denominator, denominator: target.size.numerator };
  return multiply(multiply(value, source.size), rational(inverse.numerator, inverse.denominator));
}
