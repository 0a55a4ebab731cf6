import { readFileSync } from 'node:fs';

/**
 * Whether the system says a process is stopped (SIGSTOP, a debugger); undefined where the system does not tell.
 *
 * Source: proc_pid_stat(5), third field, after the parenthesised name: T stopped, t tracing stop.
 */
export function isStopped(processId: number): boolean | undefined {
  try {
    const line = readFileSync(`/proc/${processId}/stat`, 'utf8');
    const state = line.slice(line.lastIndexOf(')') + 2, line.lastIndexOf(')') + 3);
    return state === 'T' || state === 't';
  } catch {
    return undefined;
  }
}
