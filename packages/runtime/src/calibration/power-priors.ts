import type { Device, Machine } from '../devices/device.js';
import type { PowerCoefficients } from './calibration.js';

/** A number with its range and where it was published. */
interface Prior {
  readonly value: number;
  readonly range: string;
  readonly source: string;
}

/**
 * Package awake and idle (W). Raspberry Pi 5: 3.3 W idle (J. Geerling, github.com/geerlingguy/ai-benchmarks); Snapdragon X Elite
 * laptop: 3.4 W idle (Hex-CLI measurement report, commit e1202b5). Large server packages idle far higher; a virtual machine owns
 * an unknown share of one.
 */
const PACKAGE_IDLE_W: Prior = {
  value: 3.4,
  range: '3.3–3.4',
  source: 'idle of a Raspberry Pi 5 and a Snapdragon X Elite',
};

/**
 * One busy x86 logical CPU (W), uncore in use included: AMD EPYC 9654, 360 W default TDP / 96 cores = 3.75 W (amd.com, product
 * specification); Ryzen AI 9 HX 370, 28–54 W / 12 cores = 2.3–4.5 W (computerbase.de); Ryzen 7 8845HS decoding on all 8 cores, 59 W
 * (fit to published measurements) = 7.4 W with the package base.
 */
const X86_CPU_W: Prior = { value: 4, range: '2.3–7.4', source: 'TDP per core of EPYC 9654 and Ryzen AI 9 HX 370' };

/**
 * One busy Arm application core (W): Raspberry Pi 5 decoding on 4 cores draws 9.45 W over its PMIC rails at 4.26 GB/s of weights
 * (github.com/YuvrajSingh-mist/smolbenchmark, 1a7eb31) and 3.3 W idle: (9.45 − 3.3 − 4.26e9 · 60e-12)/4 = 1.5 W.
 */
const ARM_CPU_W: Prior = {
  value: 1.5,
  range: '1.2–2.5',
  source: 'Raspberry Pi 5 under decode, idle subtracted, per core',
};

/**
 * DRAM traffic (J/B). 4–14 pJ/bit by what is counted: HBM2 3.9 and GDDR5 14.0 (O'Connor et al., MICRO 2017), LPDDR4 4 (Dally et al.,
 * CACM 2020), an HBM model 7 (HyGCN, HPCA 2020): 32–112 pJ/B. Fits to a Jetson Orin Nano's measured decode give 58–88 pJ/B.
 */
const DRAM_JOULE_PER_BYTE: Prior = { value: 60e-12, range: '32e-12–112e-12', source: 'DRAM at 4–14 pJ/bit' };

/** Traffic served by a large on-chip cache (J/B): 100 pJ per 64 bit from a 1 MB SRAM at 45 nm (Horowitz, ISSCC 2014). */
const CACHE_JOULE_PER_BYTE: Prior = { value: 12.5e-12, range: '1.3e-12–12.5e-12', source: 'SRAM 8 KB–1 MB at 45 nm' };

/**
 * A GPU while busy (W), from a board of each size: Jetson Orin Nano 3.7 W constant power (fit), RTX 4060 Laptop 35–115 W by
 * configuration (vendor range), H100 279 W constant power (fit). The lower end of the laptop part, because decode is bound by memory.
 */
const GPU_ACTIVE_W: Prior = { value: 35, range: '3.7–279', source: 'low end of an RTX 4060 Laptop' };

export interface PriorOptions {
  readonly machine: Machine;
  /** Bytes one decode pass reads at least; decides between cache and DRAM traffic. Undefined: DRAM. */
  readonly workingSetByte: number | undefined;
  /** Last-level cache of the CPUs; undefined when the system does not say. */
  readonly lastLevelCacheByte: number | undefined;
}

/**
 * Published coefficients for every device, for machines whose energy cannot be measured. Their absolute values may be off by a
 * factor of two; comparisons between plans depend on their ratios, which the detail shows.
 *
 * The package's idle power is shared out over the CPU devices, so that it counts once. Power of an awake uncore is inside the
 * figure per CPU, because published all-core figures do not separate them: `activeW` of a CPU is 0 by this convention.
 */
export function priorPower(options: PriorOptions): Readonly<Record<string, PowerCoefficients>> {
  const { machine, workingSetByte, lastLevelCacheByte } = options;
  const cpuDevices = machine.devices.filter(({ provider }) => provider === 'cpu').length;
  // A cache that the weights fill to the brim does not keep them; what else runs needs room too.
  const cached =
    workingSetByte !== undefined && lastLevelCacheByte !== undefined && workingSetByte <= lastLevelCacheByte / 2;
  const traffic = cached ? CACHE_JOULE_PER_BYTE : DRAM_JOULE_PER_BYTE;
  const perCpu = /^arm/.test(process.arch) ? ARM_CPU_W : X86_CPU_W;
  const of = (device: Device): PowerCoefficients => {
    const onCpu = device.provider === 'cpu';
    const sleepW = onCpu ? PACKAGE_IDLE_W.value / cpuDevices : 0;
    const activeW = onCpu ? 0 : GPU_ACTIVE_W.value;
    const parts = [
      onCpu ? describe('sleep', sleepW, 'W', PACKAGE_IDLE_W) : describe('active', activeW, 'W', GPU_ACTIVE_W),
      describe('per busy CPU', perCpu.value, 'W', perCpu),
      describe(cached ? 'cache traffic' : 'memory traffic', traffic.value, 'J/B', traffic),
    ];
    const detail = `priors, not measured: ${parts.join(', ')}`;
    return { sleepW, activeW, perCpuW: perCpu.value, joulePerByte: traffic.value, source: 'prior', detail };
  };
  return Object.fromEntries(machine.devices.map((device) => [device.id, of(device)]));
}

function describe(what: string, value: number, unit: string, { range, source }: Prior): string {
  return `${what} ${value} ${unit} (${source}; range ${range})`;
}
