export { type ChooseDriverOptions, chooseDriver, type DriverChoice, rememberedDriver } from './driver/choose-driver.js';
export { DRIVER_NAMES, type DriverName } from './driver/session-driver.js';
export type { FaultEvent } from './fault-event.js';
export { type GraphFinding, graphFindings } from './graph-findings.js';
export type { KvStrategy } from './kv-strategy.js';
export { sampleSeed } from './sample-seed.js';
export { type StartEngineOptions, startEngine } from './start-engine.js';
export { DEFAULT_SUPERVISOR_SETTINGS, type SupervisorSettings } from './supervisor-settings.js';
