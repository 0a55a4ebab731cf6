/** Files of `/proc` and `/sys` as different machines show them. */
type Files = Readonly<Record<string, string>>;

const MEMINFO = 'MemTotal:       16000000 kB\nMemFree:         1000000 kB\nMemAvailable:   12000000 kB\n';

function common(model: string, online: string, allowed = online): Files {
  return {
    'proc/cpuinfo': `processor\t: 0\nmodel\t\t: 17\nmodel name\t: ${model}\n`,
    'proc/meminfo': MEMINFO,
    'proc/self/status': `Name:\tnode\nCpus_allowed:\tff\nCpus_allowed_list:\t${allowed}\n`,
    'sys/devices/system/cpu/online': `${online}\n`,
  };
}

function perCpu(count: number, file: string, valueAt: (cpu: number) => number): Files {
  const entries = Array.from({ length: count }, (_, cpu) => [
    `sys/devices/system/cpu/cpu${cpu}/${file}`,
    `${valueAt(cpu)}\n`,
  ]);
  return Object.fromEntries(entries);
}

/** Eight equal CPUs; favoured ones a little faster, as Intel and AMD ship them. */
export const HOMOGENEOUS: Files = {
  ...common('Some Server CPU', '0-7'),
  ...perCpu(8, 'cpufreq/cpuinfo_max_freq', (cpu) => (cpu < 2 ? 5_500_000 : 5_300_000)),
};

/** Four little and four big Arm cores, told apart by capacity only. */
export const BIG_LITTLE: Files = {
  ...common('Some Phone Board', '0-7'),
  ...perCpu(8, 'cpu_capacity', (cpu) => (cpu < 4 ? 381 : 1024)),
};

/** Little, middle and prime cores. */
export const THREE_CLUSTERS: Files = {
  ...common('Some Phone Chip', '0-7'),
  ...perCpu(8, 'cpu_capacity', (cpu) => (cpu < 4 ? 325 : cpu < 7 ? 828 : 1024)),
};

/** Two performance cores with two threads each, four efficiency cores, two low-power ones. */
export const HYBRID_INTEL: Files = {
  ...common('Some Core Ultra', '0-9'),
  'sys/devices/cpu_core/cpus': '0-3\n',
  'sys/devices/cpu_atom/cpus': '4-7\n',
  'sys/devices/cpu_lowpower/cpus': '8-9\n',
};

/** Full and dense cores of one architecture, told apart by their maximum clock only. */
export const DENSE_CORES: Files = {
  ...common('Some Ryzen', '0-7'),
  ...perCpu(8, 'cpufreq/cpuinfo_max_freq', (cpu) => (cpu < 4 ? 5_100_000 : 3_300_000)),
};

const PACKAGE = 'sys/class/powercap/intel-rapl:0';

/** One package with a core and a DRAM subdomain, psys beside it and the same package through MMIO. */
export const RAPL: Files = {
  [`${PACKAGE}/name`]: 'package-0\n',
  [`${PACKAGE}/energy_uj`]: '1000000\n',
  [`${PACKAGE}/max_energy_range_uj`]: '262143328850\n',
  'sys/class/powercap/intel-rapl:0:0/name': 'core\n',
  'sys/class/powercap/intel-rapl:0:0/energy_uj': '700000\n',
  'sys/class/powercap/intel-rapl:0:0/max_energy_range_uj': '262143328850\n',
  'sys/class/powercap/intel-rapl:0:1/name': 'dram\n',
  'sys/class/powercap/intel-rapl:0:1/energy_uj': '200000\n',
  'sys/class/powercap/intel-rapl:0:1/max_energy_range_uj': '65712999613\n',
  'sys/class/powercap/intel-rapl:1/name': 'psys\n',
  'sys/class/powercap/intel-rapl:1/energy_uj': '3000000\n',
  'sys/class/powercap/intel-rapl:1/max_energy_range_uj': '262143328850\n',
  'sys/class/powercap/intel-rapl-mmio:0/name': 'package-0\n',
  'sys/class/powercap/intel-rapl-mmio:0/energy_uj': '1000000\n',
  'sys/class/powercap/intel-rapl-mmio:0/max_energy_range_uj': '262143328850\n',
};

export const RAPL_COUNTER = `${PACKAGE}/energy_uj`;
export const RAPL_RANGE_MICROJOULE = 262_143_328_850;
