import { InvalidValueError } from '../errors.js';

/** Who refuses, and what the caller can do: the two parts of a message that a rule alone cannot know. */
export interface Guard {
  readonly where: string;
  readonly remedy: string;
}

/** Throws unless `holds`. The rule completes "must …". */
export function requireThat(holds: boolean, guard: Guard, path: string, value: unknown, rule: string): void {
  if (!holds) throw new InvalidValueError({ ...guard, path, value, rule });
}

export function requireFinite(guard: Guard, path: string, value: unknown): asserts value is number {
  requireThat(Number.isFinite(value), guard, path, value, 'be a finite number');
}

export function requireNonNegative(guard: Guard, path: string, value: unknown): asserts value is number {
  requireThat(Number.isFinite(value) && Number(value) >= 0, guard, path, value, 'be a finite number ≥ 0');
}

export function requirePositive(guard: Guard, path: string, value: unknown): asserts value is number {
  requireThat(Number.isFinite(value) && Number(value) > 0, guard, path, value, 'be a finite number > 0');
}

/** For caps and bounds, where Infinity says "none". */
export function requirePositiveOrInfinity(guard: Guard, path: string, value: unknown): asserts value is number {
  requireThat(typeof value === 'number' && value > 0, guard, path, value, 'be a number > 0, or Infinity for none');
}

export function requireProbability(guard: Guard, path: string, value: unknown): asserts value is number {
  requireThat(typeof value === 'number' && value >= 0 && value <= 1, guard, path, value, 'be a number in [0, 1]');
}

/** An integer in [low, high]. */
export function requireInteger(
  guard: Guard,
  path: string,
  value: unknown,
  low: number,
  high = Number.MAX_SAFE_INTEGER,
): asserts value is number {
  const range = high === Number.MAX_SAFE_INTEGER ? `≥ ${low}` : `in ${low} … ${high}`;
  requireThat(
    Number.isSafeInteger(value) && Number(value) >= low && Number(value) <= high,
    guard,
    path,
    value,
    `be an integer ${range}`,
  );
}

export function requireBoolean(guard: Guard, path: string, value: unknown): asserts value is boolean {
  requireThat(typeof value === 'boolean', guard, path, value, 'be true or false');
}

export function requireText(guard: Guard, path: string, value: unknown): asserts value is string {
  requireThat(typeof value === 'string', guard, path, value, 'be a string');
}

export function requireObject(guard: Guard, path: string, value: unknown): asserts value is object {
  requireThat(typeof value === 'object' && value !== null && !Array.isArray(value), guard, path, value, 'be an object');
}

/** An array of exactly `length` entries, or of at least one when no length is given. */
export function requireArray(
  guard: Guard,
  path: string,
  value: unknown,
  length?: number,
): asserts value is readonly unknown[] {
  const rule = length === undefined ? 'be an array with at least one entry' : `be an array of ${length}`;
  const holds = Array.isArray(value) && (length === undefined ? value.length > 0 : value.length === length);
  requireThat(holds, guard, path, value, rule);
}

/** An array, possibly empty. */
export function requireList(guard: Guard, path: string, value: unknown): asserts value is readonly unknown[] {
  requireThat(Array.isArray(value), guard, path, value, 'be an array');
}
