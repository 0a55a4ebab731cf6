import { type CatalogueDevice, device } from './device.js';
import { derived, measured, sourced, unknown } from './fact.js';

const SVETHARDWARE = 'svethardware.cz 61477';
const HEX_CLI = 'Hex-CLI report e1202b5';
const SHARED = 'shared by CPU, GPU and NPU';

/** AMD Ryzen AI and Radeon, Qualcomm Snapdragon X. */
export const amdAndQualcommDevices: readonly CatalogueDevice[] = [
  device('ryzen-ai-9-hx-370-cpu', 'AMD Ryzen AI 9 HX 370, CPU', 'cpu', {
    byteRate: unknown('LPDDR5X-7500 or DDR5-5600, depends on the laptop: read it from the machine'),
    cores: sourced('4 Zen 5 + 8 Zen 5c, 24 threads, 2.0/5.1 GHz', 'computerbase; purepc.pl'),
    designPowerW: sourced(28, 'computerbase; svethardware.cz'),
    powerRangeW: sourced([15, 54], 'computerbase', 'of the whole chip'),
  }),
  device('radeon-890m', 'AMD Radeon 890M, Ryzen AI 9 HX 370', 'igpu', {
    fp32FlopRate: derived(
      5.94e12,
      '16 CU × 64 × 2 × 2.9 GHz; counts from computerbase and purepc.pl',
      '11.88 with dual issue: do not plan on it',
    ),
    cores: sourced('16 CU, 2.9 GHz', 'computerbase; purepc.pl'),
  }),
  device('xdna2-hx-370', 'AMD XDNA 2 NPU, Ryzen AI 9 HX 370', 'npu', {
    int8OpRate: sourced(50e12, 'computerbase; purepc.pl; svethardware.cz', 'marketing figure'),
  }),
  device('ryzen-ai-5-340-cpu', 'AMD Ryzen AI 5 340, CPU', 'cpu', {
    byteRate: derived(89.6e9, '5600 MT/s × 8 B × 2 channels, assumed'),
    measuredByteRate: measured(
      46.8e9,
      'github.com/geerlingguy/ai-benchmarks, Framework 13, llama3.2:3b',
      '52 % of peak',
    ),
    memory: sourced('DDR5-5600 SO-DIMM', 'FastFlowLM README 2cc36e2', '32 GB in the vendor’s box'),
  }),
  device('ryzen-ai-max-395-gpu', 'AMD Radeon 8060S, Ryzen AI Max+ 395', 'igpu', {
    byteRate: sourced(256e9, SVETHARDWARE, SHARED),
    capacitiesByte: sourced(
      [128e9],
      'github.com/geerlingguy/ai-benchmarks/issues/21',
      'the Framework Desktop measured',
    ),
    memory: sourced('LPDDR5X-8000, 256 bit', SVETHARDWARE),
    cores: sourced('40 CU RDNA 3.5, 2.9 GHz', SVETHARDWARE),
    designPowerW: sourced(55, SVETHARDWARE, 'default of the whole chip'),
    powerRangeW: sourced([45, 120], SVETHARDWARE),
  }),
  device('ryzen-ai-max-395-cpu', 'AMD Ryzen AI Max+ 395, CPU', 'cpu', {
    byteRate: sourced(256e9, SVETHARDWARE, SHARED),
    cores: sourced('16 Zen 5, 32 threads, 3.0/5.1 GHz', SVETHARDWARE),
    designPowerW: sourced(55, SVETHARDWARE, 'default of the whole chip'),
    powerRangeW: sourced([45, 120], SVETHARDWARE),
  }),
  device('ryzen-ai-max-395-npu', 'AMD XDNA 2 NPU, Ryzen AI Max+ 395', 'npu', {
    int8OpRate: sourced(50e12, SVETHARDWARE),
    byteRate: sourced(256e9, SVETHARDWARE, SHARED),
  }),
  device('rx-7900-xtx', 'AMD Radeon RX 7900 XTX', 'gpu', {
    fp32FlopRate: sourced(61.39e12, 'fpsbench.com RX 7900 XTX', 'dual issue counted'),
    fp16FlopRate: sourced(122.8e12, 'fpsbench.com RX 7900 XTX', 'dual issue counted'),
    byteRate: sourced(960e9, 'fpsbench.com RX 7900 XTX'),
    capacitiesByte: sourced([24e9], 'fpsbench.com RX 7900 XTX'),
    memory: sourced('GDDR6, 384 bit', 'fpsbench.com RX 7900 XTX'),
    designPowerW: sourced(355, 'fpsbench.com RX 7900 XTX'),
  }),
  device('rx-9070-xt', 'AMD Radeon RX 9070 XT', 'gpu', {
    fp32FlopRate: sourced(48.7e12, 'multiplayer.it'),
    byteRate: sourced(640e9, 'multiplayer.it'),
    capacitiesByte: sourced([16e9], 'multiplayer.it'),
    memory: sourced('GDDR6, 256 bit', 'multiplayer.it'),
    designPowerW: sourced(304, 'multiplayer.it'),
  }),
  device('snapdragon-x-elite-cpu', 'Qualcomm Snapdragon X Elite, Oryon CPU', 'cpu', {
    byteRate: sourced(135e9, 'faceofit', '136 in tweaktown.com and mashdigi; shared with GPU and NPU'),
    measuredByteRate: measured(88e9, HEX_CLI, '36.6 token/s × 2.4 GB, Q4_0, 8 threads'),
    capacitiesByte: sourced([64e9], 'tweaktown.com 93943', 'maximum'),
    memory: sourced('LPDDR5X-8448', 'faceofit', '8533 on other pages'),
    cores: sourced('12 cores, 3.8 GHz all, 4.25–4.3 GHz dual, 42 MB cache', 'tweaktown.com; mashdigi; faceofit'),
    idlePowerW: measured(3.4, HEX_CLI, 'whole laptop, display on'),
    throttleK: unknown('ran at 95 °C for four minutes without throttling'),
    thermalResistanceKPerW: derived(
      1.62,
      `fit to 4 points of system power and chip temperature, ${HEX_CLI}`,
      'intercept 30 °C',
    ),
  }),
  device('snapdragon-x-elite-gpu', 'Qualcomm Snapdragon X Elite, Adreno X1', 'igpu', {
    fp32FlopRate: sourced(4.6e12, 'tweaktown.com; mashdigi', '3.8 on lower versions'),
    byteRate: sourced(135e9, 'faceofit', 'shared'),
  }),
  device(
    'snapdragon-x-elite-npu',
    'Qualcomm Snapdragon X Elite, Hexagon',
    'npu',
    {
      int8OpRate: sourced(45e12, 'tweaktown.com; mashdigi'),
      byteRate: sourced(135e9, 'faceofit', 'shared'),
    },
    ['Model resident, whole laptop: 4.4 W with polling off, 14.4 W with polling on (Hex-CLI report).'],
  ),
  device('snapdragon-x-plus-gpu', 'Qualcomm Snapdragon X Plus, Adreno X1', 'igpu', {
    fp32FlopRate: sourced(3.8e12, 'smartergo.org'),
    byteRate: sourced(135e9, 'winaero.com', 'shared'),
    memory: sourced('LPDDR5X-8448', 'winaero.com'),
  }),
  device('snapdragon-x-plus-npu', 'Qualcomm Snapdragon X Plus, Hexagon', 'npu', {
    int8OpRate: sourced(45e12, 'winaero.com'),
    byteRate: sourced(135e9, 'winaero.com', 'shared'),
  }),
];
