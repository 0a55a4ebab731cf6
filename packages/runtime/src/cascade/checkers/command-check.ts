import { type Limits, runLimited } from '../../child-process/run-limited.js';
import type { Check, Verdict } from '../check.js';
import { extractAnswer } from '../extract-answer.js';
import { CheckSpecProblem } from './check-spec-problem.js';

export const DEFAULT_COMMAND_LIMITS: Limits = { timeoutS: 10, outputByte: 64 * 1024, memoryByte: 2 * 2 ** 30 };

/**
 * A user's command judges: `command:python3 check.py`. It gets `{question, text, answer, tokens, finishReason}` as JSON on its
 * standard input; exit code 0 accepts, 1 rejects, anything else (a crash, a limit) says nothing. The first line it prints is
 * kept as the reason.
 */
export function commandCheck(command: string, workingDirectory: string, limits = DEFAULT_COMMAND_LIMITS): Check {
  if (command.trim() === '') throw new CheckSpecProblem('command needs a command line, for example command:./check.sh');
  if (process.platform === 'win32')
    throw new CheckSpecProblem('command checks need a POSIX shell, which Windows lacks');
  const name = `command:${command}`;
  return {
    name,
    exact: true,
    async run(sample, question) {
      const { text, tokenIds, finishReason } = sample;
      const answer = extractAnswer(text) ?? null;
      const input = JSON.stringify({ question, text, answer, tokens: tokenIds.length, finishReason });
      const { exitCode, stdout, ended } = await runLimited(command, `${input}\n`, workingDirectory, limits);
      const verdict: Verdict = exitCode === 0 ? 'accept' : exitCode === 1 ? 'reject' : 'unknown';
      const [said = ''] = stdout.trim().split('\n', 1);
      return { check: name, exact: true, verdict, detail: ended ?? (said.slice(0, 200) || `exit code ${exitCode}`) };
    },
  };
}
