export { type ClaimCount, claimsNeeded, nearestToClaims, reachesClaims } from './claims-needed.js';
export { PAPER_CLAIMS } from './paper-claims.js';
export type { Comparison, Scenario } from './scenario.js';
export {
  type FamilySimulation,
  type SimulatedArm,
  type SimulatedArmName,
  type SimulateFamilyOptions,
  simulateFamily,
} from './simulate-family.js';
export {
  missingValues,
  type SimulatedMachine,
  type SimulatedMachineOptions,
  simulatedMachine,
} from './simulated-machine.js';
export type { SimulationRequest } from './simulation-request.js';
export { type StandardReading, USUAL_STANDARD } from './standard-reading.js';
export { type GridPoint, type SweepOptions, type SweepPoint, type SweepResult, sweep, sweepSize } from './sweep.js';
