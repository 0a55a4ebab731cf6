export { BOLTZMANN_EV_PER_K, BOLTZMANN_J_PER_K, ELEMENTARY_CHARGE_C, ZERO_CELSIUS_K } from './constants.js';
export { type InvalidValue, InvalidValueError, QeilModelError } from './errors.js';
export { leakagePowerW, leakageSlopeWPerK } from './heat/leakage.js';
export { type HeatBalance, type SteadyState, steadyState } from './heat/steady-state.js';
export { thermalYield } from './heat/thermal-yield.js';
export { checkPlan } from './placement/check-plan.js';
export { checkPlacementProblem } from './placement/check-problem.js';
export { encodePlacementProblem, PLACEMENT_ENCODING_VERSION } from './placement/encode.js';
export { evaluatePlacement } from './placement/evaluate.js';
export type { EnergyBreakdown, PlacementEvaluation, ThermalState } from './placement/evaluation.js';
export { greedyV1Plan } from './placement/greedy-v1-plan.js';
export { highestRatePoint } from './placement/highest-rate-point.js';
export type { PlacementPlan } from './placement/plan.js';
export type {
  LeakageLaw,
  LinkCost,
  MemoryPool,
  OperatingPoint,
  PerPhase,
  PlacementBounds,
  PlacementDevice,
  PlacementProblem,
  PlacementRequest,
  PowerDomain,
  StageWork,
  ThermalDomain,
} from './placement/problem.js';
export { standardBatchedPlan, standardPlan } from './placement/standard-plan.js';
export { type Random, randomFromWords, seededRandom } from './random/random.js';
export { seedWords } from './random/seed.js';
export type { XoshiroWords } from './random/xoshiro128.js';
