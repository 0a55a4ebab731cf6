import { sumOf } from '../_internals/sum.js';
import { checkPlan } from './check-plan.js';
import { kvMoves, stageCrossings } from './crossings.js';
import { deviceEnergies } from './energy.js';
import type { EnergyBreakdown } from './evaluation.js';
import { domainHeats } from './heat.js';
import { DECODE, PREFILL, pointOf } from './phase.js';
import type { PlacementPlan } from './plan.js';
import type { PlacementProblem } from './problem.js';
import { decodePassByte, decodePassFlop, decodeStageS, placementTime, prefillStageS } from './time.js';
import { waveShape } from './wave.js';

/** One part of a question's energy. What does not belong to a device, phase or stage leaves that field undefined. */
export interface EnergyPart {
  readonly term: keyof EnergyBreakdown;
  /** Index into the problem's devices; for a link, the device the bytes leave. */
  readonly device: number | undefined;
  /** 0 = prefill, 1 = decode. */
  readonly phase: 0 | 1 | undefined;
  /** Index into the problem's stages. */
  readonly stage: number | undefined;
  /** Index into the problem's thermal domains, for leakage. */
  readonly thermalDomain: number | undefined;
  /** J, ≥ 0. */
  readonly energyJ: number;
}

const NOWHERE = { device: undefined, phase: undefined, stage: undefined, thermalDomain: undefined };

/**
 * Energy of one question, part by part: term × device × phase × stage. The parts sum to `evaluatePlacement(…).energyJ`, and those of
 * one term to its entry in the breakdown, up to the rounding of sums in another order.
 *
 * Leakage is divided over what heats its domain in proportion to that heat: the same as dividing each heat by Φ. A domain that leaks
 * without being heated has one part of its own. Sleep belongs to a device; board power to nothing. A link's part stands at the stage
 * whose output moves; the KV moved after prefill stands in phase 0.
 *
 * @returns parts > 0, in no particular order
 * @throws {InvalidValueError} if the plan has the wrong shape
 */
export function explainEnergy(problem: PlacementProblem, plan: PlacementPlan): EnergyPart[] {
  checkPlan(problem, plan);
  const wave = waveShape(problem, plan);
  const time = placementTime(problem, plan, wave);
  const energies = deviceEnergies(problem, plan, wave, time);
  const heating = [...workParts(problem, plan)];
  energies.forEach(({ sleepJ }, device) => {
    heating.push({ ...NOWHERE, term: 'sleep', device, energyJ: sleepJ });
  });
  const leakage = domainHeats(problem, energies, time.totalS).flatMap(({ heatW, leakageW }, thermalDomain) => {
    const leakageJ = leakageW * time.totalS;
    if (heatW === 0) return [{ ...NOWHERE, term: 'leakage' as const, thermalDomain, energyJ: leakageJ }];
    const share = leakageJ / (heatW * time.totalS);
    return heating
      .filter(({ device }) => device !== undefined && problem.devices[device].thermalDomain === thermalDomain)
      .map((part) => ({ ...part, term: 'leakage' as const, thermalDomain, energyJ: part.energyJ * share }));
  });
  const board = { ...NOWHERE, term: 'board' as const, energyJ: problem.boardPowerW * time.totalS };
  return [...heating, ...leakage, ...linkParts(problem, plan), board].filter(({ energyJ }) => energyJ > 0);
}

/** Switching, traffic and active energy of every stage in both phases. */
function workParts(problem: PlacementProblem, plan: PlacementPlan): EnergyPart[] {
  const wave = waveShape(problem, plan);
  return problem.stages.flatMap((stage, index) => {
    const first = plan.prefillDevice[index];
    const second = plan.decodeDevice[index];
    const prefill = {
      flop: stage.prefillFlop,
      byte: stage.prefillByte,
      timeS: prefillStageS(stage, pointOf(problem, plan, first)),
    };
    const decode = {
      flop: wave.passes * decodePassFlop(stage, wave.rows),
      byte: wave.passes * decodePassByte(stage, wave.rows),
      timeS: wave.passes * decodeStageS(stage, pointOf(problem, plan, second), wave.rows),
    };
    return [
      { device: first, phase: PREFILL as 0 | 1, work: prefill },
      { device: second, phase: DECODE as 0 | 1, work: decode },
    ].flatMap(({ device, phase, work }): EnergyPart[] => {
      const { joulePerFlop, joulePerByte, activePowerW } = pointOf(problem, plan, device);
      const at = { device, phase, stage: index, thermalDomain: undefined };
      return [
        { ...at, term: 'switching', energyJ: joulePerFlop * work.flop },
        { ...at, term: 'traffic', energyJ: joulePerByte * work.byte },
        { ...at, term: 'active', energyJ: activePowerW * work.timeS },
      ];
    });
  });
}

function linkParts(problem: PlacementProblem, plan: PlacementPlan): EnergyPart[] {
  const { stages } = problem;
  const wave = waveShape(problem, plan);
  const part = (phase: 0 | 1, stage: number, devices: readonly number[], energyJ: number): EnergyPart => ({
    ...NOWHERE,
    term: 'links',
    device: devices[stage],
    phase,
    stage,
    energyJ,
  });
  return [
    ...stageCrossings(problem, plan.prefillDevice).map(({ stage, link }) =>
      part(PREFILL, stage, plan.prefillDevice, link.joulePerByte * stages[stage].prefillCrossingByte),
    ),
    ...kvMoves(problem, plan.prefillDevice, plan.decodeDevice).map(({ stage, link }) =>
      part(PREFILL, stage, plan.prefillDevice, link.joulePerByte * stages[stage].promptKvByte),
    ),
    ...stageCrossings(problem, plan.decodeDevice).map(({ stage, link }) => {
      const byte = wave.passes * wave.rows * stages[stage].decodeCrossingBytePerRow;
      return part(DECODE, stage, plan.decodeDevice, link.joulePerByte * byte);
    }),
  ];
}

/**
 * Parts summed by what `keyOf` says about them.
 *
 * @example
 * const byDevice = sumEnergyBy(explainEnergy(problem, plan), ({ device }) => device);
 */
export function sumEnergyBy<Key>(parts: readonly EnergyPart[], keyOf: (part: EnergyPart) => Key): Map<Key, number> {
  const groups = new Map<Key, EnergyPart[]>();
  for (const part of parts) {
    const group = groups.get(keyOf(part));
    if (group) group.push(part);
    else groups.set(keyOf(part), [part]);
  }
  return new Map([...groups].map(([key, group]) => [key, sumOf(group, ({ energyJ }) => energyJ)]));
}
