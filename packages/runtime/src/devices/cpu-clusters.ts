import { parseCpuList } from './cpu-list.js';
import { readSystemInteger, readSystemText } from './system-files.js';

/** Logical CPUs of one kind. */
export interface CpuCluster {
  /** `cpu` on a machine of one kind, else `cpu-performance`, `cpu-middle`, `cpu-efficiency`, `cpu-low-power`. */
  readonly id: string;
  /** What told the kinds apart, in words; empty on a machine of one kind. */
  readonly evidence: string;
  readonly cpus: readonly number[];
}

/** PMU folders of hybrid Intel processors, fastest first; `types/` is where some kernels put the same lists. */
const INTEL_KINDS = [
  { id: 'cpu-performance', files: ['sys/devices/cpu_core/cpus', 'sys/devices/system/cpu/types/intel_core/cpulist'] },
  { id: 'cpu-efficiency', files: ['sys/devices/cpu_atom/cpus', 'sys/devices/system/cpu/types/intel_atom/cpulist'] },
  {
    id: 'cpu-low-power',
    files: ['sys/devices/cpu_lowpower/cpus', 'sys/devices/system/cpu/types/intel_lowpower/cpulist'],
  },
] as const;

/**
 * Two neighbouring maximum clocks belong to one kind of core when the slower reaches this share of the faster. Favoured cores of
 * one kind differ by a few percent; dense cores (Zen 5c) reach about two thirds of their siblings.
 */
const SAME_KIND_SHARE = 0.85;

/**
 * Sort CPUs by kind: Intel's PMU lists, else `cpu_capacity`, else the maximum clock; the first that tells two kinds apart counts.
 *
 * @param cpus - logical CPUs that may be used
 * @returns at least one cluster when `cpus` is not empty, fastest first
 */
export function findCpuClusters(root: string, cpus: readonly number[]): readonly CpuCluster[] {
  const named = intelClusters(root, cpus);
  if (named.length > 1) return named;
  const capacity = (cpu: number) => readSystemInteger(root, `sys/devices/system/cpu/cpu${cpu}/cpu_capacity`);
  const byCapacity = groupByValue(cpus, capacity, 1);
  if (byCapacity.length > 1) return nameByRank(byCapacity, 'cpu_capacity');
  const clock = (cpu: number) => readSystemInteger(root, `sys/devices/system/cpu/cpu${cpu}/cpufreq/cpuinfo_max_freq`);
  const byClock = groupByValue(cpus, clock, SAME_KIND_SHARE);
  if (byClock.length > 1) return nameByRank(byClock, 'maximum clock');
  return cpus.length === 0 ? [] : [{ id: 'cpu', evidence: '', cpus }];
}

function intelClusters(root: string, cpus: readonly number[]): readonly CpuCluster[] {
  const left = new Set(cpus);
  const clusters: CpuCluster[] = [];
  for (const { id, files } of INTEL_KINDS) {
    const text = files.map((file) => readSystemText(root, file)).find((found) => found !== undefined);
    const listed = (parseCpuList(text ?? '') ?? []).filter((cpu) => left.delete(cpu));
    if (listed.length > 0) clusters.push({ id, evidence: 'Intel core type', cpus: listed });
  }
  // A list that leaves CPUs unexplained is not trusted to sort the others.
  return left.size === 0 ? clusters : [];
}

/** Groups of CPUs whose values chain together: each at least `share` of the next higher. One group when a value is missing. */
function groupByValue(
  cpus: readonly number[],
  readValue: (cpu: number) => number | undefined,
  share: number,
): readonly (readonly number[])[] {
  const valued: { cpu: number; value: number }[] = [];
  for (const cpu of cpus) {
    const value = readValue(cpu);
    if (value === undefined || value === 0) return [cpus];
    valued.push({ cpu, value });
  }
  valued.sort((a, b) => b.value - a.value || a.cpu - b.cpu);
  const groups: number[][] = [];
  let previous: number | undefined;
  for (const { cpu, value } of valued) {
    const group = groups.at(-1);
    if (group === undefined || previous === undefined || value < share * previous) groups.push([cpu]);
    else group.push(cpu);
    previous = value;
  }
  return groups.map((group) => group.sort((a, b) => a - b));
}

function nameByRank(groups: readonly (readonly number[])[], evidence: string): readonly CpuCluster[] {
  const middle = groups.length - 2;
  return groups.map((cpus, rank) => {
    if (rank === 0) return { id: 'cpu-performance', evidence, cpus };
    if (rank === groups.length - 1) return { id: 'cpu-efficiency', evidence, cpus };
    return { id: middle === 1 ? 'cpu-middle' : `cpu-middle-${rank}`, evidence, cpus };
  });
}
