import { type OperatingPoint, type PlacementDevice, type Random, scaledPoint } from '@qeil/model';
import { between, logBetween } from '@qeil/model/testing';

export type DeviceKind = 'cpu' | 'gpu' | 'npu' | 'igpu';

type Range = readonly [low: number, high: number];

/** Orders of magnitude of today's devices, wide enough that no kind wins everywhere. They describe no product. */
const KINDS: Record<
  DeviceKind,
  {
    readonly flopRate: Range;
    readonly byteRate: Range;
    readonly joulePerFlop: Range;
    readonly joulePerByte: Range;
    readonly activePowerW: Range;
    readonly sleepPowerW: Range;
  }
> = {
  cpu: {
    flopRate: [2e11, 1e12],
    byteRate: [3e10, 8e10],
    joulePerFlop: [1e-11, 5e-11],
    joulePerByte: [5e-11, 2e-10],
    activePowerW: [3, 12],
    sleepPowerW: [0.3, 1.5],
  },
  igpu: {
    flopRate: [1e12, 6e12],
    byteRate: [5e10, 1.2e11],
    joulePerFlop: [3e-12, 2e-11],
    joulePerByte: [4e-11, 1.2e-10],
    activePowerW: [2, 8],
    sleepPowerW: [0.2, 0.8],
  },
  npu: {
    flopRate: [2e12, 1.5e13],
    byteRate: [3e10, 1e11],
    joulePerFlop: [5e-13, 4e-12],
    joulePerByte: [2e-11, 6e-11],
    activePowerW: [0.8, 3],
    sleepPowerW: [0.05, 0.4],
  },
  gpu: {
    flopRate: [5e12, 4e13],
    byteRate: [1.5e11, 8e11],
    joulePerFlop: [1e-12, 1e-11],
    joulePerByte: [3e-11, 1e-10],
    activePowerW: [12, 50],
    sleepPowerW: [2, 9],
  },
};

/** Clock and voltage of the points, as parts of the base point's. */
const POINT_SCALES = [
  { name: 'lowest', clock: 0.4, voltage: 0.72 },
  { name: 'low', clock: 0.6, voltage: 0.78 },
  { name: 'middle', clock: 0.8, voltage: 0.88 },
  { name: 'base', clock: 1, voltage: 1 },
  { name: 'boost', clock: 1.2, voltage: 1.14 },
] as const;

/** What a device shares with others. */
type Shares = Pick<PlacementDevice, 'pool' | 'powerDomain' | 'thermalDomain'>;

/** A device of a kind; with several points, clocks below and above its base point. */
export function randomDeviceOf(
  random: Random,
  kind: DeviceKind,
  shares: Shares,
  severalPoints: boolean,
): PlacementDevice {
  const range = KINDS[kind];
  const draw = ([low, high]: Range) => logBetween(random, low, high);
  const flopRate = draw(range.flopRate);
  const byteRate = draw(range.byteRate);
  const overheadS = logBetween(random, 5e-6, 1e-4);
  const base: OperatingPoint = {
    name: 'base',
    flopRate: [flopRate, flopRate * between(random, 0.4, 1)],
    byteRate: [byteRate, byteRate * between(random, 0.7, 1)],
    stageOverheadS: [overheadS, overheadS],
    rowOverheadS: [0, logBetween(random, 1e-7, 3e-6)],
    joulePerFlop: draw(range.joulePerFlop),
    joulePerByte: draw(range.joulePerByte),
    activePowerW: draw(range.activePowerW),
  };
  return {
    name: kind,
    ...shares,
    sleepPowerW: draw(range.sleepPowerW),
    runtimeByte: logBetween(random, 2e7, 2e8),
    points: severalPoints ? POINT_SCALES.map((scale) => withLowerPower(base, scale)) : [base],
  };
}

/** The busy power falls with clock and voltage too, but not to nothing: half of it is outside the scaled supply. */
function withLowerPower(base: OperatingPoint, scale: (typeof POINT_SCALES)[number]): OperatingPoint {
  const scaled = scaledPoint(base, scale);
  const activePowerW = base.activePowerW * (0.5 + 0.5 * scale.clock * scale.voltage ** 2);
  return { ...scaled, activePowerW };
}
