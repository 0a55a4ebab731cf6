import { sumOf } from '../_internals/sum.js';
import { kvMoves, stageCrossings } from './crossings.js';
import { pointOf } from './phase.js';
import type { PlacementPlan } from './plan.js';
import type { PlacementProblem } from './problem.js';
import { decodePassByte, decodePassFlop, type PlacementTime } from './time.js';
import type { WaveShape } from './wave.js';

/** Energy of one question that each device spends, leakage excluded, and the work behind it. */
export interface DeviceEnergy {
  readonly flop: number;
  readonly byte: number;
  /** ε_f·FLOP (J). */
  readonly switchingJ: number;
  /** ε_m·bytes (J). */
  readonly trafficJ: number;
  /** π₀·busy (J). */
  readonly activeJ: number;
  /** sleep power·max(0, τ − busy) (J). */
  readonly sleepJ: number;
}

/** Work and energy of every device over one question, as `docs/placement.md` gives them under "Energy". */
export function deviceEnergies(
  problem: PlacementProblem,
  plan: PlacementPlan,
  wave: WaveShape,
  time: PlacementTime,
  prefills = 1,
): DeviceEnergy[] {
  const flop = problem.devices.map(() => 0);
  const byte = problem.devices.map(() => 0);
  problem.stages.forEach((stage, index) => {
    flop[plan.prefillDevice[index]] += prefills * stage.prefillFlop;
    byte[plan.prefillDevice[index]] += prefills * stage.prefillByte;
    flop[plan.decodeDevice[index]] += wave.passes * decodePassFlop(stage, wave.rows);
    byte[plan.decodeDevice[index]] += wave.passes * decodePassByte(stage, wave.rows);
  });
  return problem.devices.map((device, index) => {
    const point = pointOf(problem, plan, index);
    const busyS = time.busyS[index];
    return {
      flop: flop[index],
      byte: byte[index],
      switchingJ: point.joulePerFlop * flop[index],
      trafficJ: point.joulePerByte * byte[index],
      activeJ: point.activePowerW * busyS,
      sleepJ: device.sleepPowerW * Math.max(0, time.totalS - busyS),
    };
  });
}

/** Energy of moving activations and KV between devices over one question (J). */
export function linkEnergyJ(problem: PlacementProblem, plan: PlacementPlan, wave: WaveShape, prefills = 1): number {
  const { stages } = problem;
  const prefillJ = sumOf(
    stageCrossings(problem, plan.prefillDevice),
    ({ stage, link }) => link.joulePerByte * stages[stage].prefillCrossingByte,
  );
  const kvMoveJ = sumOf(
    kvMoves(problem, plan.prefillDevice, plan.decodeDevice),
    ({ stage, link }) => link.joulePerByte * stages[stage].promptKvByte,
  );
  const decodePassJ = sumOf(
    stageCrossings(problem, plan.decodeDevice),
    ({ stage, link }) => link.joulePerByte * wave.rows * stages[stage].decodeCrossingBytePerRow,
  );
  return prefills * prefillJ + prefills * kvMoveJ + wave.passes * decodePassJ;
}
