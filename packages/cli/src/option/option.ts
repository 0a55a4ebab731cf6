/** Why a value cannot be taken for an option, without the option's name; the caller adds where it came from. */
export class OptionProblem extends Error {}

/** One option of a command: a flag at the shell and, under the same name, a key of a config file. */
export interface OptionSpec<T> {
  readonly short?: string;
  /** What the value is called in help; undefined for a switch, which takes none. */
  readonly placeholder: string | undefined;
  readonly description: string;
  /** The flag may be given several times; `read` then gets all values in a list. */
  readonly repeatable?: true;
  /** Shown in help and taken when neither flag nor config file sets the option. */
  readonly fallback: T;
  /**
   * The typed value of what a flag (always text) or a config file (any JSON) gave.
   * @throws {OptionProblem} saying what was expected and what came
   */
  read(value: unknown): Exclude<T, undefined>;
}

export type OptionSpecs = Readonly<Record<string, OptionSpec<unknown>>>;

export type OptionValues<Specs extends OptionSpecs> = {
  readonly [Name in keyof Specs]: Specs[Name] extends OptionSpec<infer Value> ? Value : never;
};

/** How a refused value is shown: as JSON, cut short. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
