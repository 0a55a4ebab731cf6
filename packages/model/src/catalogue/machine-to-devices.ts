import { type Guard, requirePositive, requireThat } from '../_internals/require.js';
import type {
  LinkCost,
  MemoryPool,
  OperatingPoint,
  PlacementDevice,
  PowerDomain,
  ThermalDomain,
} from '../placement/problem.js';
import { type Catalogue, catalogue as shipped } from './catalogue.js';
import type { CatalogueDevice } from './device.js';
import { type Fact, prior, unknown } from './fact.js';
import {
  type Arithmetic,
  peakFlopRate,
  peakFlopRatePriors,
  powerLimit,
  powerLimitPrior,
  reachedByteRatePrior,
} from './fill-rates.js';
import { findDevice } from './find.js';
import type { CatalogueMachine, MachineDevice } from './machine.js';
import { PRIORS, type Prior } from './priors.js';
import { type Candidate, type Ledger, type MissingValue, take, type UsedValue } from './provenance.js';

/** How weights are stored and computed with. */
export interface WeightFormat {
  readonly name: string;
  /** Real bits per parameter: Q4_K_M is 4.89. */
  readonly bitsPerParameter: number;
  readonly arithmetic: Arithmetic;
}

export interface MachineOptions {
  /** Fill in marked priors where nothing is known; false by default. */
  readonly withPriors?: boolean;
  /** The catalogue to look devices up in; the shipped one by default. */
  readonly catalogue?: Catalogue;
}

/** The machine's part of a `PlacementProblem`. */
export interface MachineParts {
  readonly devices: readonly PlacementDevice[];
  readonly pools: readonly MemoryPool[];
  readonly powerDomains: readonly PowerDomain[];
  readonly thermalDomains: readonly ThermalDomain[];
  readonly links: readonly (readonly LinkCost[])[];
  readonly boardPowerW: number;
}

/** Either everything, with where every number comes from, or exactly what is missing. */
export type MachineResult =
  | { readonly kind: 'ready'; readonly machine: MachineParts; readonly used: readonly UsedValue[] }
  | { readonly kind: 'blocked'; readonly missing: readonly MissingValue[] };

/** What is put together at one place, handed down. */
interface Context {
  readonly catalogue: Catalogue;
  readonly ledger: Ledger;
  readonly withPriors: boolean;
}

/**
 * Devices, pools, domains and links of a catalogue machine for `PlacementProblem`, or the unknowns that block it.
 *
 * Published facts alone never make a machine: nobody publishes the energy of a byte or the bandwidth a decoder reaches. With
 * `withPriors` each gap is filled by a prior, marked as such with its basis; bandwidth and memory capacity have no prior, so a
 * machine without them stays blocked. Calibration (qeil calibrate) replaces all of it by measurements.
 *
 * Heat is modelled only where a thermal resistance is known: otherwise the domain has resistance 0 and no limit, which the
 * used values say. Bounds on power and temperature fall back to none in the same way.
 *
 * @throws {InvalidValueError} if a device of the machine is not in the catalogue or the format is not valid
 */
export function machineToDevices(
  machine: CatalogueMachine,
  format: WeightFormat,
  { withPriors = false, catalogue = shipped }: MachineOptions = {},
): MachineResult {
  checkFormat(format);
  const context: Context = { catalogue, ledger: { used: [], missing: [] }, withPriors };
  const entries = machine.devices.map(({ device }) => findDevice(catalogue, device));
  const parts: MachineParts = {
    devices: machine.devices.map((member, index) => placementDevice(context, member, entries[index], index, format)),
    pools: machine.pools.map((_, index) => pool(context, machine, entries, index)),
    powerDomains: machine.chips.map(({ name, limitsOf }, index) => {
      const limit = powerLimit(findDevice(catalogue, limitsOf).facts);
      return { name, capW: orNone(context, `powerDomains[${index}].capW`, 'power limit', limit) };
    }),
    thermalDomains: machine.chips.map((_, index) => thermalDomain(context, machine, index)),
    links: links(context, machine),
    boardPowerW: orZero(context, 'boardPowerW', 'power of the board outside the devices', machine.boardPowerW),
  };
  const { used, missing } = context.ledger;
  return missing.length > 0 ? { kind: 'blocked', missing } : { kind: 'ready', machine: parts, used };
}

function placementDevice(
  context: Context,
  { pool: poolIndex, chip }: MachineDevice,
  entry: CatalogueDevice,
  index: number,
  format: WeightFormat,
): PlacementDevice {
  const { catalogue, ledger } = context;
  const path = `devices[${index}]`;
  const limit = first(powerLimit(entry.facts), when(context, powerLimitPrior(catalogue, entry.kind)));
  const share = ({ value, basis }: Prior): Candidate =>
    limit?.value == null ? undefined : prior(limit.value * value, `${basis}; limit: ${limit.source}`);
  const sleep = when(context, share(PRIORS.sleepPowerShare));
  const runtime = when(context, asFact(PRIORS.runtimeByte));
  return {
    name: entry.id,
    pool: poolIndex,
    powerDomain: chip,
    thermalDomain: chip,
    sleepPowerW: take(ledger, `${path}.sleepPowerW`, `idle power of ${entry.name} (W)`, entry.facts.idlePowerW, sleep),
    runtimeByte: take(ledger, `${path}.runtimeByte`, 'memory of the device’s process (B)', runtime),
    points: [
      operatingPoint(context, entry, `${path}.points[0]`, format, when(context, share(PRIORS.activePowerShare))),
    ],
  };
}

function operatingPoint(
  context: Context,
  entry: CatalogueDevice,
  path: string,
  { arithmetic }: WeightFormat,
  activePower: Candidate,
): OperatingPoint {
  const { catalogue, ledger } = context;
  const { facts, name } = entry;
  const of = (what: string): string => `${what} of ${name}`;
  const peak = first(
    peakFlopRate(facts, arithmetic),
    ...peakFlopRatePriors(catalogue, entry, arithmetic).map((p) => when(context, p)),
  );
  const { value: share, basis } = PRIORS.arithmeticEfficiency;
  const reached = peak?.value == null ? undefined : prior(peak.value * share, `${basis}; peak: ${peak.source}`);
  const flopRate = take(ledger, `${path}.flopRate`, of(`reached ${arithmetic} rate (FLOP/s)`), when(context, reached));
  const byteRate = take(
    ledger,
    `${path}.byteRate`,
    of('reached bandwidth (B/s)'),
    facts.measuredByteRate,
    when(context, reachedByteRatePrior(facts)),
    facts.byteRate.value === null ? facts.byteRate : undefined,
  );
  const filled = (fact: Fact | undefined, key: keyof typeof PRIORS, field: string, what: string): number =>
    take(ledger, `${path}.${field}`, of(what), fact, when(context, asFact(PRIORS[key])));
  const overheadS = filled(undefined, 'stageOverheadS', 'stageOverheadS', 'overhead of one stage (s)');
  return {
    name: 'as published',
    flopRate: [flopRate, flopRate],
    byteRate: [byteRate, byteRate],
    stageOverheadS: [overheadS, overheadS],
    // Work per row that neither rate covers is a property of an engine, not of a device.
    rowOverheadS: [0, 0],
    joulePerFlop: filled(facts.joulePerFlop, 'joulePerFlop', 'joulePerFlop', 'energy of an operation (J/FLOP)'),
    joulePerByte: filled(facts.joulePerByte, 'joulePerByte', 'joulePerByte', 'energy of a byte (J/B)'),
    activePowerW: take(
      ledger,
      `${path}.activePowerW`,
      of('constant power while busy (W)'),
      facts.activePowerW,
      activePower,
    ),
  };
}

function pool(
  context: Context,
  machine: CatalogueMachine,
  entries: readonly CatalogueDevice[],
  index: number,
): MemoryPool {
  const { ledger } = context;
  const path = `pools[${index}]`;
  const { name, capacityByte } = machine.pools[index];
  const members = entries.filter((_, member) => machine.devices[member].pool === index);
  const usable = capacityByte.value === null ? undefined : scaledBy(PRIORS.usableShare, capacityByte);
  const rates = members.map(({ facts }) => facts.byteRate);
  return {
    name,
    usableByte: take(
      ledger,
      `${path}.usableByte`,
      `usable memory of ${name} (B)`,
      when(context, usable),
      capacityByte.value === null ? capacityByte : undefined,
    ),
    // Peak: what all devices together cannot exceed.
    byteRate: take(
      ledger,
      `${path}.byteRate`,
      `peak bandwidth of ${name} (B/s)`,
      ...rates,
      ...measuredFor(context, members),
    ),
  };
}

/** A pool whose peak nobody prints moves at least what somebody measured. */
function measuredFor(context: Context, members: readonly CatalogueDevice[]): Candidate[] {
  return members.map(({ facts: { measuredByteRate } }) => {
    if (measuredByteRate.value === null) return undefined;
    return when(context, prior(measuredByteRate.value, `at least what was measured: ${measuredByteRate.source}`));
  });
}

function thermalDomain(context: Context, machine: CatalogueMachine, index: number): ThermalDomain {
  const { ledger, catalogue } = context;
  const path = `thermalDomains[${index}]`;
  const { name, limitsOf } = machine.chips[index];
  const { throttleK, thermalResistanceKPerW } = findDevice(catalogue, limitsOf).facts;
  const ambientK = take(
    ledger,
    `${path}.ambientK`,
    'temperature around the machine (K)',
    when(context, asFact(PRIORS.ambientK)),
  );
  const isModelled = thermalResistanceKPerW.value !== null && throttleK.value !== null;
  return {
    name,
    ambientK,
    resistanceKPerW: orZero(context, `${path}.resistanceKPerW`, 'thermal resistance', thermalResistanceKPerW),
    // 85 % of the way from ambient to throttling, as plans elsewhere guard themselves.
    limitK: isModelled ? ambientK + 0.85 * (Number(throttleK.value) - ambientK) : Number.POSITIVE_INFINITY,
  };
}

function links(context: Context, machine: CatalogueMachine): LinkCost[][] {
  const crossesPools = machine.pools.length > 1;
  const filled = (fact: Fact, key: 'linkByteRate' | 'linkLatencyS', what: string): number =>
    take(context.ledger, `links.${key}`, what, fact, when(context, asFact(PRIORS[key])));
  const byteRate = crossesPools
    ? filled(machine.linkByteRate, 'linkByteRate', 'rate between pools (B/s)')
    : Number.POSITIVE_INFINITY;
  const hasLinks = machine.devices.length > 1;
  const latencyS = hasLinks ? filled(machine.linkLatencyS, 'linkLatencyS', 'hand-over between devices (s)') : 0;
  const rates = machine.pools.map((_, index) => poolRate(context.catalogue, machine, index));
  const joulePerByte = hasLinks ? orZero(context, 'links.joulePerByte', 'energy of a moved byte', unknown()) : 0;
  return machine.devices.map((from) =>
    machine.devices.map((to) => ({
      latencyS,
      // Within a pool the hand-over is a copy: every byte is read and written.
      byteRate: from.pool === to.pool ? rates[from.pool] / 2 : byteRate,
      joulePerByte,
    })),
  );
}

function poolRate(catalogue: Catalogue, machine: CatalogueMachine, index: number): number {
  const members = machine.devices.filter(({ pool: member }) => member === index);
  const known = members.map(({ device }) => findDevice(catalogue, device).facts);
  const rate = known.find(({ byteRate }) => byteRate.value !== null)?.byteRate.value;
  return (
    rate ?? known.find(({ measuredByteRate }) => measuredByteRate.value !== null)?.measuredByteRate.value ?? Number.NaN
  );
}

function when({ withPriors }: Context, candidate: Candidate): Candidate {
  return withPriors ? candidate : undefined;
}

function first(...candidates: readonly Candidate[]): Candidate {
  return candidates.find((candidate) => candidate?.value != null) ?? candidates[0];
}

function asFact({ value, basis }: Prior): Fact {
  return prior(value, basis);
}

function scaledBy({ value, basis }: Prior, fact: Fact): Candidate {
  return fact.value === null ? undefined : prior(fact.value * value, `${basis}; capacity: ${fact.source}`);
}

/** A bound that may be absent. */
function orNone({ ledger, withPriors }: Context, path: string, what: string, fact: Fact): number {
  const none: Fact = prior(Number.POSITIVE_INFINITY, `no ${what} is known: none is imposed`);
  return take(ledger, path, what, fact, withPriors ? none : undefined);
}

/** An effect that is left out when nothing is known of it, and said to be. */
function orZero({ ledger, withPriors }: Context, path: string, what: string, fact: Fact): number {
  return take(ledger, path, what, fact, withPriors ? prior(0, `no ${what} is known: not modelled`) : undefined);
}

function checkFormat({ bitsPerParameter, arithmetic }: WeightFormat): void {
  const guard: Guard = {
    where: 'machineToDevices',
    remedy: 'give the format’s real bits per weight and its arithmetic',
  };
  requirePositive(guard, 'format.bitsPerParameter', bitsPerParameter);
  const isKnown = ['fp32', 'fp16', 'int8'].includes(arithmetic);
  requireThat(isKnown, guard, 'format.arithmetic', arithmetic, 'be fp32, fp16 or int8');
}
