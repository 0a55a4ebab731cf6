import { readdirSync, readFileSync } from 'node:fs';

/** CPU time of all threads a process has now (s), from Linux's scheduler to the ns; null on other systems or when it is gone. */
export function processCpuS(pid: number): number | null {
  try {
    const tasks = readdirSync(`/proc/${pid}/task`);
    const ns = tasks.map((task) => Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]));
    return ns.reduce((sum, value) => sum + value, 0) / 1e9;
  } catch {
    return null;
  }
}
