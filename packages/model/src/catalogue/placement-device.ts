import type { OperatingPoint, PlacementDevice } from '../placement/problem.js';
import { asFact, type Context, first, when } from './context.js';
import type { CatalogueDevice } from './device.js';
import { type Fact, prior } from './fact.js';
import { peakFlopRate, peakFlopRatePriors, powerLimit, powerLimitPrior, reachedByteRatePrior } from './fill-rates.js';
import type { MachineDevice } from './machine.js';
import type { Prior, PriorName } from './priors.js';
import { type Candidate, take } from './provenance.js';
import type { SharedMemory } from './shared-memory.js';
import type { WeightFormat } from './weight-format.js';

/** A device of a machine for the planner, with one operating point: what is published of it, priors where asked for. */
export function placementDevice(
  context: Context,
  { pool: poolIndex, chip }: MachineDevice,
  entry: CatalogueDevice,
  index: number,
  format: WeightFormat,
  memory: SharedMemory,
): PlacementDevice {
  const { catalogue, ledger, priors } = context;
  const path = `devices[${index}]`;
  const limit = first(powerLimit(entry.facts), when(context, powerLimitPrior(catalogue, entry.kind)));
  const share = ({ value, basis }: Prior): Candidate =>
    limit?.value == null ? undefined : prior(limit.value * value, `${basis}; limit: ${limit.source}`);
  const sleep = when(context, share(priors.sleepPowerShare));
  const runtime = when(context, asFact(priors.runtimeByte));
  return {
    name: entry.id,
    pool: poolIndex,
    powerDomain: chip,
    thermalDomain: chip,
    sleepPowerW: take(ledger, `${path}.sleepPowerW`, `idle power of ${entry.name} (W)`, entry.facts.idlePowerW, sleep),
    runtimeByte: take(ledger, `${path}.runtimeByte`, 'memory of the device’s process (B)', runtime),
    points: [
      operatingPoint(
        context,
        entry,
        `${path}.points[0]`,
        format,
        memory,
        limit,
        when(context, share(priors.activePowerShare)),
      ),
    ],
  };
}

function operatingPoint(
  context: Context,
  entry: CatalogueDevice,
  path: string,
  { arithmetic }: WeightFormat,
  memory: SharedMemory,
  limit: Candidate,
  activePower: Candidate,
): OperatingPoint {
  const { catalogue, ledger, priors } = context;
  const { facts, name } = entry;
  const of = (what: string): string => `${what} of ${name}`;
  const peak = first(
    peakFlopRate(facts, arithmetic),
    ...peakFlopRatePriors(catalogue, entry, arithmetic, first(facts.byteRate, memory.peak)).map((p) =>
      when(context, p),
    ),
  );
  const { value: share, basis } = priors.arithmeticEfficiency;
  const reached = peak?.value == null ? undefined : prior(peak.value * share, `${basis}; peak: ${peak.source}`);
  const flopRate = take(ledger, `${path}.flopRate`, of(`reached ${arithmetic} rate (FLOP/s)`), when(context, reached));
  const byteRate = take(
    ledger,
    `${path}.byteRate`,
    of('reached bandwidth (B/s)'),
    facts.measuredByteRate,
    when(context, reachedByteRatePrior(facts.byteRate, priors.bandwidthEfficiency)),
    memory.reached,
    facts.byteRate.value === null ? facts.byteRate : undefined,
  );
  const filled = (fact: Fact | undefined, key: PriorName, field: string, what: string): number =>
    take(ledger, `${path}.${field}`, of(what), fact, when(context, asFact(priors[key])));
  const overheadS = filled(undefined, 'stageOverheadS', 'stageOverheadS', 'overhead of one stage (s)');
  const joulePerByte = filled(facts.joulePerByte, 'joulePerByte', 'joulePerByte', 'energy of a byte (J/B)');
  const activePowerW = take(
    ledger,
    `${path}.activePowerW`,
    of('constant power while busy (W)'),
    facts.activePowerW,
    activePower,
  );
  const leftW = (limit?.value ?? Number.NaN) - activePowerW - joulePerByte * byteRate;
  const operation = operationPrior(priors.joulePerFlop, leftW / flopRate, limit);
  return {
    name: 'as published',
    flopRate: [flopRate, flopRate],
    byteRate: [byteRate, byteRate],
    stageOverheadS: [overheadS, overheadS],
    // Work per row that neither rate covers is a property of an engine, not of a device.
    rowOverheadS: [0, 0],
    joulePerFlop: take(
      ledger,
      `${path}.joulePerFlop`,
      of('energy of an operation (J/FLOP)'),
      facts.joulePerFlop,
      when(context, operation),
    ),
    joulePerByte,
    activePowerW,
  };
}

/**
 * ε_f from the prior, but no dearer than the device's power limit leaves for it when both roofs are reached at once: a device does not
 * draw more than its limit. Where traffic and constant power leave nothing, the lowest of the prior's range.
 */
function operationPrior({ value, range: [low], basis }: Prior, leftPerFlop: number, limit: Candidate): Candidate {
  const most = leftPerFlop <= 0 ? low : leftPerFlop;
  // Written so that an unknown limit, NaN, leaves the prior as it is.
  if (!(most < value)) return prior(value, basis);
  const shown = `${Number((most * 1e12).toPrecision(3))} pJ/FLOP`;
  return prior(most, `${basis}; lowered to ${shown}, what its power limit leaves: ${limit?.source ?? ''}`);
}
