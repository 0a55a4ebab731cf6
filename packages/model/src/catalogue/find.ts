import { type Guard, requireThat } from '../_internals/require.js';
import type { Catalogue } from './catalogue.js';
import type { CatalogueDevice } from './device.js';
import type { CatalogueMachine } from './machine.js';

/** @throws {InvalidValueError} naming the ids there are, if none is this one */
export function findDevice(catalogue: Catalogue, id: string): CatalogueDevice {
  return find('findDevice', catalogue.devices, id);
}

/** @throws {InvalidValueError} naming the ids there are, if none is this one */
export function findMachine(catalogue: Catalogue, id: string): CatalogueMachine {
  return find('findMachine', catalogue.machines, id);
}

function find<Entry extends { readonly id: string }>(where: string, entries: readonly Entry[], id: string): Entry {
  const entry = entries.find((candidate) => candidate.id === id);
  const ids = entries.map((candidate) => candidate.id).join(', ');
  const guard: Guard = { where, remedy: 'extend the catalogue with extendCatalogue, or choose one it has' };
  requireThat(entry !== undefined, guard, 'id', id, `be one of ${ids}`);
  return entry as Entry;
}
