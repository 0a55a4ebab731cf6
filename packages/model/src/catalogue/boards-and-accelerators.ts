import { ZERO_CELSIUS_K } from '../constants.js';
import { type CatalogueDevice, device } from './device.js';
import { derived, measured, sourced, unknown } from './fact.js';

const TURING_PI = 'turingpi.com RK1 benchmarks';

/** Single-board computers and add-in accelerators. */
export const boardAndAcceleratorDevices: readonly CatalogueDevice[] = [
  device('raspberry-pi-5-cpu', 'Raspberry Pi 5 (BCM2712), CPU', 'cpu', {
    fp32FlopRate: derived(0.1536e12, '4 × 2.4 GHz × 16 FLOP per cycle; two 128-bit FMA pipes are an assumption'),
    byteRate: derived(17.07e9, '4267 MT/s × 4 B'),
    measuredByteRate: measured(9.6e9, 'github.com/geerlingguy/ai-benchmarks/issues/70, llama3.2:3b', '56 % of peak'),
    capacitiesByte: sourced([2e9, 4e9, 8e9, 16e9], 'jeffgeerling.com tests'),
    memory: sourced('LPDDR4X-4267, 32 bit', 'svethardware.cz 60000'),
    cores: sourced('4 × Cortex-A76 2.4 GHz, 512 KB L2 each, 2 MB L3', 'svethardware.cz 60000'),
    powerRangeW: measured([3.3, 9.8], 'jeffgeerling.com, stress-ng', 'LLM peak 11.9–13.9 W at the wall'),
    idlePowerW: measured(3.3, 'jeffgeerling.com', '4 GB board; 2.4 W for the 2 GB D0'),
    throttleK: sourced(
      80 + ZERO_CELSIUS_K,
      'github.com/raspberrypi/documentation pull 1348',
      'progressive from 80 °C, hard limit 85 °C',
    ),
    thermalResistanceKPerW: derived(4.8, '(63 − 32) K / (9.8 − 3.3) W', 'two points'),
  }),
  device('raspberry-pi-4-cpu', 'Raspberry Pi 4 Model B (BCM2711), CPU', 'cpu', {
    fp32FlopRate: derived(
      0.048e12,
      '4 × 1.5 GHz × 8 FLOP per cycle; one 128-bit FMA a cycle is an assumption',
      '1.8 GHz in later revisions',
    ),
    byteRate: unknown('12.8 GB/s if the LPDDR4-3200 is 32 bit wide; the width was not read, and one page prints 54'),
    measuredByteRate: measured(
      3.15e9,
      'github.com/geerlingguy/ai-benchmarks 96bab78, Raspberry Pi 400 (same chip): 1.6 token/s × 1.966 GB, llama3.2:3b',
      'STREAM copies 5.5 GB/s (sci-pi.org.uk)',
    ),
    capacitiesByte: sourced([1e9, 2e9, 4e9, 8e9], 'Wikipedia, Raspberry Pi 4'),
    memory: sourced('LPDDR4-3200', 'The Official Raspberry Pi Beginner’s Guide, appendix F', '2400 on other pages'),
    cores: sourced('4 × Cortex-A72, 1.5 or 1.8 GHz by revision', 'Wikipedia, Raspberry Pi 4'),
    throttleK: sourced(80 + ZERO_CELSIUS_K, 'pirouter-docs.pages.dev'),
  }),
  device('rk3588-cpu', 'Rockchip RK3588, CPU', 'cpu', {
    fp32FlopRate: derived(
      0.2112e12,
      '4 × 2.4 GHz × 16 + 4 × 1.8 GHz × 8 FLOP per cycle; FMA pipes are an assumption, two in a big core and one in a little one',
    ),
    byteRate: unknown('depends on the board’s memory; one page prints 12.8 GB/s, below what others measure'),
    measuredByteRate: measured(22e9, TURING_PI, '17–22 GB/s sequential, LPDDR4X'),
    capacitiesByte: sourced([8e9, 16e9, 32e9], TURING_PI),
    cores: sourced('4 × Cortex-A76 2.4 GHz + 4 × Cortex-A55 1.8 GHz, 3 MB L3', TURING_PI),
    powerRangeW: measured([4, 12], TURING_PI, 'idle to full load of one module'),
    idlePowerW: derived(4.5, `middle of 4–5 W, ${TURING_PI}`),
    throttleK: measured(80 + ZERO_CELSIUS_K, TURING_PI, 'onset above about 80 °C'),
  }),
  device('rk3588-npu', 'Rockchip RK3588, NPU', 'npu', {
    int8OpRate: sourced(6e12, 'notebookcheck 506227; boardor.com'),
    int4OpRate: sourced(12e12, 'boardor.com'),
    cores: sourced('3 cores', '5fang.cc', 'boardor.com says 2 × 3 TOPS'),
  }),
  device(
    'hailo-8l',
    'Hailo-8L',
    'npu',
    {
      int8OpRate: sourced(13e12, 'Hailo-8L datasheet rev 1.5 (scribd 808774119); mbedded.ninja'),
      memory: sourced('on-chip SRAM only', 'awesomeagents page on Hailo-8 limits; datasheet'),
      designPowerW: unknown('1.5 W typical is often repeated, not verified'),
    },
    ['The weights of a language model do not fit: every byte would cross PCIe Gen3 x4 each token.'],
  ),
  device(
    'hailo-10h',
    'Hailo-10H',
    'npu',
    {
      int8OpRate: sourced(20e12, 'vendor text'),
      int4OpRate: sourced(40e12, 'vendor text'),
      capacitiesByte: sourced([4e9, 8e9], 'vendor text'),
      designPowerW: sourced(2.5, 'vendor text', 'typical'),
    },
    ['9.45 token/s with Qwen2-1.5B, same page.'],
  ),
  device(
    'coral-edge-tpu',
    'Google Coral Edge TPU',
    'npu',
    {
      int8OpRate: sourced(4e12, 'Coral Accelerator Module datasheet v1.0/1.4 (scribd 693963837)'),
      capacitiesByte: sourced([8e6], 'applied-ee.github.io; teardown'),
      memory: sourced('8 MB on-chip SRAM', 'applied-ee.github.io; teardown'),
      designPowerW: sourced(2, 'Coral Accelerator Module datasheet', '2 TOPS/W at full rate'),
    },
    ['int8 only, host link 300–640 MB/s: decoder layers are infeasible here.'],
  ),
];
