import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What became of a child: its answer, or why there is none, in words. */
export type ChildOutcome =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: string };

export interface ChildOptions {
  /** After this the child is killed (s). */
  readonly timeoutS: number;
  readonly signal?: AbortSignal;
  /** Logical CPUs to keep the child on, by util-linux's `taskset`; anywhere when absent. */
  readonly cpus?: readonly number[];
}

/** Most a child may answer (characters); more means it went wrong. */
const ANSWER_LIMIT = 4_000_000;
/** How much of a child's standard error is kept to explain its death (characters). */
const STDERR_KEPT = 4_000;

/**
 * Run one of this package's child scripts once: request as JSON on its standard input, answer as one JSON line on its standard
 * output. Native code loads only in the child, so an abort, a segmentation fault or a hang there is an outcome here, not a crash.
 *
 * ONNX Runtime's telemetry is off in the child before its native module loads.
 */
export function runChild(
  script: URL,
  request: unknown,
  { timeoutS, signal, cpus }: ChildOptions,
): Promise<ChildOutcome> {
  const path = fileURLToPath(script);
  if (!existsSync(path)) return Promise.resolve({ ok: false, reason: `${path} is missing; build the package first` });
  return new Promise((resolve) => {
    let answer = '';
    let stderr = '';
    let ended: string | undefined;
    const [command, ...words] =
      cpus === undefined ? [process.execPath, path] : ['taskset', '-c', cpus.join(','), process.execPath, path];
    const child = spawn(command, words, {
      env: { ...process.env, ORT_DISABLE_TELEMETRY: '1', NODE_OPTIONS: '' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const end = (reason: string) => {
      ended ??= reason;
      child.kill('SIGKILL');
    };
    const timer = setTimeout(() => end(`no answer within ${timeoutS} s`), timeoutS * 1000);
    const onAbort = () => end('cancelled');
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted) onAbort();
    const settle = (outcome: ChildOutcome) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      resolve(outcome);
    };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      answer += text;
      if (answer.length > ANSWER_LIMIT) end('its answer is too long');
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-STDERR_KEPT);
    });
    // A child that dies before reading its request breaks the pipe; its exit says more.
    child.stdin.on('error', () => undefined);
    child.stdin.end(JSON.stringify(request));
    child.once('error', (error) => settle({ ok: false, reason: `cannot start a child process: ${error.message}` }));
    child.once('close', (code, signalName) => {
      if (ended !== undefined) settle({ ok: false, reason: ended });
      else if (code === 0) settle(parseAnswer(answer));
      else settle({ ok: false, reason: describeDeath(code, signalName, stderr) });
    });
  });
}

function parseAnswer(answer: string): ChildOutcome {
  try {
    return { ok: true, value: JSON.parse(answer) };
  } catch {
    return { ok: false, reason: `its answer is not JSON: ${JSON.stringify(answer.slice(0, 80))}` };
  }
}

function describeDeath(code: number | null, signalName: string | null, stderr: string): string {
  const how = signalName === null ? `the child exited with ${code}` : `the child was killed by ${signalName}`;
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const why = lines.find((line) => /error|failed|what\(\)/i.test(line)) ?? lines.at(-1);
  return why === undefined ? how : `${how}: ${why.trim().slice(0, 300)}`;
}
