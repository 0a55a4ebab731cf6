export { describeMeters, type MeterDescription } from './describe-meters.js';
export { type OpenMeterOptions, openEnergyMeter } from './open-energy-meter.js';
export type { DeviceActivity, EnergyMeter, EnergyReading, EnergySource, EnergyWindow } from './reading.js';
