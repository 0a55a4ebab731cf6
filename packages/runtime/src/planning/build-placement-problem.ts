import {
  checkPlacementProblem,
  type MemoryPool,
  type PlacementBounds,
  type PlacementProblem,
  waveStepTables,
} from '@qeil/model';
import type { Calibration } from '../calibration/calibration.js';
import type { Machine, MachineMemoryPool } from '../devices/device.js';
import { QeilError } from '../errors/qeil-error.js';
import type { ModelBundle } from '../model-bundle/bundle.js';
import { modelByteRate, placementDevices } from './placement-devices.js';
import { placementLinks } from './placement-links.js';
import { stagesOf } from './stages-of.js';

export interface ProblemOptions {
  readonly machine: Machine;
  /** A calibration of every device with this model. */
  readonly calibration: Calibration;
  readonly bundle: ModelBundle;
  readonly promptTokens: number;
  /** Tokens of samples already drawn, or expected; at least one. */
  readonly sampleLengths: readonly number[];
  /** P(a question needs exactly n samples) at n − 1; its length is the budget k. */
  readonly neededSamples: readonly number[];
  readonly bounds?: Partial<PlacementBounds>;
}

/** Memory left to everything else (B): the larger of a fixed amount and a share of the pool. */
const MARGIN = { byte: 256 * 2 ** 20, share: 0.05 };
/** 25 °C. Without a thermal resistance it has no effect; it is here because the type wants a temperature. */
const AMBIENT_K = 298.15;

/**
 * Everything the optimiser may know about this machine, this model and this request.
 *
 * What is not known of this machine is left out openly: no power cap, no temperature limit, no thermal resistance, no leakage law.
 * Leakage at the calibration's temperature is inside the busy power; its change with temperature is not modelled. The board
 * outside the devices is not charged.
 *
 * @throws {QeilError} `usage` when a device was not calibrated with this model; `out-of-memory` when a pool has nothing to lend
 * @throws {InvalidValueError} when lengths or distribution are outside their domain
 */
export function buildPlacementProblem(options: ProblemOptions): PlacementProblem {
  const { machine, calibration, bundle, promptTokens, sampleLengths, neededSamples, bounds } = options;
  const { decodeSteps, rowsPerStep } = waveStepTables(sampleLengths, neededSamples.length);
  const stages = stagesOf(bundle, { promptTokens, sampleLengths });
  const devices = placementDevices({ machine, calibration, bundle, stageCount: stages.length });
  const everywhere = stages.map(() => devices.map(() => true));
  const problem: PlacementProblem = {
    stages,
    devices,
    pools: machine.memoryPools.map((pool) => memoryPool(pool, machine, calibration)),
    powerDomains: machine.memoryPools.map(({ id }) => ({ name: id, capW: Number.POSITIVE_INFINITY })),
    thermalDomains: machine.memoryPools.map(({ id }) => ({
      name: id,
      ambientK: AMBIENT_K,
      resistanceKPerW: 0,
      limitK: Number.POSITIVE_INFINITY,
    })),
    links: placementLinks(machine, calibration),
    request: { neededSamples, decodeSteps, rowsPerStep },
    bounds: {
      energyJ: bounds?.energyJ ?? Number.POSITIVE_INFINITY,
      latencyS: bounds?.latencyS ?? Number.POSITIVE_INFINITY,
      powerW: bounds?.powerW ?? Number.POSITIVE_INFINITY,
    },
    boardPowerW: 0,
    // Layers may be split where it is known what a crossing costs here; where it is not, every prediction would be a guess.
    wholePhases: calibration.crossing === undefined || calibration.crossing === null,
    allowed: [everywhere, everywhere],
  };
  checkPlacementProblem(problem);
  return problem;
}

/**
 * The pool's bandwidth: the most that any of its devices was seen to reach with the model, times what all devices reading at once
 * gained over the fastest alone.
 */
function memoryPool(pool: MachineMemoryPool, machine: Machine, calibration: Calibration): MemoryPool {
  const usableByte = pool.availableByte - Math.max(MARGIN.byte, MARGIN.share * pool.totalByte);
  if (usableByte <= 0) {
    const mebibytes = Math.round(pool.availableByte / 2 ** 20);
    throw new QeilError(`memory pool ${pool.id} has ${mebibytes} MiB available, all of it kept for the system`, {
      kind: 'out-of-memory',
      remedy: 'close other programs',
    });
  }
  const users = machine.devices.filter(({ memoryPool: id }) => id === pool.id).map(({ id }) => id);
  const points = calibration.points.filter(({ deviceId }) => users.includes(deviceId));
  const alone = Math.max(...points.map(({ workingSetByteRate }) => workingSetByteRate));
  const gain = Math.max(1, (calibration.togetherByteRate?.[pool.id] ?? 0) / alone);
  return { name: pool.id, usableByte, byteRate: gain * Math.max(...points.map(modelByteRate)) };
}
