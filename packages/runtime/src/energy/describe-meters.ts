import { join } from 'node:path';
import { listSystemFolder, readSystemText } from '../devices/system-files.js';
import { findRaplPackages } from './rapl-domains.js';

/** An energy or power sensor, and whether it can be used. */
export interface MeterDescription {
  readonly name: string;
  readonly path: string;
  readonly readable: boolean;
  readonly reason?: string;
  readonly remedy?: string;
}

/** Every energy sensor of the machine, and why one cannot be read, with the fix in one line. Never empty. */
export function describeMeters({ root = '/' }: { readonly root?: string } = {}): MeterDescription[] {
  const packages = findRaplPackages(root).map((domain): MeterDescription => {
    const { name, path } = domain;
    if (domain.read() !== undefined) return { name: `RAPL ${name}`, path, readable: true };
    return {
      name: `RAPL ${name}`,
      path,
      readable: false,
      reason: 'only root may read it (kernels do this since CVE-2020-8694)',
      remedy: `sudo chmod a+r ${path}`,
    };
  });
  const rapl = packages.length > 0 ? packages : [noRapl(root)];
  return [...rapl, ...describeHwmon(root)];
}

function noRapl(root: string): MeterDescription {
  return {
    name: 'RAPL',
    path: join(root, 'sys/class/powercap'),
    readable: false,
    reason: 'no package domain: a virtual machine, a processor without RAPL, or a kernel without its driver',
    remedy: 'sudo modprobe intel_rapl_msr (not in a virtual machine)',
  };
}

/** Power sensors of boards and GPUs. They are shown but not summed: what part of the machine each covers is not said. */
function describeHwmon(root: string): MeterDescription[] {
  return listSystemFolder(root, 'sys/class/hwmon').flatMap((chip) => {
    const at = `sys/class/hwmon/${chip}`;
    const name = readSystemText(root, `${at}/name`) ?? chip;
    return listSystemFolder(root, at)
      .filter((file) => /^(?:power\d+_(?:input|average)|energy\d+_input)$/.test(file))
      .map((file) => ({
        name: `hwmon ${name} ${file}`,
        path: join(root, at, file),
        readable: readSystemText(root, `${at}/${file}`) !== undefined,
        reason: 'shown only: which part of the machine it covers is not stated, so it is not counted',
      }));
  });
}
