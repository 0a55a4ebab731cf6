export { type BatchEvaluator, batchEvaluator } from './batch-evaluator.js';
export {
  type Certificate,
  type CertifyOptions,
  certifyPlan,
  type FrontCertificate,
  type LowerBounds,
  type MixedBound,
} from './certificate.js';
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
  DEFAULT_PROOF_LABELS,
  EVALUATIONS_PER_STEP,
  type MomentumOptions,
  type SolveOptions,
  type SolveProgress,
} from './options.js';
export { type FrontEntry, type SolveResult, solvePlacement } from './solve.js';
