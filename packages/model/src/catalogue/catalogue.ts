import { amdAndQualcommDevices } from './amd-and-qualcomm.js';
import { appleDevices } from './apple.js';
import { boardAndAcceleratorDevices } from './boards-and-accelerators.js';
import type { CatalogueDevice } from './device.js';
import { intelDevices } from './intel.js';
import type { CatalogueMachine } from './machine.js';
import { machines } from './machines.js';
import { nvidiaDevices } from './nvidia.js';

/** Devices and machines known by id. */
export interface Catalogue {
  readonly devices: readonly CatalogueDevice[];
  readonly machines: readonly CatalogueMachine[];
}

/** What ships: a source per number, null where there is none. */
export const catalogue: Catalogue = {
  devices: [
    ...nvidiaDevices,
    ...appleDevices,
    ...intelDevices,
    ...amdAndQualcommDevices,
    ...boardAndAcceleratorDevices,
  ],
  machines,
};
