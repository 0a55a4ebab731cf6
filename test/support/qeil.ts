import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
export const shippedModel = path.join(repository, 'models', 'gradeschool-mini');
export const shippedTest = path.join(shippedModel, 'data', 'test.jsonl');

export interface QeilRun {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface QeilOptions {
  /** Home of caches and state; give the same one to reuse a calibration. */
  readonly home: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called with the child's pid once it runs. */
  readonly onStart?: (pid: number) => void;
}

/** Run the built `qeil` as a user would, in a process of its own, with caches under `home`. */
export function qeil(args: readonly string[], options: QeilOptions): Promise<QeilRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(repository, 'packages/cli/bin/qeil.js'), ...args], {
      cwd: options.home,
      env: {
        PATH: process.env.PATH ?? '',
        HOME: options.home,
        XDG_CACHE_HOME: path.join(options.home, 'cache'),
        XDG_DATA_HOME: path.join(options.home, 'data'),
        XDG_STATE_HOME: path.join(options.home, 'state'),
        XDG_CONFIG_HOME: path.join(options.home, 'config'),
        ...options.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
    if (child.pid !== undefined) options.onStart?.(child.pid);
  });
}

/** A folder that is gone when `use` ends. */
export async function withHome<Result>(use: (home: string) => Promise<Result>): Promise<Result> {
  const home = mkdtempSync(path.join(tmpdir(), 'qeil-test-'));
  try {
    return await use(home);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** Flags that make an evaluation depend on the seed alone, not on what calibration finds: the whole budget, in one batch. */
export const FIXED_WORK = ['--plan', 'standard-batched', '--rule', 'none', '--selection', 'majority', '--budget', '2s'];
