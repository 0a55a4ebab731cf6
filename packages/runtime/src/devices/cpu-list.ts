/** More logical CPUs than Linux supports (CONFIG_NR_CPUS is at most 8192). */
const MOST_CPUS = 8192;

/**
 * The kernel's list format, as in `/sys/devices/system/cpu/online`: `0-3,8,10-11`.
 *
 * @returns ascending and without repetition; undefined when the text is not such a list. Empty text is an empty list.
 */
export function parseCpuList(text: string): readonly number[] | undefined {
  const cpus = new Set<number>();
  const trimmed = text.trim();
  if (trimmed === '') return [];
  for (const part of trimmed.split(',')) {
    const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part.trim());
    if (match === null) return undefined;
    const first = Number(match[1]);
    const last = Number(match[2] ?? match[1]);
    if (last < first || last >= MOST_CPUS) return undefined;
    for (let cpu = first; cpu <= last; cpu += 1) cpus.add(cpu);
  }
  return [...cpus].sort((a, b) => a - b);
}
