import {
  type Guard,
  requireBoolean,
  requireFinite,
  requireInteger,
  requireList,
  requireText,
} from '../_internals/require.js';

const guard: Guard = {
  where: 'decoderShapeFromConfig',
  remedy: 'compare the file with the config.json the model was published with',
};

/** Typed look at the fields of a parsed `config.json`. `null` counts as absent, as it does in transformers. */
export interface ConfigReader {
  readonly modelType: string;
  /** An integer ≥ `low`; `fallback` when the field is absent, which is refused when there is no fallback. */
  integer(field: string, fallback?: number, low?: number): number;
  number(field: string, fallback: number): number;
  flag(field: string, fallback: boolean): boolean;
  /** Texts of a list; undefined when absent. */
  texts(field: string): readonly string[] | undefined;
  /** Integers ≥ 0 of a list; undefined when absent. */
  integers(field: string): readonly number[] | undefined;
  has(field: string): boolean;
}

/** Reads a configuration whose `model_type` is already known. */
export function configReader(config: Readonly<Record<string, unknown>>, modelType: string): ConfigReader {
  const fieldOf = (field: string) => config[field] ?? undefined;
  const listOf = (field: string) => {
    const list = fieldOf(field);
    if (list === undefined) return undefined;
    requireList(guard, `config.${field}`, list);
    return list;
  };
  return {
    modelType,
    has: (field) => fieldOf(field) !== undefined,
    integer(field, fallback, low = 1) {
      const value = fieldOf(field) ?? fallback;
      requireInteger(guard, `config.${field}`, value, low);
      return value;
    },
    number(field, fallback) {
      const value = fieldOf(field) ?? fallback;
      requireFinite(guard, `config.${field}`, value);
      return value;
    },
    flag(field, fallback) {
      const value = fieldOf(field) ?? fallback;
      requireBoolean(guard, `config.${field}`, value);
      return value;
    },
    texts: (field) =>
      listOf(field)?.map((text, index) => {
        requireText(guard, `config.${field}[${index}]`, text);
        return text;
      }),
    integers: (field) =>
      listOf(field)?.map((entry, index) => {
        requireInteger(guard, `config.${field}[${index}]`, entry, 0);
        return entry;
      }),
  };
}
