export { type BatchEvaluator, batchEvaluator } from './batch-evaluator.js';
export {
  PgsamCrashedError,
  PgsamError,
  type PgsamErrorKind,
  PgsamNotLoadedError,
  PgsamOptionsError,
  PgsamPlanError,
  PgsamPointsError,
  PgsamProblemError,
} from './errors.js';
export { evaluatePlacementInWasm } from './evaluate.js';
export { flatToPlan, planToFlat } from './flat-plan.js';
export { hypervolume3 } from './hypervolume.js';
export { loadPgsam } from './low-level.js';
export {
  DEFAULT_EVALUATIONS,
  DEFAULT_EXHAUSTIVE_LIMIT,
  DEFAULT_MOMENTUM,
  EVALUATIONS_PER_STEP,
  type MomentumOptions,
  type SolveOptions,
  type SolveProgress,
} from './options.js';
export {
  type Certificate,
  type FrontEntry,
  type LowerBounds,
  relativeGap,
  type SolveResult,
  solvePlacement,
} from './solve.js';
