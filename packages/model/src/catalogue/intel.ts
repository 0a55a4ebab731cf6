import { type CatalogueDevice, device } from './device.js';
import { derived, measured, sourced, unknown } from './fact.js';

const DDR5 = '5600 MT/s × 8 B × 2 channels; two channels are an assumption';
const RUNLOCALAI = 'runlocalai Core Ultra 7 258V';

/** Intel Core Ultra, N series and Arc. */
export const intelDevices: readonly CatalogueDevice[] = [
  device(
    'core-ultra-9-285hx-cpu',
    'Intel Core Ultra 9 285HX, CPU',
    'cpu',
    {
      fp32FlopRate: unknown('the AVX clock under load is unknown: measure it'),
      byteRate: derived(89.6e9, DDR5),
      memory: sourced('DDR5-5600', 'arXiv 2604.16498', 'one machine with 128 GB, not the platform maximum'),
      cores: sourced('8 P + 16 E, 24 threads, 2.8 GHz base', 'BenchmarkDotNet header, secondary page'),
      designPowerW: unknown('recollection 55 W base, 160 W turbo; Intel document 832586 defines PL1 and PL2'),
      throttleK: unknown('recollection TjMax 105 °C'),
    },
    ['QEIL v1 writes 8 cores for this part: that is the P-core count.'],
  ),
  device('core-ultra-9-285hx-igpu', 'Intel Core Ultra 9 285HX, integrated graphics', 'igpu', {
    byteRate: derived(89.6e9, DDR5, 'shared with CPU and NPU: never add the three'),
    cores: sourced('4 Xe cores (Xe-LPG, no matrix units)', 'tweakpc.de 50403'),
  }),
  device(
    'ai-boost-npu-200hx',
    'Intel AI Boost NPU, Core Ultra 200HX',
    'npu',
    {
      int8OpRate: sourced(
        13e12,
        'phonearena.com id169108; tweakpc.de 50403',
        'conflict: arXiv 2604.16498 states 11 for the same machine',
      ),
      byteRate: derived(89.6e9, DDR5, 'shared with CPU and graphics'),
    },
    ['8 GB of weights cannot be read more than 11 times a second on this memory, whatever the unit.'],
  ),
  device('core-ultra-9-285h-npu', 'Intel AI Boost NPU, Core Ultra 200H', 'npu', {
    int8OpRate: sourced(13e12, 'tweakpc.de 50403; ginjfo.com'),
  }),
  device('core-ultra-7-155h-cpu', 'Intel Core Ultra 7 155H, CPU', 'cpu', {
    cores: sourced('6 P + 8 E + 2 LP-E, 22 threads', 'meterpreter.org'),
    designPowerW: sourced(28, 'meterpreter.org', 'base power'),
    powerRangeW: sourced([28, 115], 'notebookcheck, Meteor Lake analysis', 'the H series'),
  }),
  device('core-ultra-7-155h-igpu', 'Intel Arc graphics, Core Ultra 7 155H', 'igpu', {
    cores: sourced('8 Xe cores, 2.25 GHz', 'meterpreter.org; wafer-chip.com'),
  }),
  device('core-ultra-7-155h-npu', 'Intel NPU 3720, Core Ultra 100', 'npu', {
    int8OpRate: sourced(
      9.5e12,
      'Chips and Cheese via gigazine.net 20240505',
      '2 × 2048 MAC at 1.16 GHz; fp16 at half the rate',
    ),
    fp16FlopRate: derived(4.75e12, 'half the int8 rate, Chips and Cheese via gigazine.net 20240505'),
  }),
  device('core-ultra-7-258v-cpu', 'Intel Core Ultra 7 258V, CPU', 'cpu', {
    byteRate: derived(136.5e9, '8533 MT/s × 16 B; runlocalai prints 136', 'shared by CPU, graphics and NPU'),
    capacitiesByte: sourced([32e9], RUNLOCALAI),
    memory: sourced('LPDDR5X-8533 on package, 128 bit', RUNLOCALAI),
    cores: sourced('4 P + 4 LP-E, 4.8/3.7 GHz', 'notebookcheck Core Ultra 7 256V/258V; runlocalai'),
    designPowerW: sourced(17, 'VideoCardz repeated by soundsnerdy', 'before launch, low trust'),
    powerRangeW: sourced([17, 30], 'VideoCardz repeated by soundsnerdy', 'before launch, low trust'),
  }),
  device('arc-140v', 'Intel Arc 140V, Core Ultra 7 258V', 'igpu', {
    byteRate: derived(136.5e9, '8533 MT/s × 16 B', 'shared'),
    capacitiesByte: sourced([32e9], RUNLOCALAI),
    cores: sourced('8 Xe2 cores', 'notebookcheck'),
  }),
  device('ai-boost-npu-258v', 'Intel AI Boost NPU, Core Ultra 7 258V', 'npu', {
    int8OpRate: sourced(
      47e12,
      'notebookcheck, 256V page',
      'conflict: runlocalai and launch texts say 48 for the family',
    ),
    byteRate: derived(136.5e9, '8533 MT/s × 16 B', 'shared'),
  }),
  device('n150', 'Intel N150', 'cpu', {
    byteRate: unknown(
      'one channel of DDR4-3200, DDR5-4800 or LPDDR5-4800 (notebookcheck, N250): read it from the machine',
    ),
    measuredByteRate: measured(
      17.8e9,
      'github.com/geerlingguy/ai-benchmarks/issues/12, GMKtec G3 Plus: 9.06 token/s × 1.966 GB, llama3.2:3b',
    ),
    cores: sourced('4 E, 3.6 GHz', 'punto-informatico.it'),
    designPowerW: sourced(6, 'punto-informatico.it'),
  }),
  device('arc-b570', 'Intel Arc B570', 'gpu', {
    fp32FlopRate: sourced(11.52e12, 'fpsbench.com Arc B570'),
    fp16FlopRate: sourced(23.04e12, 'fpsbench.com Arc B570', 'vector rate; the matrix units are faster'),
    byteRate: sourced(380e9, 'fpsbench.com Arc B570'),
    capacitiesByte: sourced([10e9], 'fpsbench.com Arc B570'),
    memory: sourced('GDDR6, 160 bit', 'fpsbench.com Arc B570'),
    designPowerW: sourced(150, 'fpsbench.com Arc B570'),
  }),
];
