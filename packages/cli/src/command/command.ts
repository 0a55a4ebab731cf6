import type { OptionSpecs, OptionValues } from '../option/option.js';
import { readOptions } from '../option/read-options.js';
import type { CliContext } from './context.js';

interface CommandHead {
  readonly name: string;
  readonly summary: string;
  /** Shown first in help. */
  readonly examples: readonly [string, string];
  /** A positional argument, required when there is one. */
  readonly argument?: { readonly name: string; readonly description: string };
}

/** A command as data, with its work behind `run`, which imports what it needs only when called. */
export interface CommandDefinition<Specs extends OptionSpecs> extends CommandHead {
  readonly options: Specs;
  run(context: CliContext, values: OptionValues<Specs>, argument: string): Promise<number>;
}

/** A command whose option types are folded away, as the program holds them. */
export interface Command extends CommandHead {
  readonly options: OptionSpecs;
  /**
   * Read the options (flags over config file over defaults) and run.
   * @throws {QeilError} `usage` for a value that cannot be meant, and whatever the command throws
   */
  start(context: CliContext, flags: Readonly<Record<string, unknown>>, argument: string): Promise<number>;
}

export function defineCommand<Specs extends OptionSpecs>(definition: CommandDefinition<Specs>): Command {
  return {
    ...definition,
    async start(context, flags, argument) {
      return definition.run(context, await readOptions(definition, context, flags), argument);
    },
  };
}
