import { leakagePowerW, leakageSlopeWPerK } from '../heat/leakage.js';
import { steadyState } from '../heat/steady-state.js';
import type {
  LeakageLaw,
  LinkCost,
  MemoryPool,
  OperatingPoint,
  PlacementDevice,
  PowerDomain,
  StageWork,
  ThermalDomain,
} from '../placement/problem.js';
import type { Random } from '../random/random.js';
import { between, chance, integerBetween, logBetween, repeat } from './draw.js';

/** Loop gain no plan of a random problem exceeds, unless runaways are asked for. */
export const MOST_LOOP_GAIN = 0.9;

/** One clock setting; energies per unit are drawn as powers at full rate, so that no device draws kilowatts. */
function randomPoint(random: Random, name: string): OperatingPoint {
  const flopRate = logBetween(random, 1e9, 1e14);
  const byteRate = logBetween(random, 1e9, 1e12);
  const overheadS = () => (chance(random, 0.3) ? 0 : logBetween(random, 1e-7, 1e-4));
  const rowS = () => (chance(random, 0.5) ? 0 : logBetween(random, 1e-8, 1e-5));
  return {
    name,
    flopRate: [flopRate, flopRate * between(random, 0.2, 1.2)],
    byteRate: [byteRate, byteRate * between(random, 0.2, 1.2)],
    stageOverheadS: [overheadS(), overheadS()],
    rowOverheadS: [rowS(), rowS()],
    joulePerFlop: chance(random, 0.1) ? 0 : logBetween(random, 0.1, 50) / flopRate,
    joulePerByte: chance(random, 0.1) ? 0 : logBetween(random, 0.1, 50) / byteRate,
    activePowerW: chance(random, 0.1) ? 0 : logBetween(random, 0.1, 30),
  };
}

/** A device with one to four points, somewhere among the given numbers of pools and domains. */
export function randomDevice(
  random: Random,
  name: string,
  counts: { readonly pools: number; readonly powerDomains: number; readonly thermalDomains: number },
): PlacementDevice {
  return {
    name,
    pool: random.integer(counts.pools),
    powerDomain: random.integer(counts.powerDomains),
    thermalDomain: random.integer(counts.thermalDomains),
    sleepPowerW: chance(random, 0.3) ? 0 : logBetween(random, 0.01, 3),
    runtimeByte: chance(random, 0.3) ? 0 : logBetween(random, 1e6, 5e8),
    points: repeat(integerBetween(random, 1, 4), (index) => randomPoint(random, `point ${index}`)),
  };
}

/** A pool that holds from half the weights to four times as much: some plans fit and some do not. */
export function randomPool(random: Random, name: string, stages: readonly StageWork[]): MemoryPool {
  const weightByte = stages.reduce(
    (total, stage) => total + stage.weightByte + stage.promptKvByte + stage.rowKvByte,
    1,
  );
  return { name, usableByte: weightByte * logBetween(random, 0.5, 4), byteRate: logBetween(random, 5e9, 2e12) };
}

export function randomPowerDomain(random: Random, name: string): PowerDomain {
  return { name, capW: chance(random, 0.7) ? Number.POSITIVE_INFINITY : logBetween(random, 2, 200) };
}

/**
 * A thermal domain of the given devices. Its resistance keeps the hottest plan 5 to 80 K above ambient, and, unless runaways are
 * wanted, its leakage is reduced until that plan's loop gain is below {@link MOST_LOOP_GAIN}; every other plan is cooler.
 */
export function randomThermalDomain(
  random: Random,
  name: string,
  devices: readonly PlacementDevice[],
  runaway: boolean,
): ThermalDomain {
  const mostHeatW = devices.reduce((total, device) => total + mostPowerW(device), 1e-3);
  const domain: ThermalDomain = {
    name,
    ambientK: between(random, 270, 320),
    resistanceKPerW: chance(random, 0.1) ? 0 : logBetween(random, 5, 80) / mostHeatW,
    limitK: chance(random, 0.4) ? Number.POSITIVE_INFINITY : between(random, 330, 380),
  };
  if (chance(random, 0.2)) return domain;
  let leakage: LeakageLaw = {
    referencePowerW: mostHeatW * logBetween(random, 0.003, runaway ? 3 : 0.5),
    referenceK: between(random, 300, 360),
    activationEv: between(random, 0, 0.7),
  };
  while (!runaway && !isTame(domain, leakage, mostHeatW)) {
    leakage = { ...leakage, referencePowerW: leakage.referencePowerW * 0.7 };
  }
  return { ...domain, leakage };
}

/** More than a device can draw under any plan: every term at its highest point at once. */
function mostPowerW(device: PlacementDevice): number {
  const powers = device.points.map(
    ({ joulePerFlop, joulePerByte, flopRate, byteRate, activePowerW }) =>
      joulePerFlop * Math.max(...flopRate) + joulePerByte * Math.max(...byteRate) + activePowerW,
  );
  return Math.max(...powers) + device.sleepPowerW;
}

function isTame({ ambientK, resistanceKPerW }: ThermalDomain, law: LeakageLaw, heatW: number): boolean {
  const state = steadyState({
    ambientK,
    resistanceKPerW,
    heatW,
    leakageW: (temperatureK) => leakagePowerW(law, temperatureK),
    leakageSlopeWPerK: (temperatureK) => leakageSlopeWPerK(law, temperatureK),
  });
  return state.settled && state.loopGain < MOST_LOOP_GAIN;
}

/** All pairs; the ignored diagonal is what the flat form writes there. */
export function randomLinks(random: Random, deviceCount: number): LinkCost[][] {
  return repeat(deviceCount, (from) =>
    repeat(deviceCount, (to) =>
      from === to
        ? { latencyS: 0, byteRate: 1, joulePerByte: 0 }
        : {
            latencyS: chance(random, 0.2) ? 0 : logBetween(random, 1e-6, 1e-3),
            byteRate: logBetween(random, 1e8, 1e11),
            joulePerByte: chance(random, 0.2) ? 0 : logBetween(random, 1e-11, 1e-9),
          },
    ),
  );
}
