import { median } from '../validation/error-summary.js';
import type { Catalogue } from './catalogue.js';
import { type Context, when } from './context.js';
import type { CatalogueDevice, DeviceKind } from './device.js';
import { prior } from './fact.js';
import { reachedByteRatePrior } from './fill-rates.js';
import { findDevice } from './find.js';
import type { CatalogueMachine } from './machine.js';
import type { Candidate } from './provenance.js';

/** The memory of one pool, as far as the devices on it tell. */
export interface SharedMemory {
  /** Peak bandwidth: what all devices together cannot exceed (B/s). */
  readonly peak: Candidate;
  /** What a device on it reaches of whose own bandwidth nothing is known (B/s). */
  readonly reached: Candidate;
}

/**
 * The bandwidth of a pool: the peak of a device on it, since they share it; else at least what somebody measured there; else, with
 * priors, the median peak of the catalogue's devices of the first member's kind.
 */
export function sharedMemory(
  context: Context,
  machine: CatalogueMachine,
  entries: readonly CatalogueDevice[],
  index: number,
): SharedMemory {
  const { catalogue, priors } = context;
  const members = entries.filter((_, member) => machine.devices[member].pool === index);
  const printed = members.find(({ facts }) => facts.byteRate.value !== null);
  if (printed !== undefined) {
    const { byteRate } = printed.facts;
    const reached = reachedByteRatePrior(byteRate, priors.bandwidthEfficiency);
    return { peak: byteRate, reached: when(context, reached) };
  }
  const tried = members.find(({ facts }) => facts.measuredByteRate.value !== null)?.facts.measuredByteRate;
  if (tried?.value != null) {
    const { value, source } = tried;
    return {
      peak: when(context, prior(value, `at least what was measured: ${source}`)),
      reached: when(context, prior(value, `what another device reaches on the same memory: ${source}`)),
    };
  }
  const note = members[0]?.facts.byteRate;
  const usual = members[0] && medianByteRate(catalogue, members[0].kind);
  const reached = usual && reachedByteRatePrior(usual, priors.bandwidthEfficiency);
  return { peak: when(context, usual) ?? note, reached: when(context, reached) ?? note };
}

function medianByteRate(catalogue: Catalogue, kind: DeviceKind) {
  const rates = catalogue.devices.flatMap(({ kind: other, facts }) =>
    other === kind && facts.byteRate.value !== null ? [facts.byteRate.value] : [],
  );
  if (rates.length === 0) return undefined;
  return prior(
    median(rates),
    `median bandwidth of ${rates.length} ${kind} in the catalogue, ${rangeOf(rates, 'GB/s')}`,
  );
}

/** A capacity where nobody printed one: the median of the catalogue's memories whose first device is of this one's kind. */
export function capacityPrior(catalogue: Catalogue, machine: CatalogueMachine, index: number): Candidate {
  const kindOf = ({ devices }: CatalogueMachine, pool: number): DeviceKind | undefined => {
    const leader = devices.find((member) => member.pool === pool);
    return leader && findDevice(catalogue, leader.device).kind;
  };
  const kind = kindOf(machine, index);
  const capacities = catalogue.machines.flatMap((other) =>
    other.pools.flatMap(({ capacityByte: { value } }, pool) =>
      value !== null && kindOf(other, pool) === kind ? [value] : [],
    ),
  );
  if (capacities.length === 0) return undefined;
  const basis = `median of ${capacities.length} memories in the catalogue with a ${kind} first, ${rangeOf(capacities, 'GB')}`;
  return prior(median(capacities), basis);
}

function rangeOf(values: readonly number[], unit: string): string {
  const giga = (value: number) => Number((value / 1e9).toPrecision(3));
  return `range ${giga(Math.min(...values))}–${giga(Math.max(...values))} ${unit}`;
}
