export type { Command } from './command/command.js';
export type { CliContext, OutputStream } from './command/context.js';
export { COMMANDS } from './commands/index.js';
export { runCli } from './program.js';
export type { Services } from './services/services.js';
