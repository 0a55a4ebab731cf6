import type { CliContext } from '../command/context.js';
import { nearest } from '../command/nearest.js';
import { usageError } from '../errors/usage-error.js';
import { readConfigFile } from './config-file.js';
import { OptionProblem, type OptionSpecs, type OptionValues } from './option.js';

/**
 * The values a command runs with: flags win over the config file, which wins over defaults.
 * @throws {QeilError} `usage` naming the flag or the config key, what was expected and what came
 */
export async function readOptions<Specs extends OptionSpecs>(
  command: { readonly name: string; readonly options: Specs },
  context: CliContext,
  flags: Readonly<Record<string, unknown>>,
): Promise<OptionValues<Specs>> {
  const path = flags.config;
  const config = typeof path === 'string' ? await readConfigFile(path, context.workingDirectory) : {};
  for (const key of Object.keys(config)) {
    if (Object.hasOwn(command.options, key) && key !== 'config') continue;
    const near = nearest(key, Object.keys(command.options));
    throw usageError(
      `${path}: "${key}" is not an option of \`qeil ${command.name}\`${near === undefined ? '' : ` (did you mean "${near}"?)`}`,
      `keys equal flags without dashes; see \`qeil ${command.name} --help\``,
    );
  }
  const values: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(command.options)) {
    const fromFlag = Object.hasOwn(flags, name);
    const given = fromFlag ? flags[name] : Object.hasOwn(config, name) ? config[name] : undefined;
    try {
      values[name] = given === undefined ? spec.fallback : spec.read(given);
    } catch (problem) {
      if (!(problem instanceof OptionProblem)) throw problem;
      const where = fromFlag ? `--${name}` : `${path}: "${name}"`;
      throw usageError(`${where}: ${problem.message}`, `see \`qeil ${command.name} --help\``);
    }
  }
  return values as OptionValues<Specs>;
}
