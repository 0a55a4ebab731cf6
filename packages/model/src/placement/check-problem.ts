import {
  type Guard,
  requireArray,
  requireBoolean,
  requireNonNegative,
  requireObject,
  requirePositive,
  requirePositiveOrInfinity,
  requireThat,
} from '../_internals/require.js';
import { sumOf } from '../_internals/sum.js';
import { RUNAWAY_K } from '../heat/steady-state.js';
import { checkDevice } from './check-device.js';
import { checkRequest } from './check-request.js';
import type { LinkCost, MemoryPool, PlacementProblem, PowerDomain, StageWork, ThermalDomain } from './problem.js';

const where = 'checkPlacementProblem';
const shape: Guard = { where, remedy: 'see PlacementProblem for the shape of every array' };

/**
 * Refuses a problem the evaluators could not give a finite, meaningful answer for: every number finite (bounds, caps and
 * temperature limits may be Infinity), every rate > 0, every cost ≥ 0, every index within its array, every array of the right
 * length, a distribution that sums to 1, and at least one device allowed for every stage and phase.
 *
 * @throws {InvalidValueError} naming the first wrong value's path, the value, the rule and the remedy
 */
export function checkPlacementProblem(problem: PlacementProblem): void {
  requireObject(shape, 'problem', problem);
  requireArray(shape, 'problem.stages', problem.stages);
  requireArray(shape, 'problem.devices', problem.devices);
  requireArray(shape, 'problem.pools', problem.pools);
  requireArray(shape, 'problem.powerDomains', problem.powerDomains);
  requireArray(shape, 'problem.thermalDomains', problem.thermalDomains);
  problem.stages.forEach(checkStage);
  checkSomeWork(problem.stages);
  problem.pools.forEach(checkPool);
  problem.powerDomains.forEach(checkPowerDomain);
  problem.thermalDomains.forEach(checkThermalDomain);
  problem.devices.forEach((device, index) => {
    checkDevice(device, `problem.devices[${index}]`, problem);
  });
  checkLinks(problem.links, problem.devices.length);
  checkRequest(problem.request);
  checkBounds(problem);
  checkAllowed(problem);
}

const STAGE_QUANTITIES = [
  'weightByte',
  'prefillFlop',
  'prefillByte',
  'decodeFlopPerRow',
  'decodeBytePerPass',
  'decodeBytePerRow',
  'promptKvByte',
  'rowKvByte',
  'prefillCrossingByte',
  'decodeCrossingBytePerRow',
] as const satisfies readonly (keyof StageWork)[];

function checkStage(stage: StageWork, index: number): void {
  const guard: Guard = { where, remedy: 'derive it from the model shape, for example with decoderStages' };
  requireObject(guard, `problem.stages[${index}]`, stage);
  for (const quantity of STAGE_QUANTITIES) {
    requireNonNegative(guard, `problem.stages[${index}].${quantity}`, stage[quantity]);
  }
}

/** A question without work takes no time, and mean power has no value then. */
function checkSomeWork(stages: readonly StageWork[]): void {
  const guard: Guard = { where, remedy: 'give at least one stage prefillFlop or prefillByte' };
  const work = sumOf(stages, ({ prefillFlop, prefillByte }) => Math.max(prefillFlop, prefillByte));
  requirePositive(guard, 'sum of prefill work over problem.stages', work);
}

function checkPool(pool: MemoryPool, index: number): void {
  const guard: Guard = { where, remedy: 'give the memory the pool can really lend, and its bandwidth' };
  const path = `problem.pools[${index}]`;
  requireObject(guard, path, pool);
  requirePositive(guard, `${path}.usableByte`, pool.usableByte);
  requirePositive(guard, `${path}.byteRate`, pool.byteRate);
}

function checkPowerDomain(domain: PowerDomain, index: number): void {
  const guard: Guard = { where, remedy: 'give the cap in watts, or Infinity when there is none' };
  requireObject(guard, `problem.powerDomains[${index}]`, domain);
  requirePositiveOrInfinity(guard, `problem.powerDomains[${index}].capW`, domain.capW);
}

function checkThermalDomain(domain: ThermalDomain, index: number): void {
  const guard: Guard = { where, remedy: 'give temperatures in kelvin and resistance in K/W' };
  const path = `problem.thermalDomains[${index}]`;
  requireObject(guard, path, domain);
  requirePositive(guard, `${path}.ambientK`, domain.ambientK);
  requireThat(domain.ambientK < RUNAWAY_K, guard, `${path}.ambientK`, domain.ambientK, `be below ${RUNAWAY_K} K`);
  requireNonNegative(guard, `${path}.resistanceKPerW`, domain.resistanceKPerW);
  requirePositiveOrInfinity(guard, `${path}.limitK`, domain.limitK);
  if (domain.leakage === undefined) return;
  requireObject(guard, `${path}.leakage`, domain.leakage);
  requireNonNegative(guard, `${path}.leakage.referencePowerW`, domain.leakage.referencePowerW);
  requirePositive(guard, `${path}.leakage.referenceK`, domain.leakage.referenceK);
  requireNonNegative(guard, `${path}.leakage.activationEv`, domain.leakage.activationEv);
}

function checkLinks(links: readonly (readonly LinkCost[])[], deviceCount: number): void {
  const guard: Guard = { where, remedy: 'links[from][to] needs one row and one column per device' };
  requireArray(guard, 'problem.links', links, deviceCount);
  for (let from = 0; from < deviceCount; from += 1) {
    requireArray(guard, `problem.links[${from}]`, links[from], deviceCount);
    for (let to = 0; to < deviceCount; to += 1) {
      if (from === to) continue;
      const path = `problem.links[${from}][${to}]`;
      const link = links[from][to];
      requireObject(guard, path, link);
      requireNonNegative(guard, `${path}.latencyS`, link.latencyS);
      requirePositive(guard, `${path}.byteRate`, link.byteRate);
      requireNonNegative(guard, `${path}.joulePerByte`, link.joulePerByte);
    }
  }
}

function checkBounds({ bounds, boardPowerW, wholePhases }: PlacementProblem): void {
  const guard: Guard = { where, remedy: 'give a bound > 0, or Infinity when there is none' };
  requireObject(guard, 'problem.bounds', bounds);
  for (const bound of ['energyJ', 'latencyS', 'powerW'] as const) {
    requirePositiveOrInfinity(guard, `problem.bounds.${bound}`, bounds[bound]);
  }
  requireNonNegative({ where, remedy: 'give 0 when the board draws nothing' }, 'problem.boardPowerW', boardPowerW);
  requireBoolean({ where, remedy: 'say whether a phase may be split' }, 'problem.wholePhases', wholePhases);
}

function checkAllowed({ allowed, stages, devices }: PlacementProblem): void {
  const guard: Guard = {
    where,
    remedy: 'allowed[phase][stage][device] needs a boolean each, at least one true per stage',
  };
  requireArray(guard, 'problem.allowed', allowed, 2);
  for (let phase = 0; phase < 2; phase += 1) {
    requireArray(guard, `problem.allowed[${phase}]`, allowed[phase], stages.length);
    for (let stage = 0; stage < stages.length; stage += 1) {
      const path = `problem.allowed[${phase}][${stage}]`;
      const row = allowed[phase][stage];
      requireArray(guard, path, row, devices.length);
      for (let device = 0; device < devices.length; device += 1) {
        requireBoolean(guard, `${path}[${device}]`, row[device]);
      }
      requireThat(row.includes(true), guard, path, row, 'allow at least one device');
    }
  }
}
