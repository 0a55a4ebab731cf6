/** Machines and devices with a source per number: `@qeil/model/catalogue`. */
export { type Catalogue, catalogue } from './catalogue.js';
export { catalogueSchema } from './catalogue-schema.js';
export type { CatalogueDevice, DeviceFacts, DeviceKind } from './device.js';
export { extendCatalogue } from './extend-catalogue.js';
export type { Fact, FactKind } from './fact.js';
export type { Arithmetic } from './fill-rates.js';
export { findDevice, findMachine } from './find.js';
export type { CatalogueMachine, MachineChip, MachineDevice, MachinePool } from './machine.js';
export {
  type MachineOptions,
  type MachineParts,
  type MachineResult,
  machineToDevices,
} from './machine-to-devices.js';
export { PRIORS, type Prior, type PriorName } from './priors.js';
export type { MissingValue, UsedValue } from './provenance.js';
export type { WeightFormat } from './weight-format.js';
