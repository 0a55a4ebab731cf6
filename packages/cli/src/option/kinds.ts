import { nearest } from '../command/nearest.js';
import { OptionProblem, type OptionSpec, shown } from './option.js';

interface Description<T> {
  readonly short?: string;
  readonly placeholder?: string;
  readonly description: string;
  readonly fallback?: T;
}

interface WithFallback<T> extends Description<T> {
  readonly fallback: T;
}

interface Range {
  readonly minimum: number;
  readonly maximum: number;
}

function readNumber(value: unknown, what: string, range: Range): number {
  const text = typeof value === 'string' ? value.trim() : value;
  const read = typeof text === 'number' ? text : typeof text === 'string' && text !== '' ? Number(text) : Number.NaN;
  if (Number.isNaN(read) || read < range.minimum || read > range.maximum) {
    throw new OptionProblem(`expected ${what} from ${range.minimum} to ${range.maximum}, got ${shown(value)}`);
  }
  return read;
}

function spec<T>(description: Description<T>, placeholder: string | undefined, read: (value: unknown) => T) {
  return {
    ...(description.short === undefined ? {} : { short: description.short }),
    placeholder: placeholder === undefined ? undefined : (description.placeholder ?? placeholder),
    description: description.description,
    fallback: description.fallback,
    read,
  };
}

/** A whole number in a range, ends included. */
export function integer(description: WithFallback<number> & Range): OptionSpec<number>;
export function integer(description: Description<number> & Range): OptionSpec<number | undefined>;
export function integer(description: Description<number> & Range): OptionSpec<number | undefined> {
  return spec(description, 'n', (value) => {
    const read = readNumber(value, 'a whole number', description);
    if (!Number.isInteger(read)) throw new OptionProblem(`expected a whole number, got ${shown(value)}`);
    return read;
  });
}

/** A number in a range, ends included. */
export function decimal(description: WithFallback<number> & Range): OptionSpec<number>;
export function decimal(description: Description<number> & Range): OptionSpec<number | undefined>;
export function decimal(description: Description<number> & Range): OptionSpec<number | undefined> {
  return spec(description, 'x', (value) => readNumber(value, 'a number', description));
}

/** A duration in seconds: `20`, `20s` or `1.5m`. */
export function duration(description: WithFallback<number> & Range): OptionSpec<number> {
  const read = (value: unknown): number => {
    const match = typeof value === 'string' ? /^\s*([\d.]+)\s*(s|m)?\s*$/.exec(value) : null;
    if (typeof value === 'string' && match === null) {
      throw new OptionProblem(`expected a duration such as 20s or 2m, got ${shown(value)}`);
    }
    const seconds = match === null ? value : Number(match[1]) * (match[2] === 'm' ? 60 : 1);
    return readNumber(seconds, 'seconds', description);
  };
  return { ...spec(description, 'time', read), fallback: description.fallback };
}

/** Non-empty text; also paths. */
export function text(description: WithFallback<string>): OptionSpec<string>;
export function text(description: Description<string>): OptionSpec<string | undefined>;
export function text(description: Description<string>): OptionSpec<string | undefined> {
  return spec(description, 'text', (value) => {
    if (typeof value !== 'string' || value === '') throw new OptionProblem(`expected text, got ${shown(value)}`);
    return value;
  });
}

/** Non-empty texts: a flag that may be repeated, or a list in a config file. */
export function textList(description: Description<readonly string[]>): OptionSpec<readonly string[] | undefined> {
  const read = (value: unknown): readonly string[] => {
    const items = Array.isArray(value) ? value : [value];
    const wrong = items.find((item) => typeof item !== 'string' || item === '');
    if (items.length === 0 || wrong !== undefined)
      throw new OptionProblem(`expected text, got ${shown(wrong ?? value)}`);
    return items;
  };
  return { ...spec(description, 'text', read), repeatable: true };
}

/** One of a few names. */
export function choice<Name extends string>(
  description: WithFallback<Name> & { readonly names: readonly Name[] },
): OptionSpec<Name>;
export function choice<Name extends string>(
  description: Description<Name> & { readonly names: readonly Name[] },
): OptionSpec<Name | undefined>;
export function choice<Name extends string>(
  description: Description<Name> & { readonly names: readonly Name[] },
): OptionSpec<Name | undefined> {
  const { names } = description;
  const described = { ...description, description: `${description.description}: ${names.join(', ')}` };
  return spec<Name>(described, 'name', (value) => {
    const found = names.find((name) => name === value);
    if (found !== undefined) return found;
    const near = typeof value === 'string' ? nearest(value, names) : undefined;
    const hint = near === undefined ? '' : ` (did you mean ${near}?)`;
    throw new OptionProblem(`expected ${names.join(', ')}, got ${shown(value)}${hint}`);
  });
}

/** One of a few names, or a JSON file. */
export function choiceOrFile<Name extends string>(
  description: WithFallback<Name> & { readonly names: readonly Name[] },
): OptionSpec<Name | { readonly file: string }> {
  const named = choice<Name>(description);
  const described = { ...description, description: `${named.description}, or a plan file ending in .json` };
  const read = (value: unknown): Name | { readonly file: string } =>
    typeof value === 'string' && value.endsWith('.json') ? { file: value } : named.read(value);
  return { ...spec<Name | { readonly file: string }>(described, 'name', read), fallback: description.fallback };
}

/** On or off. */
export function toggle(description: Omit<Description<boolean>, 'placeholder' | 'fallback'>): OptionSpec<boolean> {
  const read = (value: unknown): boolean => {
    if (typeof value !== 'boolean') throw new OptionProblem(`expected true or false, got ${shown(value)}`);
    return value;
  };
  return { ...spec(description, undefined, read), fallback: false };
}
