import { type Fact, sourced, unknown } from './fact.js';
import type { CatalogueMachine } from './machine.js';

/** A machine whose devices are one chip on one memory. */
function singleChip(
  id: string,
  name: string,
  capacityByte: Fact,
  devices: readonly string[],
  notes: readonly string[] = [],
): CatalogueMachine {
  return {
    id,
    name,
    pools: [{ name: 'memory', capacityByte }],
    chips: [{ name: 'chip', limitsOf: devices[0] }],
    devices: devices.map((device) => ({ device, pool: 0, chip: 0 })),
    linkByteRate: unknown(),
    linkLatencyS: unknown(),
    boardPowerW: unknown(),
    notes,
  };
}

/** A graphics card beside the chips of its host, if those are to be planned on. */
function withCard(
  host: CatalogueMachine,
  id: string,
  name: string,
  card: string,
  capacityByte: Fact,
): CatalogueMachine {
  return {
    ...host,
    id,
    name,
    pools: [...host.pools, { name: 'graphics memory', capacityByte }],
    chips: [...host.chips, { name: 'graphics card', limitsOf: card }],
    devices: [...host.devices, { device: card, pool: host.pools.length, chip: host.chips.length }],
  };
}

function cardAlone(id: string, name: string, card: string, capacityByte: Fact): CatalogueMachine {
  const machine = singleChip(id, name, capacityByte, [card], ['Its host is not planned on.']);
  return { ...machine, pools: [{ name: 'graphics memory', capacityByte }] };
}

const SEEED = 'module tables of the Seeed Studio wiki (github.com/Seeed-Studio/wiki-documents), reComputer J401';

const PAPER_HOST = singleChip(
  'core-ultra-9-285hx',
  'Laptop with Core Ultra 9 285HX',
  sourced(128e9, 'arXiv 2604.16498, the same box'),
  ['core-ultra-9-285hx-cpu', 'core-ultra-9-285hx-igpu', 'ai-boost-npu-200hx'],
);

/** What ships. */
export const machines: readonly CatalogueMachine[] = [
  {
    ...withCard(
      PAPER_HOST,
      'qeil-paper',
      'The box of the QEIL papers: Core Ultra 9 285HX, its NPU and graphics, RTX PRO 5000 Blackwell Laptop',
      'rtx-pro-5000-blackwell-laptop',
      sourced(24e9, 'purepc.pl'),
    ),
    scenario:
      'The box of arXiv 2602.06057 as far as its names tell; every number that no source gives is a labelled prior, varied over its range by the sweep.',
    notes: [
      'The paper’s 96.2 GB of VRAM less 72.7 GB shared leave 23.5 GB, which is this 24 GB card: dedicated and shared as the operating system adds them (inference).',
    ],
  },
  PAPER_HOST,
  singleChip(
    'jetson-orin-nano-super',
    'NVIDIA Jetson Orin Nano Super developer kit',
    sourced(8e9, 'Orin Nano datasheet (scribd 673174036)'),
    ['jetson-orin-nano-super-8gb-gpu', 'jetson-orin-nano-super-8gb-cpu'],
  ),
  singleChip('jetson-orin-nano-4gb', 'NVIDIA Jetson Orin Nano 4GB', sourced(4e9, SEEED), ['jetson-orin-nano-4gb-gpu']),
  singleChip('jetson-orin-nx-8gb', 'NVIDIA Jetson Orin NX 8GB', sourced(8e9, SEEED), ['jetson-orin-nx-8gb-gpu']),
  singleChip('jetson-orin-nx-16gb', 'NVIDIA Jetson Orin NX 16GB', sourced(16e9, SEEED), ['jetson-orin-nx-16gb-gpu']),
  singleChip('jetson-agx-orin-32gb', 'NVIDIA Jetson AGX Orin 32GB', sourced(32e9, 'wiki.seeedstudio.com'), [
    'jetson-agx-orin-32gb-gpu',
  ]),
  singleChip('jetson-agx-orin-64gb', 'NVIDIA Jetson AGX Orin 64GB', sourced(64e9, 'wiki.seeedstudio.com'), [
    'jetson-agx-orin-64gb-gpu',
  ]),
  singleChip('raspberry-pi-5-8gb', 'Raspberry Pi 5 8GB', sourced(8e9, 'jeffgeerling.com tests'), [
    'raspberry-pi-5-cpu',
  ]),
  singleChip('raspberry-pi-4-8gb', 'Raspberry Pi 4 8GB', sourced(8e9, 'Wikipedia, Raspberry Pi 4'), [
    'raspberry-pi-4-cpu',
  ]),
  singleChip('rk3588-16gb', 'RK3588 board, 16 GB', sourced(16e9, 'turingpi.com RK1 benchmarks'), [
    'rk3588-cpu',
    'rk3588-npu',
  ]),
  singleChip(
    'n150-16gb',
    'Mini PC with Intel N150, 16 GB',
    sourced(16e9, 'github.com/geerlingguy/ai-benchmarks/issues/12'),
    ['n150'],
  ),
  singleChip(
    'core-ultra-7-155h',
    'Laptop with Core Ultra 7 155H',
    unknown('depends on the laptop'),
    ['core-ultra-7-155h-cpu', 'core-ultra-7-155h-igpu', 'core-ultra-7-155h-npu'],
    ['The memory depends on the laptop: extend the catalogue with its bandwidth and capacity.'],
  ),
  singleChip('core-ultra-7-258v', 'Laptop with Core Ultra 7 258V', sourced(32e9, 'runlocalai'), [
    'core-ultra-7-258v-cpu',
    'arc-140v',
    'ai-boost-npu-258v',
  ]),
  singleChip(
    'ryzen-ai-9-hx-370',
    'Laptop with Ryzen AI 9 HX 370',
    unknown('depends on the laptop'),
    ['ryzen-ai-9-hx-370-cpu', 'radeon-890m', 'xdna2-hx-370'],
    ['The memory depends on the laptop: extend the catalogue with its bandwidth and capacity.'],
  ),
  singleChip(
    'ryzen-ai-5-340',
    'Laptop with Ryzen AI 5 340',
    sourced(32e9, 'FastFlowLM README 2cc36e2, the vendor’s box'),
    ['ryzen-ai-5-340-cpu'],
  ),
  singleChip(
    'framework-desktop-128gb',
    'Framework Desktop, Ryzen AI Max+ 395, 128 GB',
    sourced(128e9, 'github.com/geerlingguy/ai-benchmarks/issues/21'),
    ['ryzen-ai-max-395-gpu', 'ryzen-ai-max-395-cpu', 'ryzen-ai-max-395-npu'],
  ),
  singleChip(
    'snapdragon-x-elite',
    'Laptop with Snapdragon X Elite',
    sourced(64e9, 'tweaktown.com 93943', 'the most it is sold with'),
    ['snapdragon-x-elite-cpu', 'snapdragon-x-elite-gpu', 'snapdragon-x-elite-npu'],
  ),
  singleChip(
    'snapdragon-x-plus',
    'Laptop with Snapdragon X Plus',
    unknown('depends on the laptop'),
    ['snapdragon-x-plus-gpu', 'snapdragon-x-plus-npu'],
    ['Its CPU is not in the catalogue.'],
  ),
  singleChip('mac-mini-m4-32gb', 'Mac mini M4, 32 GB', sourced(32e9, 'goodnewsapodcast.com'), [
    'apple-m4-gpu',
    'apple-m4-npu',
  ]),
  singleChip('mac-m1-16gb', 'Mac with M1, 16 GB', sourced(16e9, 'MacRumors forums, thread 2471322'), ['apple-m1-gpu']),
  singleChip('mac-m2-24gb', 'Mac with M2, 24 GB', sourced(24e9, 'goodnewsapodcast.com'), ['apple-m2-gpu']),
  singleChip('mac-m3-24gb', 'Mac with M3, 24 GB', sourced(24e9, 'goodnewsapodcast.com'), ['apple-m3-gpu']),
  singleChip('mac-m1-pro', 'Mac with M1 Pro', unknown('depends on the Mac'), ['apple-m1-pro-gpu']),
  singleChip('mac-m1-max', 'Mac with M1 Max', unknown('depends on the Mac'), ['apple-m1-max-gpu']),
  singleChip('mac-m2-pro-32gb', 'Mac with M2 Pro, 32 GB', sourced(32e9, 'goodnewsapodcast.com'), ['apple-m2-pro-gpu']),
  singleChip('mac-m3-pro-36gb', 'Mac with M3 Pro, 36 GB', sourced(36e9, 'goodnewsapodcast.com'), ['apple-m3-pro-gpu']),
  singleChip('mac-m3-max', 'Mac with M3 Max, 40-core GPU', unknown('depends on the Mac'), ['apple-m3-max-40-gpu']),
  singleChip('mac-m4-pro-64gb', 'Mac with M4 Pro, 64 GB', sourced(64e9, 'goodnewsapodcast.com'), ['apple-m4-pro-gpu']),
  singleChip('mac-m4-max', 'Mac with M4 Max', unknown('depends on the Mac'), ['apple-m4-max-gpu']),
  singleChip('mac-studio-m3-ultra-512gb', 'Mac Studio M3 Ultra, 512 GB', sourced(512e9, 'jlw-newsletter 2026-03-02'), [
    'apple-m3-ultra-gpu',
  ]),
  singleChip('dgx-spark', 'NVIDIA DGX Spark (GB10), 128 GB', sourced(128e9, 'digitalapplied.com'), ['gb10']),
  cardAlone('rtx-3060-12gb', 'Desktop with RTX 3060 12GB', 'rtx-3060-12gb', sourced(12e9, 'cpu-gpu.alldbin.com')),
  cardAlone('rtx-3090', 'Desktop with RTX 3090', 'rtx-3090', sourced(24e9, 'pcpartdb.com')),
  cardAlone('rtx-4060', 'Desktop with RTX 4060', 'rtx-4060', sourced(8e9, 'fpsbench.com')),
  cardAlone('rtx-4060-laptop', 'Laptop with RTX 4060', 'rtx-4060-laptop', sourced(8e9, 'data-check.eu')),
  cardAlone('rtx-4070-laptop', 'Laptop with RTX 4070', 'rtx-4070-laptop', sourced(8e9, 'data-check.eu')),
  cardAlone('rtx-4070-ti', 'Desktop with RTX 4070 Ti', 'rtx-4070-ti', sourced(12e9, 'fpsbench.com')),
  cardAlone('rtx-4090', 'Desktop with RTX 4090', 'rtx-4090', sourced(24e9, 'cpu-gpu.alldbin.com')),
  cardAlone('rtx-5090', 'Desktop with RTX 5090', 'rtx-5090', sourced(32e9, 'diskmfr.com')),
  cardAlone(
    'rtx-a2000-12gb',
    'Workstation with RTX A2000 12GB',
    'rtx-a2000',
    sourced(12e9, 'topcpu.net; cputronic.com'),
  ),
  cardAlone('rtx-a4000', 'Workstation with RTX A4000', 'rtx-a4000', sourced(16e9, 'cpu-gpu.alldbin.com')),
  cardAlone('rx-7900-xtx', 'Desktop with Radeon RX 7900 XTX', 'rx-7900-xtx', sourced(24e9, 'fpsbench.com')),
  cardAlone('rx-9070-xt', 'Desktop with Radeon RX 9070 XT', 'rx-9070-xt', sourced(16e9, 'multiplayer.it')),
  cardAlone('arc-b570', 'Desktop with Arc B570', 'arc-b570', sourced(10e9, 'fpsbench.com')),
  cardAlone('h100-sxm', 'Server with one H100 SXM', 'h100-sxm', sourced(80e9, 'huggingface.co/hardware/h100')),
];
