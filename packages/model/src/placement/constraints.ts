import { sumOf } from '../_internals/sum.js';
import type { DeviceEnergy } from './energy.js';
import type { DomainHeat } from './heat.js';
import { DECODE, PREFILL } from './phase.js';
import type { PlacementPlan } from './plan.js';
import { domainDrawsW } from './power-draw.js';
import type { PlacementProblem } from './problem.js';
import type { PlacementTime } from './time.js';

/** What the constraints look at. */
export interface ConstraintInput {
  readonly problem: PlacementProblem;
  readonly plan: PlacementPlan;
  readonly energyJ: number;
  readonly time: PlacementTime;
  readonly energies: readonly DeviceEnergy[];
  readonly heats: readonly DomainHeat[];
  readonly memoryPressure: readonly number[];
}

/** Sum of relative excesses over all constraints of `docs/placement.md`; 0 exactly when the plan is feasible. */
export function planViolation(input: ConstraintInput): number {
  return (
    sumOf(input.memoryPressure, (pressure) => excess(pressure, 1)) +
    powerCapExcess(input) +
    temperatureExcess(input) +
    boundExcess(input) +
    prohibitedCount(input.problem, input.plan) +
    splitCount(input.problem, input.plan)
  );
}

/** max(0, value/bound − 1); 0 for an infinite bound. */
function excess(value: number, bound: number): number {
  return Math.max(0, value / bound - 1);
}

/** A domain's draw is taken as if its used devices were busy together: a cap must hold at any moment, not on average. */
function powerCapExcess({ problem, time, energies }: ConstraintInput): number {
  const drawW = domainDrawsW(problem, time, energies);
  return sumOf(problem.powerDomains, ({ capW }, index) => excess(drawW[index], capW));
}

function temperatureExcess({ problem, heats }: ConstraintInput): number {
  return sumOf(heats, ({ settled, temperatureK }, index) =>
    settled ? excess(temperatureK, problem.thermalDomains[index].limitK) : 1,
  );
}

function boundExcess({ problem, energyJ, time }: ConstraintInput): number {
  const { bounds } = problem;
  return (
    excess(energyJ, bounds.energyJ) +
    excess(time.totalS, bounds.latencyS) +
    excess(energyJ / time.totalS, bounds.powerW)
  );
}

function prohibitedCount({ allowed }: PlacementProblem, plan: PlacementPlan): number {
  const count = (phase: number, deviceOfStage: readonly number[]) =>
    sumOf(deviceOfStage, (device, stage) => (allowed[phase][stage][device] ? 0 : 1));
  return count(PREFILL, plan.prefillDevice) + count(DECODE, plan.decodeDevice);
}

function splitCount({ wholePhases }: PlacementProblem, plan: PlacementPlan): number {
  if (!wholePhases) return 0;
  const count = (deviceOfStage: readonly number[]) =>
    sumOf(deviceOfStage, (device) => (device === deviceOfStage[0] ? 0 : 1));
  return count(plan.prefillDevice) + count(plan.decodeDevice);
}
