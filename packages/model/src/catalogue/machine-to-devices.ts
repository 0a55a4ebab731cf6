import { type Guard, requireNonNegative } from '../_internals/require.js';
import type { LinkCost, MemoryPool, PlacementDevice, PowerDomain, ThermalDomain } from '../placement/problem.js';
import { type Catalogue, catalogue as shipped } from './catalogue.js';
import { type Context, orNone, orZero } from './context.js';
import { powerLimit } from './fill-rates.js';
import { findDevice } from './find.js';
import type { CatalogueMachine } from './machine.js';
import { links, pool, thermalDomain } from './machine-surroundings.js';
import { placementDevice } from './placement-device.js';
import { type PriorName, priorsWith } from './priors.js';
import type { MissingValue, UsedValue } from './provenance.js';
import { sharedMemory } from './shared-memory.js';
import { checkFormat, type WeightFormat } from './weight-format.js';

/** How gaps of the catalogue are treated. */
export interface MachineOptions {
  /** Fill in marked priors where nothing is known; false by default. */
  readonly withPriors?: boolean;
  /** Values that replace shipped priors, by name: for sweeps and for users who know better. They count only with `withPriors`. */
  readonly priorValues?: Readonly<Partial<Record<PriorName, number>>>;
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

const priorGuard: Guard = { where: 'machineToDevices', remedy: 'give priors in SI units, by the names in PRIORS' };

/** Either everything, with where every number comes from, or exactly what is missing. */
export type MachineResult =
  | { readonly kind: 'ready'; readonly machine: MachineParts; readonly used: readonly UsedValue[] }
  | { readonly kind: 'blocked'; readonly missing: readonly MissingValue[] };

/**
 * Devices, pools, domains and links of a catalogue machine for `PlacementProblem`, or the unknowns that block it.
 *
 * Published facts alone never make a machine: nobody publishes the energy of a byte or the bandwidth a decoder reaches. With
 * `withPriors` each gap is filled by a prior, marked as such with its basis. The weakest are the bandwidth and capacity of a memory of which
 * nothing is printed: medians of the catalogue, with their range. Calibration (qeil calibrate) replaces all of it by measurements.
 *
 * Heat is modelled only where a thermal resistance is known: otherwise the domain has resistance 0 and no limit, which the
 * used values say. Bounds on power and temperature fall back to none in the same way.
 *
 * @throws {InvalidValueError} if a device of the machine is not in the catalogue, the format is not valid or a prior is negative
 */
export function machineToDevices(
  machine: CatalogueMachine,
  format: WeightFormat,
  { withPriors = false, priorValues = {}, catalogue = shipped }: MachineOptions = {},
): MachineResult {
  checkFormat(format);
  for (const [name, value] of Object.entries(priorValues)) {
    if (value !== undefined) requireNonNegative(priorGuard, `priorValues.${name}`, value);
  }
  const priors = priorsWith(priorValues);
  const context: Context = { catalogue, ledger: { used: [], missing: [] }, withPriors, priors };
  const entries = machine.devices.map(({ device }) => findDevice(catalogue, device));
  const memories = machine.pools.map((_, index) => sharedMemory(context, machine, entries, index));
  const devices = machine.devices.map((member, index) =>
    placementDevice(context, member, entries[index], index, format, memories[member.pool]),
  );
  const pools = machine.pools.map((_, index) => pool(context, machine, index, memories[index]));
  const parts: MachineParts = {
    devices,
    pools,
    powerDomains: machine.chips.map(({ name, limitsOf }, index) => {
      const limit = powerLimit(findDevice(catalogue, limitsOf).facts);
      return { name, capW: orNone(context, `powerDomains[${index}].capW`, 'power limit', limit) };
    }),
    thermalDomains: machine.chips.map((_, index) => thermalDomain(context, machine, index)),
    links: links(context, machine, pools),
    boardPowerW: orZero(context, 'boardPowerW', 'power of the board outside the devices', machine.boardPowerW),
  };
  const { used, missing } = context.ledger;
  return missing.length > 0 ? { kind: 'blocked', missing } : { kind: 'ready', machine: parts, used };
}
