import type { Services } from '../services/services.js';

/** Where text goes. `process.stdout` is one; tests use an array. */
export interface OutputStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Everything a command may touch outside itself, so that it runs in a test without a process. */
export interface CliContext {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingDirectory: string;
  /** Where shipped models lie. */
  readonly modelsDirectory: string;
  readonly version: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
  /** Loads the runtime on first use: `--version`, help and usage errors never need it. */
  readonly loadServices: () => Promise<Services>;
}
