export type {
  Device,
  DeviceAbsence,
  DevicePoint,
  ExecutionProvider,
  Machine,
  MachineMemoryPool,
} from './device.js';
export { type DiscoverOptions, discoverMachine } from './discover-machine.js';
