import { highestRatePoints } from './highest-rate-point.js';
import { decodeResidentByte, prefillResidentByte } from './memory.js';
import { DECODE, PREFILL, withinPool } from './phase.js';
import type { PlacementPlan } from './plan.js';
import type { OperatingPoint, PlacementProblem, StageWork } from './problem.js';

/**
 * Baseline "v1 greedy", after QEIL v1's greedy layer assignment: prefill goes to the device with the highest arithmetic rate,
 * decode to the one with the lowest energy per byte all in (ε_m + π₀/β), all k samples in one wave, one micro-batch, every
 * device at its highest rate.
 *
 * Stages are taken in order, prefill then decode of each; a stage goes to the best-ranked allowed device whose pool still has
 * room for it. Where none has room it goes to the best-ranked allowed device all the same: v1 has no second thought, and the
 * evaluator reports the violation. Heat, power caps and bounds are not looked at. With `wholePhases` all stages of a phase are
 * placed as one, prefill first.
 */
export function greedyV1Plan(problem: PlacementProblem): PlacementPlan {
  const { stages, devices, pools, request } = problem;
  const point = highestRatePoints(problem);
  const points = devices.map((device, index) => withinPool(device.points[point[index]], pools[device.pool]));
  const ranking = [
    rankedBy(points, ({ flopRate }) => -flopRate[PREFILL]),
    rankedBy(points, ({ joulePerByte, activePowerW, byteRate }) => joulePerByte + activePowerW / byteRate[DECODE]),
  ];
  const room = memoryRoom(problem);
  const waveSize = request.neededSamples.length;
  const prefillDevice: number[] = [];
  const decodeDevice: number[] = [];

  const place = (phase: number, group: readonly number[]): void => {
    const allowed = ranking[phase].filter((device) => group.every((stage) => problem.allowed[phase][stage][device]));
    // No device may run the whole group: the best-ranked one takes it, at the price of a violation.
    const candidates = allowed.length > 0 ? allowed : ranking[phase];
    const neededByte = (device: number) => {
      let bytes = 0;
      for (const stage of group) bytes += residentByte(phase, stages[stage], prefillDevice[stage] === device, waveSize);
      return bytes;
    };
    const chosen = candidates.find((device) => room.fits(device, neededByte(device))) ?? candidates[0];
    room.take(chosen, neededByte(chosen));
    for (const stage of group) (phase === PREFILL ? prefillDevice : decodeDevice)[stage] = chosen;
  };

  const everyStage = stages.map((_, stage) => stage);
  const groups = problem.wholePhases ? [everyStage] : everyStage.map((stage) => [stage]);
  for (const group of groups) {
    place(PREFILL, group);
    place(DECODE, group);
  }
  return { prefillDevice, decodeDevice, point, waveSize, microBatches: 1 };
}

function residentByte(phase: number, stage: StageWork, weightsAlreadyThere: boolean, waveSize: number): number {
  return phase === PREFILL ? prefillResidentByte(stage) : decodeResidentByte(stage, waveSize, weightsAlreadyThere);
}

/** Device indices by ascending cost; the lower index first among equals. */
function rankedBy(points: readonly OperatingPoint[], cost: (point: OperatingPoint) => number): number[] {
  return points.map((_, device) => device).sort((a, b) => cost(points[a]) - cost(points[b]) || a - b);
}

/** What is left in every pool while stages are placed one by one; a device's runtime is charged with its first stage. */
function memoryRoom({ devices, pools }: PlacementProblem) {
  const leftByte = pools.map((pool) => pool.usableByte);
  const started = devices.map(() => false);
  const needed = (device: number, bytes: number) => bytes + (started[device] ? 0 : devices[device].runtimeByte);
  return {
    fits: (device: number, bytes: number) => needed(device, bytes) <= leftByte[devices[device].pool],
    take: (device: number, bytes: number) => {
      leftByte[devices[device].pool] -= needed(device, bytes);
      started[device] = true;
    },
  };
}
