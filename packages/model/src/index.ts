export { encodePlacementProblem, PLACEMENT_ENCODING_VERSION } from './placement/encode.js';
export type { EnergyBreakdown, PlacementEvaluation, ThermalState } from './placement/evaluation.js';
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
export type { DecoderShape } from './work/decoder-shape.js';
