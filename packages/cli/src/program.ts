import { EXIT_CODES, QeilError } from '@qeil/runtime/errors';
import { CommanderError, Option, Command as Parser } from 'commander';
import type { Command } from './command/command.js';
import type { CliContext } from './command/context.js';
import { COMMANDS } from './commands/index.js';
import { reportError } from './errors/report-error.js';

interface Choice {
  readonly command: Command;
  readonly flags: Readonly<Record<string, unknown>>;
  readonly argument: string;
}

function addOptions(parser: Parser, command: Command): void {
  for (const [name, spec] of Object.entries(command.options)) {
    const short = spec.short === undefined ? '' : `-${spec.short}, `;
    const value = spec.placeholder === undefined ? '' : ` <${spec.placeholder}>`;
    const fallback = spec.placeholder === undefined || spec.fallback === undefined ? '' : ` (default ${spec.fallback})`;
    const option = new Option(`${short}--${name}${value}`, `${spec.description}${fallback}`);
    if (spec.repeatable) option.argParser<string[]>((each, all = []) => [...all, each]);
    parser.addOption(option);
  }
}

/** Flags as they were typed, under their own names rather than commander's camelCase. */
function typedFlags(parser: Parser): Record<string, unknown> {
  const flags: Record<string, unknown> = {};
  for (const option of parser.options) {
    const value: unknown = parser.getOptionValue(option.attributeName());
    if (value !== undefined && option.long) flags[option.long.slice(2)] = value;
  }
  return flags;
}

function examplesText(examples: readonly string[]): string {
  return `Examples:\n${examples.map((example) => `  ${example}`).join('\n')}\n`;
}

function buildParser(context: CliContext, choose: (choice: Choice) => void): Parser {
  const parser = new Parser('qeil')
    .description('Which placement, batch and stopping rule answers well for the fewest joules on this machine.')
    .version(context.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help of a command')
    .addHelpText('beforeAll', '')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      // Commander's own error lines; ours are printed by reportError.
      writeErr: () => undefined,
      getOutHelpWidth: () => Math.min(context.stdout.columns || 80, 100),
      getOutHasColors: () => false,
    });
  parser.addHelpText(
    'before',
    examplesText(['qeil doctor', 'qeil run "Tom has 12 apples and buys 5 more. How many has he?"']),
  );
  for (const command of COMMANDS) {
    const sub = parser.command(command.name).description(command.summary).helpOption('-h, --help', 'show help');
    sub.addHelpText('before', examplesText(command.examples));
    if (command.argument !== undefined) sub.argument(`<${command.argument.name}>`, command.argument.description);
    addOptions(sub, command);
    sub.action((...parameters: unknown[]) => {
      const argument = command.argument === undefined ? '' : String(parameters[0]);
      choose({ command, flags: typedFlags(sub), argument });
    });
  }
  return parser;
}

function usageError(error: CommanderError, argv: readonly string[]): QeilError {
  const message = error.message.replace(/^error: /, '').replace(/\n\(Did you mean (.*?)\?\)/s, ' (did you mean $1?)');
  const name = COMMANDS.find((command) => argv.includes(command.name))?.name;
  return new QeilError(message, { kind: 'usage', remedy: `qeil ${name === undefined ? '' : `${name} `}--help` });
}

/**
 * Run one command line and return its exit code. Never exits and never throws.
 *
 * @param argv arguments after the program's name
 */
export async function runCli(argv: readonly string[], context: CliContext): Promise<number> {
  const debug = argv.includes('--debug');
  try {
    let choice: Choice | undefined;
    const parser = buildParser(context, (chosen) => {
      choice = chosen;
    });
    if (argv.length === 0) {
      context.stderr.write(parser.helpInformation());
      return EXIT_CODES.usage;
    }
    try {
      parser.parse(argv, { from: 'user' });
    } catch (error) {
      if (!(error instanceof CommanderError)) throw error;
      if (error.exitCode === 0) return EXIT_CODES.done;
      throw usageError(error, argv);
    }
    if (choice === undefined) return EXIT_CODES.done;
    return await choice.command.start(context, choice.flags, choice.argument);
  } catch (error) {
    return reportError(context.stderr, error, debug);
  }
}
