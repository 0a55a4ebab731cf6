import { parseCpuList } from './cpu-list.js';
import { readSystemInteger, readSystemText } from './system-files.js';

/** Logical CPUs this process may run on. */
export interface CpuLimit {
  /** Online and allowed by affinity and cpuset; undefined when the system does not say. */
  readonly cpus: readonly number[] | undefined;
  /** CPUs' worth of time the control group grants, ≥ 1 and whole; undefined without a quota. */
  readonly quota: number | undefined;
}

/** Read online CPUs, affinity and control-group quota below `root`. */
export function readCpuLimit(root: string): CpuLimit {
  const online = parseCpuList(readSystemText(root, 'sys/devices/system/cpu/online') ?? '') ?? [];
  const status = readSystemText(root, 'proc/self/status') ?? '';
  const allowed = parseCpuList(/^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1] ?? '') ?? [];
  const quota = readQuota(root);
  if (online.length === 0) return { cpus: allowed.length === 0 ? undefined : allowed, quota };
  return { cpus: allowed.length === 0 ? online : online.filter((cpu) => allowed.includes(cpu)), quota };
}

/** The tightest quota on the way from this process's group to the top; version 2 files first, then version 1. */
function readQuota(root: string): number | undefined {
  const quotas: number[] = [];
  for (const folder of controlGroupFolders(root, '')) {
    const match = /^(\d+) (\d+)$/.exec(readSystemText(root, `sys/fs/cgroup${folder}/cpu.max`) ?? '');
    if (match !== null) quotas.push(Number(match[1]) / Number(match[2]));
  }
  for (const folder of controlGroupFolders(root, 'cpu')) {
    const quotaUs = readSystemInteger(root, `sys/fs/cgroup/cpu${folder}/cpu.cfs_quota_us`);
    const periodUs = readSystemInteger(root, `sys/fs/cgroup/cpu${folder}/cpu.cfs_period_us`);
    if (quotaUs !== undefined && periodUs !== undefined) quotas.push(quotaUs / periodUs);
  }
  const usable = quotas.filter((quota) => Number.isFinite(quota) && quota > 0);
  return usable.length === 0 ? undefined : Math.max(1, Math.floor(Math.min(...usable)));
}

/**
 * Folders of this process's control group and its ancestors, relative to the hierarchy's mount, the top (`''`) last.
 * `controller` is empty for the unified hierarchy.
 */
export function controlGroupFolders(root: string, controller: string): readonly string[] {
  const lines = (readSystemText(root, 'proc/self/cgroup') ?? '').split('\n');
  for (const line of lines) {
    const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
    if (path === undefined || path.includes('..')) continue;
    if (controller === '' ? controllers !== '' : !controllers?.split(',').includes(controller)) continue;
    const parts = path.split('/').filter((part) => part !== '');
    return [...parts.map((_, index) => `/${parts.slice(0, parts.length - index).join('/')}`), ''];
  }
  return [''];
}
