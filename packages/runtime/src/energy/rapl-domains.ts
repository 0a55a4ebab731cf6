import { join } from 'node:path';
import { listSystemFolder, readSystemInteger, readSystemText } from '../devices/system-files.js';

/** One RAPL package domain: a counter of microjoules that starts again at zero beyond its range. */
export interface RaplDomain {
  /** As the kernel names it: `package-0`. */
  readonly name: string;
  /** Path of the counter, root included. */
  readonly path: string;
  /** Largest value the counter shows (µJ). */
  readonly rangeMicrojoule: number;
  /** The counter now (µJ); undefined when it cannot be read. */
  read(): number | undefined;
}

const POWERCAP = 'sys/class/powercap';

/**
 * The package domains below `root`, readable or not.
 *
 * Only packages: their core, uncore and (on client parts) DRAM subdomains are inside them, and `psys` contains them, so summing
 * those counts the same joules twice. `intel-rapl-mmio` shows the same packages through another register. AMD processors appear
 * under the same names. Source: Linux `Documentation/power/powercap/powercap.rst`.
 */
export function findRaplPackages(root: string): readonly RaplDomain[] {
  return listSystemFolder(root, POWERCAP).flatMap((folder) => {
    if (!/^intel-rapl:\d+$/.test(folder)) return [];
    const at = `${POWERCAP}/${folder}`;
    const name = readSystemText(root, `${at}/name`) ?? '';
    const rangeMicrojoule = readSystemInteger(root, `${at}/max_energy_range_uj`);
    if (!/^package-\d+/.test(name) || rangeMicrojoule === undefined || rangeMicrojoule === 0) return [];
    return [
      {
        name,
        path: join(root, at, 'energy_uj'),
        rangeMicrojoule,
        read: () => readSystemInteger(root, `${at}/energy_uj`),
      },
    ];
  });
}
