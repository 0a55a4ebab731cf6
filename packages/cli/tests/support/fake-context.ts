import type { CliContext, OutputStream } from '../../src/command/context.js';
import type { Services } from '../../src/services/services.js';

export interface FakeContext {
  readonly context: CliContext;
  readonly out: () => string;
  readonly err: () => string;
  readonly abort: () => void;
  /** How often the runtime was asked for. */
  readonly servicesLoaded: () => number;
}

export interface FakeContextOptions {
  readonly services?: Services;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly workingDirectory?: string;
  readonly modelsDirectory?: string;
  readonly environment?: Record<string, string>;
  /** Milliseconds that pass at every look at the clock. */
  readonly tickMs?: number;
}

/** A context that keeps what is written and whose clock only moves when looked at. */
export function fakeContext(options: FakeContextOptions = {}): FakeContext {
  const written = { out: '', err: '' };
  const stream = (name: 'out' | 'err'): OutputStream => ({
    write(text) {
      written[name] += text;
      return true;
    },
    ...(options.isTTY === undefined ? {} : { isTTY: options.isTTY }),
    ...(options.columns === undefined ? {} : { columns: options.columns }),
  });
  const controller = new AbortController();
  let nowMs = Date.UTC(2026, 0, 2, 3, 4, 5);
  let loaded = 0;
  return {
    context: {
      stdout: stream('out'),
      stderr: stream('err'),
      environment: options.environment ?? {},
      workingDirectory: options.workingDirectory ?? '/nowhere',
      modelsDirectory: options.modelsDirectory ?? '/nowhere/models',
      version: '1.2.3',
      now: () => {
        nowMs += options.tickMs ?? 250;
        return nowMs;
      },
      signal: controller.signal,
      loadServices: async () => {
        loaded += 1;
        if (options.services === undefined) throw new Error('this test did not expect the runtime to be used');
        return options.services;
      },
    },
    out: () => written.out,
    err: () => written.err,
    abort: () => controller.abort(),
    servicesLoaded: () => loaded,
  };
}
