import { spawn } from 'node:child_process';

export interface Limits {
  readonly timeoutS: number;
  /** Standard output and error together (B). */
  readonly outputByte: number;
  /** Address space of each process (B); where the shell's `ulimit -v` is not enforced, as on macOS, there is no limit. */
  readonly memoryByte: number;
}

/** How a limited command ended. `exitCode` is null when it was ended or never started; `ended` then says why. */
export interface LimitedOutcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly ended: string | undefined;
}

/** What a command sees of our environment: enough to find programs, nothing that could hold a secret. */
const PASSED_ON = ['PATH', 'LANG', 'LC_ALL', 'TZ', 'SystemRoot'] as const;

/** Set limits, then become the command. A limit the system does not know is done without. */
const LAUNCHER = 'ulimit -c 0; ulimit -t "$2" 2>/dev/null; ulimit -v "$3" 2>/dev/null; exec sh -c "$1"';

/**
 * Run a user's shell command once with a text on its standard input, in a process group of its own that is killed whole when
 * the time is up or it says too much; its own children included, also when it ends by itself.
 *
 * This keeps a faulty checker from hurting the run. It is no jail: the command can read and write what the user can.
 */
export function runLimited(
  command: string,
  input: string,
  workingDirectory: string,
  limits: Limits,
): Promise<LimitedOutcome> {
  const { timeoutS, outputByte, memoryByte } = limits;
  const cpuS = Math.ceil(timeoutS) + 1;
  const passed = PASSED_ON.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return new Promise((resolve) => {
    const child = spawn(
      'sh',
      ['-c', LAUNCHER, 'qeil-check', command, String(cpuS), String(Math.ceil(memoryByte / 1024))],
      {
        cwd: workingDirectory,
        env: Object.fromEntries(passed),
        detached: true,
        stdio: ['pipe', 'pipe', 'pipe'],
      },
    );
    let stdout = '';
    let said = 0;
    let ended: string | undefined;
    const killGroup = () => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // Nobody is left in the group.
      }
    };
    const end = (reason: string) => {
      ended ??= reason;
      killGroup();
    };
    const timer = setTimeout(() => end(`no answer within ${timeoutS} s`), timeoutS * 1000);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += Buffer.byteLength(text);
      stdout = (stdout + text).slice(0, outputByte);
      if (said > outputByte) end(`it wrote more than ${outputByte} bytes`);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.length;
      if (said > outputByte) end(`it wrote more than ${outputByte} bytes`);
    });
    // A command need not read what it is given.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.once('error', (error) => {
      clearTimeout(timer);
      resolve({ exitCode: null, stdout, ended: `cannot start it: ${error.message}` });
    });
    child.once('exit', killGroup);
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      const why = ended ?? (signal === null ? undefined : `it was killed by ${signal}`);
      resolve({ exitCode: why === undefined ? code : null, stdout, ended: why });
    });
  });
}
