import { type CatalogueDevice, device } from './device.js';
import { derived, measured, sourced, unknown } from './fact.js';

const LLAMA_CPP = 'github.com/ggml-org/llama.cpp/pull/1642, comment of 2023-06-04';
const COMPARISON = 'goodnewsapodcast.com, M4 family compared with past generations';
const MACRUMORS = 'MacRumors forums, thread 2471322';
const SHARED = 'unified memory: CPU, GPU and Neural Engine share it';

/** GPUs of Apple's chips: what runs a model there. CPU and Neural Engine share the same memory. */
export const appleDevices: readonly CatalogueDevice[] = [
  device('apple-m1-gpu', 'Apple M1, 8-core GPU', 'igpu', {
    fp32FlopRate: sourced(2.6e12, MACRUMORS),
    byteRate: sourced(68.2e9, LLAMA_CPP, SHARED),
    capacitiesByte: sourced([16e9], MACRUMORS, 'the most it is sold with'),
    memory: sourced('LPDDR4X, 128 bit', MACRUMORS),
  }),
  device('apple-m1-pro-gpu', 'Apple M1 Pro GPU', 'igpu', { byteRate: sourced(204.8e9, LLAMA_CPP, SHARED) }),
  device('apple-m1-max-gpu', 'Apple M1 Max, 24-core GPU', 'igpu', {
    fp32FlopRate: sourced(7.96e12, 'hmc-tech.com, 24-core M1 Max'),
    byteRate: sourced(409.6e9, LLAMA_CPP, SHARED),
    measuredByteRate: measured(317.6e9, LLAMA_CPP, 'attainable by the GPU'),
  }),
  device('apple-m2-gpu', 'Apple M2, 10-core GPU', 'igpu', {
    fp32FlopRate: sourced(3.55e12, MACRUMORS),
    byteRate: sourced(102.4e9, COMPARISON, SHARED),
    capacitiesByte: sourced([8e9, 16e9, 24e9], COMPARISON),
    memory: sourced('LPDDR5-6400, 128 bit', MACRUMORS),
  }),
  device('apple-m2-pro-gpu', 'Apple M2 Pro, 19-core GPU', 'igpu', {
    byteRate: sourced(204.8e9, COMPARISON, SHARED),
    capacitiesByte: sourced([16e9, 32e9], COMPARISON),
  }),
  device('apple-m3-gpu', 'Apple M3 GPU', 'igpu', {
    byteRate: sourced(102.4e9, COMPARISON, SHARED),
    capacitiesByte: sourced([8e9, 16e9, 24e9], COMPARISON),
  }),
  device('apple-m3-pro-gpu', 'Apple M3 Pro, 18-core GPU', 'igpu', {
    byteRate: sourced(153.6e9, COMPARISON, SHARED),
    capacitiesByte: sourced([18e9, 36e9], COMPARISON),
  }),
  device('apple-m3-max-gpu', 'Apple M3 Max, 30-core GPU', 'igpu', {
    fp32FlopRate: sourced(10.74e12, 'hmc-tech.com, 30-core M3 Max'),
    byteRate: unknown('400 GB/s is printed for the 40-core version (macmegasite.com)'),
  }),
  device('apple-m3-max-40-gpu', 'Apple M3 Max, 40-core GPU', 'igpu', {
    byteRate: sourced(400e9, 'macmegasite.com 2024-10-30', SHARED),
  }),
  device('apple-m3-ultra-gpu', 'Apple M3 Ultra GPU', 'igpu', {
    byteRate: sourced(819e9, 'notebookchat.com topic 310836 (819.3); jlw-newsletter 2026-03-02', SHARED),
    capacitiesByte: sourced([96e9, 512e9], 'digitalapplied.com; jlw-newsletter 2026-03-02'),
  }),
  device('apple-m4-gpu', 'Apple M4, 10-core GPU', 'igpu', {
    fp32FlopRate: unknown('recollection about 4.3 TFLOP/s; the 8-core version has 3.01 (hmc-tech.com)'),
    byteRate: sourced(120e9, COMPARISON, SHARED),
    measuredByteRate: measured(81.2e9, 'github.com/geerlingguy/ai-benchmarks/issues/2, llama3.2:3b', '68 % of peak'),
    capacitiesByte: sourced([16e9, 24e9, 32e9], COMPARISON),
    powerRangeW: measured([3, 45], 'ServeTheHome, M4 Mac mini at the wall', 'Apple states 65 W'),
    idlePowerW: derived(
      3.5,
      'middle of 3–4 W, jeffgeerling.com M4 Mac mini 2024, at the wall',
      'ServeTheHome 4–6 W, golem 7 W',
    ),
  }),
  device('apple-m4-npu', 'Apple M4 Neural Engine', 'npu', {
    int8OpRate: sourced(38e12, 'businesstoday; aici.pages.dev', 'Apple does not say which operation'),
    byteRate: sourced(120e9, COMPARISON, SHARED),
  }),
  device('apple-m4-pro-gpu', 'Apple M4 Pro GPU', 'igpu', {
    byteRate: sourced(273e9, COMPARISON, SHARED),
    capacitiesByte: sourced([24e9, 48e9, 64e9], COMPARISON),
  }),
  device('apple-m4-max-gpu', 'Apple M4 Max, 40-core GPU', 'igpu', {
    byteRate: sourced(546e9, 'macmegasite.com 2024-10-30', `${SHARED}; 410 GB/s in the smaller version`),
  }),
];
