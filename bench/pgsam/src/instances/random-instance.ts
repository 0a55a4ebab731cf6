import {
  checkPlacementProblem,
  evaluatePlacement,
  type LinkCost,
  type MemoryPool,
  type PlacementDevice,
  type PlacementProblem,
  type PowerDomain,
  type Random,
  type StageWork,
  seededRandom,
  type ThermalDomain,
} from '@qeil/model';
import { between, logBetween } from '@qeil/model/testing';
import type { Instance, InstanceClass } from './instance.js';
import { type DeviceKind, randomDeviceOf } from './random-device.js';
import { randomRequest, randomStages } from './random-stages.js';

/** Small enough that every plan is visited. */
const EXACT_SHAPES = [
  { stages: 5, kinds: ['cpu', 'npu', 'gpu'], samples: 2, fixedPrefill: false, wholePhases: false },
  { stages: 11, kinds: ['cpu', 'npu', 'gpu'], samples: 2, fixedPrefill: true, wholePhases: false },
  { stages: 24, kinds: ['cpu', 'igpu', 'npu', 'gpu'], samples: 32, fixedPrefill: false, wholePhases: true },
] as const;
const FOUR: readonly DeviceKind[] = ['cpu', 'igpu', 'npu', 'gpu'];
const FIVE: readonly DeviceKind[] = [...FOUR, 'gpu'];
/** Room that the fitting plan of a memory-tight instance leaves. */
const SPARE = 1.03;
const NONE = Number.POSITIVE_INFINITY;

/**
 * Instance `index` of a class. The same class, index and stream always give the same problem.
 *
 * @param stream - `test` is judged; `tuning` is what the arms' settings were chosen on
 */
export function randomInstance(
  kind: Exclude<InstanceClass, 'families'>,
  index: number,
  stream: 'test' | 'tuning',
): Instance {
  const random = seededRandom(20260, `bench pgsam ${stream} ${kind}`, index);
  const problem = PROBLEMS[kind](random, index);
  checkPlacementProblem(problem);
  return { name: `${kind}-${index + 1}`, class: kind, problem, enumerable: kind === 'exact' };
}

const PROBLEMS: Record<Exclude<InstanceClass, 'families'>, (random: Random, index: number) => PlacementProblem> = {
  exact: (random, index) => {
    const { stages: count, kinds, samples, fixedPrefill, wholePhases } = EXACT_SHAPES[index % EXACT_SHAPES.length];
    const stages = randomStages(random, { count, spread: 4 });
    const devices = kinds.map((kind, device) => deviceOf(random, kind, device, wholePhases));
    const problem = assemble(random, { stages, devices, samples });
    const [prefill, decode] = problem.allowed;
    const onLast = prefill.map((row) => row.map((_, device) => device === devices.length - 1));
    return { ...problem, wholePhases, allowed: [fixedPrefill ? onLast : prefill, decode] };
  },
  memory: (random) => {
    const stages = randomStages(random, { count: 32, spread: 12 });
    const devices = FIVE.map((kind, device) => ({
      ...deviceOf(random, kind, device, false),
      pool: [0, 0, 0, 1, 2][device],
    }));
    const shares = [between(random, 0.55, 0.7), between(random, 0.35, 0.45), between(random, 0.35, 0.45)];
    return withRoom(assemble(random, { stages, devices, samples: 8, poolShares: shares }), shares);
  },
  points: (random) => {
    const stages = randomStages(random, { count: 24, spread: 3 });
    const devices = FOUR.map((kind, device) => deviceOf(random, kind, device, true));
    return assemble(random, { stages, devices, samples: 16 });
  },
  heat: (random) => {
    const stages = randomStages(random, { count: 32, spread: 3 });
    const devices = FOUR.map((kind, device) => ({
      ...deviceOf(random, kind, device, true),
      thermalDomain: device < 3 ? 0 : 1,
      powerDomain: device < 3 ? 0 : 1,
    }));
    return assemble(random, { stages, devices, samples: 8, heat: true });
  },
};

/** 126 layers, as the largest open dense decoders have, on six devices with five points each: for speed, not for comparison. */
export function largeProblem(): PlacementProblem {
  const random = seededRandom(20260, 'bench pgsam large');
  const stages = randomStages(random, { count: 128, spread: 3 });
  const kinds = [...FIVE, 'npu'] as const;
  const devices = kinds.map((kind, device) => deviceOf(random, kind, device, true));
  const problem = assemble(random, { stages, devices, samples: 16, heat: true });
  checkPlacementProblem(problem);
  return problem;
}

/** Pools enlarged, where they must be, until one plan that fills them in order fits with little to spare. */
function withRoom(problem: PlacementProblem, shares: readonly number[]): PlacementProblem {
  const { stages, devices } = problem;
  const total = shares.reduce((sum, share) => sum + share, 0);
  const weightByte = stages.reduce((sum, stage) => sum + stage.weightByte, 0);
  let [pool, filled] = [0, 0];
  const everyStage = stages.map((stage) => {
    const device = devices.findIndex((candidate) => candidate.pool === pool);
    filled += stage.weightByte / weightByte;
    if (filled >= shares[pool] / total && pool < shares.length - 1) {
      pool += 1;
      filled = 0;
    }
    return device;
  });
  const point = devices.map(() => 0);
  const plan = { prefillDevice: everyStage, decodeDevice: everyStage, point, waveSize: 1, microBatches: 1 };
  const { memoryPressure } = evaluatePlacement(problem, plan);
  return {
    ...problem,
    pools: problem.pools.map((each, index) => ({
      ...each,
      usableByte: each.usableByte * Math.max(1, SPARE * memoryPressure[index]),
    })),
  };
}

function deviceOf(random: Random, kind: DeviceKind, device: number, severalPoints: boolean): PlacementDevice {
  // The graphics card has its own memory; the others share.
  const pool = kind === 'gpu' ? 1 : 0;
  return randomDeviceOf(random, kind, { pool, powerDomain: device, thermalDomain: device }, severalPoints);
}

interface Parts {
  readonly stages: readonly StageWork[];
  readonly devices: readonly PlacementDevice[];
  readonly samples: number;
  /** Usable memory of each pool as a share of what the whole model needs; plenty unless given. */
  readonly poolShares?: readonly number[];
  readonly heat?: boolean;
}

function assemble(random: Random, { stages, devices, samples, poolShares, heat = false }: Parts): PlacementProblem {
  const count = (of: (device: PlacementDevice) => number) => 1 + Math.max(...devices.map(of));
  const domains = count(({ thermalDomain }) => thermalDomain);
  const members = (domain: number) => devices.filter(({ thermalDomain }) => thermalDomain === domain);
  const everywhere = stages.map(() => devices.map(() => true));
  return {
    stages,
    devices,
    pools: Array.from({ length: count(({ pool }) => pool) }, (_, index) =>
      poolOf(index, stages, devices, poolShares?.[index] ?? 8),
    ),
    powerDomains: Array.from({ length: count(({ powerDomain }) => powerDomain) }, (_, index) =>
      powerDomain(random, index, devices, heat),
    ),
    thermalDomains: Array.from({ length: domains }, (_, index) =>
      heat
        ? hotDomain(random, index, members(index))
        : { name: `domain ${index}`, ambientK: 298, resistanceKPerW: 0, limitK: NONE },
    ),
    links: randomLinks(random, devices.length),
    request: randomRequest(random, samples),
    bounds: { energyJ: NONE, latencyS: NONE, powerW: NONE },
    boardPowerW: logBetween(random, 0.5, 5),
    wholePhases: false,
    allowed: [everywhere, everywhere],
  };
}

function poolOf(
  index: number,
  stages: readonly StageWork[],
  devices: readonly PlacementDevice[],
  share: number,
): MemoryPool {
  const neededByte = stages.reduce(
    (sum, stage) => sum + stage.weightByte + stage.promptKvByte + 2 * stage.rowKvByte,
    0,
  );
  const fastest = Math.max(
    ...devices.filter(({ pool }) => pool === index).map(({ points }) => Math.max(...points[0].byteRate)),
  );
  return { name: `pool ${index}`, usableByte: share * neededByte, byteRate: 1.2 * fastest };
}

/** What a device may draw when busy with everything at once, over its points. */
function mostPowerW({ points }: PlacementDevice): number {
  return Math.max(
    ...points.map(
      ({ joulePerFlop, joulePerByte, flopRate, byteRate, activePowerW }) =>
        joulePerFlop * Math.max(...flopRate) + joulePerByte * Math.max(...byteRate) + activePowerW,
    ),
  );
}

/** A cap that all devices at full power would break, and most single devices would not. */
function powerDomain(random: Random, index: number, devices: readonly PlacementDevice[], capped: boolean): PowerDomain {
  const draws = devices.filter((device) => device.powerDomain === index).map(mostPowerW);
  const total = draws.reduce((sum, draw) => sum + draw, 0);
  return { name: `power ${index}`, capW: capped ? between(random, 0.6, 0.95) * total : NONE };
}

/** Full power on all devices would settle above the limit or nowhere; half of it stays below. */
function hotDomain(random: Random, index: number, devices: readonly PlacementDevice[]): ThermalDomain {
  const heatW = devices.reduce((sum, device) => sum + mostPowerW(device), 0);
  return {
    name: `domain ${index}`,
    ambientK: between(random, 293, 308),
    resistanceKPerW: between(random, 80, 140) / heatW,
    limitK: between(random, 348, 368),
    leakage: {
      referencePowerW: heatW * between(random, 0.04, 0.1),
      referenceK: 330,
      activationEv: between(random, 0.2, 0.4),
    },
  };
}

function randomLinks(random: Random, count: number): LinkCost[][] {
  return Array.from({ length: count }, (_, from) =>
    Array.from({ length: count }, (_, to) =>
      from === to
        ? { latencyS: 0, byteRate: 1, joulePerByte: 0 }
        : {
            latencyS: logBetween(random, 3e-6, 2e-4),
            byteRate: logBetween(random, 2e9, 3e10),
            joulePerByte: logBetween(random, 1e-11, 2e-10),
          },
    ),
  );
}
