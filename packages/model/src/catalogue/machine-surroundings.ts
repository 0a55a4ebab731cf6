import type { LinkCost, MemoryPool, ThermalDomain } from '../placement/problem.js';
import { asFact, type Context, first, orNone, orZero, scaledBy, when } from './context.js';
import { derived, type Fact, prior, unknown } from './fact.js';
import { powerLimit, powerLimitPrior } from './fill-rates.js';
import { findDevice } from './find.js';
import type { CatalogueMachine } from './machine.js';
import type { Prior } from './priors.js';
import { type Candidate, take } from './provenance.js';
import { capacityPrior, type SharedMemory } from './shared-memory.js';

/** Memory the planner may fill, and the bandwidth its devices share. */
export function pool(context: Context, machine: CatalogueMachine, index: number, { peak }: SharedMemory): MemoryPool {
  const { ledger, priors, catalogue } = context;
  const path = `pools[${index}]`;
  const { name, capacityByte } = machine.pools[index];
  const capacity = first(capacityByte, when(context, capacityPrior(catalogue, machine, index)));
  return {
    name,
    usableByte: take(
      ledger,
      `${path}.usableByte`,
      `usable memory of ${name} (B)`,
      when(context, capacity && scaledBy(priors.usableShare, capacity)),
      capacityByte.value === null ? capacityByte : undefined,
    ),
    byteRate: take(ledger, `${path}.byteRate`, `peak bandwidth of ${name} (B/s)`, peak),
  };
}

/** What heats up together, and how far it may. */
export function thermalDomain(context: Context, machine: CatalogueMachine, index: number): ThermalDomain {
  const { ledger, catalogue, priors } = context;
  const path = `thermalDomains[${index}]`;
  const { name, limitsOf } = machine.chips[index];
  const { facts, kind } = findDevice(catalogue, limitsOf);
  const { throttleK, thermalResistanceKPerW } = facts;
  const ambientK = take(
    ledger,
    `${path}.ambientK`,
    'temperature around the machine (K)',
    when(context, asFact(priors.ambientK)),
  );
  // 85 % of the way from ambient to throttling, as plans elsewhere guard themselves.
  const guarded = (throttle: number): number => ambientK + 0.85 * (throttle - ambientK);
  const limit: Fact =
    throttleK.value === null
      ? throttleK
      : derived(guarded(throttleK.value), `85 % of the way from ambient to throttling; ${throttleK.source}`);
  const throttle = first(throttleK, when(context, asFact(priors.throttleK)));
  const power = first(powerLimit(facts), when(context, powerLimitPrior(catalogue, kind)));
  const cooler = coolerPrior(priors.coolingShare, ambientK, throttle, power);
  return {
    name,
    ambientK,
    resistanceKPerW: take(
      ledger,
      `${path}.resistanceKPerW`,
      `thermal resistance of ${name} (K/W)`,
      thermalResistanceKPerW,
      when(context, cooler),
      when(context, prior(0, 'no thermal resistance is known: not modelled')),
    ),
    limitK: orNone(context, `${path}.limitK`, 'temperature limit', limit),
  };
}

/** A cooler sized for the power limit: nobody publishes what it is, but it is built for that. */
function coolerPrior({ value, basis }: Prior, ambientK: number, throttle: Candidate, power: Candidate): Candidate {
  if (throttle?.value == null || power?.value == null) return undefined;
  const resistance = (value * (throttle.value - ambientK)) / power.value;
  return resistance > 0
    ? prior(resistance, `${basis}; throttling: ${throttle.source}; limit: ${power.source}`)
    : undefined;
}

/** Cost of handing bytes from each device to each. */
export function links(context: Context, machine: CatalogueMachine, pools: readonly MemoryPool[]): LinkCost[][] {
  const crossesPools = machine.pools.length > 1;
  const filled = (fact: Fact, key: 'linkByteRate' | 'linkLatencyS', what: string): number =>
    take(context.ledger, `links.${key}`, what, fact, when(context, asFact(context.priors[key])));
  const byteRate = crossesPools
    ? filled(machine.linkByteRate, 'linkByteRate', 'rate between pools (B/s)')
    : Number.POSITIVE_INFINITY;
  const hasLinks = machine.devices.length > 1;
  const latencyS = hasLinks ? filled(machine.linkLatencyS, 'linkLatencyS', 'hand-over between devices (s)') : 0;
  const joulePerByte = hasLinks ? orZero(context, 'links.joulePerByte', 'energy of a moved byte', unknown()) : 0;
  return machine.devices.map((from) =>
    machine.devices.map((to) => ({
      latencyS,
      // Within a pool the hand-over is a copy: every byte is read and written.
      byteRate: from.pool === to.pool ? pools[from.pool].byteRate / 2 : byteRate,
      joulePerByte,
    })),
  );
}
