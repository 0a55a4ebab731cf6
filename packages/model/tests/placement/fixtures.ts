import type {
  LinkCost,
  OperatingPoint,
  PlacementDevice,
  PlacementPlan,
  PlacementProblem,
  StageWork,
} from '../../src/index.js';

export const NONE = Number.POSITIVE_INFINITY;

export function stage(values: Partial<StageWork> = {}): StageWork {
  return {
    name: 'stage',
    weightByte: 0,
    prefillFlop: 0,
    prefillByte: 1,
    decodeFlopPerRow: 0,
    decodeBytePerPass: 0,
    decodeBytePerRow: 0,
    promptKvByte: 0,
    rowKvByte: 0,
    prefillCrossingByte: 0,
    decodeCrossingBytePerRow: 0,
    ...values,
  };
}

export function point(values: Partial<OperatingPoint> = {}): OperatingPoint {
  return {
    name: 'only',
    flopRate: [1, 1],
    byteRate: [1, 1],
    stageOverheadS: [0, 0],
    rowOverheadS: [0, 0],
    joulePerFlop: 0,
    joulePerByte: 0,
    activePowerW: 0,
    ...values,
  };
}

export function device(values: Partial<PlacementDevice> = {}): PlacementDevice {
  return {
    name: 'device',
    pool: 0,
    powerDomain: 0,
    thermalDomain: 0,
    sleepPowerW: 0,
    runtimeByte: 0,
    points: [point()],
    ...values,
  };
}

/** One stage and one device unless told otherwise; everything allowed, nothing bounded, links free of latency. */
export function problem(values: Partial<PlacementProblem> = {}): PlacementProblem {
  const stages = values.stages ?? [stage()];
  const devices = values.devices ?? [device()];
  const link: LinkCost = { latencyS: 0, byteRate: 1, joulePerByte: 0 };
  const everything = stages.map(() => devices.map(() => true));
  return {
    stages,
    devices,
    pools: [{ name: 'memory', usableByte: 1e12, byteRate: 1e12 }],
    powerDomains: [{ name: 'board', capW: NONE }],
    thermalDomains: [{ name: 'case', ambientK: 300, resistanceKPerW: 0, limitK: NONE }],
    links: devices.map(() => devices.map(() => link)),
    request: { neededSamples: [1], decodeSteps: [1], rowsPerStep: [1] },
    bounds: { energyJ: NONE, latencyS: NONE, powerW: NONE },
    boardPowerW: 0,
    wholePhases: false,
    allowed: [everything, everything],
    ...values,
  };
}

/** Everything on device 0. */
export function plan(of: PlacementProblem, values: Partial<PlacementPlan> = {}): PlacementPlan {
  return {
    prefillDevice: of.stages.map(() => 0),
    decodeDevice: of.stages.map(() => 0),
    point: of.devices.map(() => 0),
    waveSize: 1,
    microBatches: 1,
    ...values,
  };
}
